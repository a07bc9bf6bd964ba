import { expect, it } from 'vitest'
import { findUrn } from '../../src/store/queries/people.ts'
import { insert } from '../../src/store/writes.ts'
import { makeSeeded } from './helpers.ts'

const AT = Date.UTC(2026, 10, 22, 15)
const HOUR_MS = 60 * 60_000

it('why tells each decision, what the provider reported and the ledger', async () => {
  const place = await makeSeeded({ isDemo: true })
  const known = await place.look(async ({ db, keys }) => findUrn(db, keys.hash('tel:+84912345678')))
  const urnId = known?.urn.id ?? ''
  const personId = known?.people[0]?.person.id ?? ''
  await place.commit(
    insert('outbox', {
      ...{ id: 'o1', urnId, personId, class: 'reminder', texts: [{ key: 'person.open' }], locale: 'vi', revision: 'r' },
      ...{ status: 'failed', code: '30005', reason: 'agreed', attempts: 1, createdAt: AT },
      ...{ dueAt: AT, deadline: AT + 24 * HOUR_MS },
      decisions: [
        { at: AT, does: 'waits', reason: 'night', until: AT + 9 * HOUR_MS, attempts: 0 },
        { at: AT + 9 * HOUR_MS, does: 'sends', reason: 'agreed', attempts: 0 },
      ],
    }),
    insert('statusEvents', {
      id: 's1',
      outboxId: 'o1',
      channel: 'twilio',
      status: 'failed',
      code: '30005',
      at: AT + 10 * HOUR_MS,
    }),
  )
  const { code, out } = await place.run('why', 'o1')
  expect(code).toBe(0)
  expect(out).toContain('reminder, failed (30005); viết lúc 2026-11-22T22:00:00+07:00')
  expect(out).toContain('2026-11-22T22:00:00+07:00  chờ (lần 1): ngoài giờ được tự nhắn → 2026-11-23T07:00:00+07:00')
  expect(out).toContain('2026-11-23T07:00:00+07:00  gửi (lần 1): họ đã đồng ý nhận tin')
  expect(out).toContain('nhà mạng báo: failed (30005)')
  expect(out).toMatch(/sổ đồng ý: agreed/)
})

it('why of an id that is none says where ids stand', async () => {
  const place = await makeSeeded({})
  const { code, err } = await place.run('why', 'nothing')
  expect([code, err]).toEqual([1, expect.stringContaining('Không có tin gửi đi nào mang mã nothing')])
})
