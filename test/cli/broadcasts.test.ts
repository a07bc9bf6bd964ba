import { expect, it } from 'vitest'
import type { Alert } from '../../src/farm/alerts/alert.ts'
import { insert, type NewRow, update } from '../../src/store/writes.ts'
import { makeSeeded, type Place } from './helpers.ts'

const alert: Alert = {
  ...{ cooperative: 'HTX Mường Vi', crop: 'ginger', form: null, priceVnd: 15_000, unit: 'kg', place: '02725' },
  ...{ until: null, beforeVnd: null, priceId: null },
}

/** A broadcast to ten people, of whom six have a message. */
async function sixOfTen(over: Partial<NewRow<'broadcasts'>> = {}): Promise<Place> {
  const place = await makeSeeded({})
  const now = Date.now()
  const row = (n: number, of: Partial<NewRow<'outbox'>>) =>
    insert('outbox', {
      ...{ id: `o${n}`, personId: `p${n}`, urnId: `u${n}`, class: 'broadcast', texts: [{ key: 'alerts.said' }] },
      ...{ locale: 'vi', revision: 'r', status: 'queued', dueAt: now, deadline: now + 3_600_000, createdAt: now },
      ...{ broadcastId: 'b1', ...of },
    } as NewRow<'outbox'>)
  const sent = { channel: 'twilio', leftAt: now - 1000, parts: 2, costVnd: 700 }
  await place.commit(
    insert('broadcasts', {
      ...{ id: 'b1', kind: 'price_alert', cooperativeId: 'c', authorId: 'a', values: alert, status: 'sending' },
      ...{ audience: 10, prepared: 6, cursor: 'p6', createdAt: now - 60_000, confirmedAt: now - 60_000, ...over },
    }),
    row(1, { ...sent, status: 'delivered', externalId: 'SM1' }),
    row(2, { ...sent, status: 'wired', externalId: 'SM2' }),
    row(3, { ...sent, status: 'failed', externalId: 'SM3', code: '30003' }),
    // The same person by another way: counted once, paid for twice.
    row(7, { ...sent, status: 'wired', externalId: 'K1', channel: 'kannel', personId: 'p3', rungOf: 'o3' }),
    row(4, { ...sent, status: 'uncertain' }),
    row(5, {}),
    row(6, { status: 'stopped', reason: 'stopped' }),
  )
  return place
}

it('broadcasts shows how far each has come, what it took, and when it will be done', async () => {
  const place = await sixOfTen()
  const { out, code } = await place.run('broadcasts')
  expect(code).toBe(0)
  expect(out).toMatch(/^b1 {2}\S+ {2}đang soạn và gửi\n {2}"HTX Mường Vi mua gừng trâu 15.000 đ\/kg tại Bản Xèo\."$/m)
  expect(out).toContain('  10 người: 6 đã soạn, 3 đã gửi (1 tới máy), 5 còn chờ, 1 chưa rõ, 1 thôi không gửi\n')
  expect(out).toContain('  8 phần tin, 3500 đ\n')
  expect(out).toMatch(/^ {2}[1-5] tin một phút, xong khoảng \d{4}-/m)
})

it('broadcasts <id> reports by status, channel and code, lists what is uncertain, and counts what each provider took', async () => {
  const place = await sixOfTen()
  const { out } = await place.run('broadcasts', 'b1')
  const lines = out
    .split('\n')
    .slice(5)
    .map((line) => line.trim().replaceAll(/ +/g, ' '))
  expect(lines.filter((line) => /^\d/.test(line)).sort()).toEqual([
    '1 delivered twilio',
    '1 queued -',
    '1 stopped -',
    '1 uncertain twilio',
    '1 wired kannel',
    '1 wired twilio',
  ])
  expect(out).toMatch(/^ {2}kannel: nhà cung cấp đã nhận 1 tin, 2 phần/m)
  expect(out).toMatch(/^ {2}twilio: nhà cung cấp đã nhận 3 tin, 6 phần/m)
  expect(out).toMatch(/^ {2}uncertain {2}o4 {2}twilio {2}\d{4}-/m)
})

it('broadcasts pauses one, lets it go on, and stops it for good', async () => {
  const place = await sixOfTen()
  expect((await place.run('broadcasts', 'pause', 'b1')).out).toMatch(/^b1 .* {2}TẠM DỪNG$/m)
  expect(await place.run('broadcasts', 'pause', 'b1')).toMatchObject({
    code: 1,
    err: expect.stringContaining('không đang gửi'),
  })
  expect((await place.run('broadcasts', 'resume', 'b1')).out).toMatch(/^b1 .* {2}đang soạn và gửi$/m)
  expect((await place.run('broadcasts', 'resume', 'b1')).err).toContain('không đang tạm dừng')
  const { out } = await place.run('broadcasts', 'stop', 'b1')
  expect(out).toMatch(/^b1 .* {2}ĐÃ DỪNG$/m)
  expect(out).toContain('10 người: 6 đã soạn, 3 đã gửi (1 tới máy), 1 chưa rõ, 6 thôi không gửi')
  for (const again of ['resume', 'stop']) expect((await place.run('broadcasts', again, 'b1')).code).toBe(1)
})

it.each([
  ['stopped', 'người gửi đã dừng tin này'],
  ['cancelled', 'đã có tin sửa lại'],
] as const)('what waits of one that is %s is off at once, before the sweep comes by', async (status, why) => {
  const place = await sixOfTen()
  expect((await place.run('why', 'o5')).out).toMatch(/^broadcast, queued;.*\nChưa xét tới\.$/m)
  await place.commit(update('broadcasts', { id: 'b1' }, { status }))
  const { out } = await place.run('broadcasts', 'b1')
  expect(out).toMatch(/^ +1 {2}cancelled {2}-$/m)
  expect(out).not.toMatch(/queued/)
  const said = (await place.run('why', 'o5')).out
  expect(said).toMatch(/^broadcast, cancelled;/)
  expect(said).toContain(`không gửi nữa: ${why}`)
  expect(said).not.toContain('Chưa xét tới')
})

it('one that was wholly prepared stays so when it goes on', async () => {
  const place = await sixOfTen({ cursor: 'over', status: 'paused' })
  expect((await place.run('broadcasts', 'resume', 'b1')).out).toMatch(/^b1 .* {2}đã soạn đủ$/m)
  await place.commit(update('outbox', { id: 'o5' }, { status: 'wired' }))
  expect((await place.runWith({ MUA_LANG: 'en' }, 'broadcasts')).out).toMatch(/^b1 .* {2}done$/m)
})

it.each([
  [['b2'], 1, 'Không có tin nào mang mã "b2"'],
  [['pause', 'b2'], 1, 'Không có tin nào mang mã "b2"'],
  [['pause'], 2, 'Muốn pause tin nào? "mua broadcasts" liệt kê các mã.'],
  [['halt', 'b1'], 2, 'Chỉ có pause, resume và stop'],
])('broadcasts %j says what is wrong', async (args, code, said) => {
  const place = await makeSeeded({})
  expect(await place.run('broadcasts', ...args)).toMatchObject({ code, err: expect.stringContaining(said) })
})

it('broadcasts says where there are none', async () => {
  expect((await (await makeSeeded({})).run('broadcasts')).out).toBe('Chưa gửi tin nào cho nhiều người.\n')
})
