import { expect, it } from 'vitest'
import { findUrn } from '../../src/store/queries/people.ts'
import { insert } from '../../src/store/writes.ts'
import { makeSeeded } from './helpers.ts'

it('queues shows what waits and what went, and pauses and resumes', async () => {
  const place = await makeSeeded({ isDemo: true })
  const known = await place.look(async ({ db, keys }) => findUrn(db, keys.hash('tel:+84912345678')))
  const now = Date.now()
  const hex = now.toString(16).padStart(12, '0')
  const row = (n: number, over: object) =>
    insert('outbox', {
      ...{ id: `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-00000000000${n}`, urnId: known?.urn.id ?? '' },
      ...{ class: 'broadcast', texts: [{ key: 'person.open' }], locale: 'vi', revision: 'r', status: 'queued' },
      ...{ dueAt: now - 60_000, deadline: now + 3_600_000, createdAt: now - 60_000, ...over },
    } as Parameters<typeof insert<'outbox'>>[1])
  await place.commit(
    row(1, {}),
    row(2, { dueAt: now + 60_000 }),
    row(3, { status: 'wired', channel: 'twilio', parts: 2, firstTriedAt: now - 1000 }),
    row(4, { class: 'reply', status: 'wired', channel: 'twilio', parts: 3, firstTriedAt: now - 10 * 60_000 }),
  )
  const shown = await place.run('queues')
  expect(shown.out).toMatch(/^reply {5}0 tin tới lượt, 0 đang gửi, 0 hẹn sau$/m)
  expect(shown.out).toMatch(/^broadcast 1 tin tới lượt, lâu nhất 6\d giây, 0 đang gửi, 1 hẹn sau$/m)
  expect(shown.out).toMatch(/^twilio {4}0\.2 tin, 0\.4 phần một phút/m)
  expect((await place.run('queues', 'pause', 'broadcast')).out).toMatch(/^broadcast 1 tin .* {2}ĐANG TẠM DỪNG$/m)
  expect((await place.run('queues', 'pause', 'zalo')).out).toMatch(/^zalo {6}0\.0 tin.* {2}ĐANG TẠM DỪNG$/m)
  expect((await place.run('queues', 'resume', 'broadcast')).out).not.toMatch(/^broadcast.*TẠM DỪNG/m)
  expect((await place.run('queues')).out).toMatch(/^zalo.*TẠM DỪNG$/m)
})

it.each([
  [['stop', 'broadcast'], 'Chỉ có pause và resume'],
  [['pause'], 'Muốn pause gì? Có: reply, service'],
  [['pause', 'viettel'], 'Muốn pause gì?'],
])('queues %j says what there is', async (args, said) => {
  const place = await makeSeeded({})
  const { code, err } = await place.run('queues', ...args)
  expect([code, err]).toEqual([2, expect.stringContaining(said)])
})
