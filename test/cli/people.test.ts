import { describe, expect, it } from 'vitest'
import { findUrn } from '../../src/store/queries/people.ts'
import { outbox } from '../../src/store/schema/outbox.ts'
import { consents, people } from '../../src/store/schema/people.ts'
import { yields } from '../../src/store/schema/records.ts'
import { ticketEntries, tickets } from '../../src/store/schema/tickets.ts'
import { insert } from '../../src/store/writes.ts'
import { makeSeeded, type Place } from './helpers.ts'

const FARMER = '+84912345678'
const SHARED = '0570000010'

/** A demo installation in which the demo farmer has asked, reported and been answered. */
async function talked(): Promise<Place & { personId: string; urnId: string }> {
  const place = await makeSeeded({ isDemo: true })
  const { personId, urnId } = await place.look(async ({ db, keys }) => {
    const known = await findUrn(db, keys.hash(`tel:${FARMER}`))
    return { personId: known?.people[0]?.person.id ?? '', urnId: known?.urn.id ?? '' }
  })
  const at = Date.UTC(2026, 10, 22, 1)
  await place.commit(
    insert('messages', {
      ...{ id: '1', urnId, personId, channel: 'simulator', externalId: 'x', text: 'cb gừng bị vàng lá' },
      ...{ receivedAt: at, status: 'taken' },
    }),
    insert('outbox', {
      ...{ id: '2', urnId, personId, class: 'reply', texts: [{ key: 'person.open' }], locale: 'vi', revision: 'r' },
      ...{ status: 'failed', code: '30003', reason: 'unreachable', dueAt: at, deadline: at, createdAt: at },
    }),
    insert('yields', {
      ...{ id: 'y', personId, crop: 'maize', quantityKg: 350, harvestedOn: '2026-11-20', confirmed: 'silent' },
      ...{ channel: 'simulator', recordedAt: at },
    }),
    insert('tickets', { id: 't', number: 27, urnId, personId, kind: 'asked', status: 'open', openedAt: at }),
    insert('ticketEntries', { id: '0', ticketId: 't', from: 'farmer', personId, text: 'gừng bị vàng lá', at }),
  )
  return { ...place, personId, urnId }
}

describe('tickets and reply', () => {
  it('lists what waits, sends the answer, and then waits for nothing', async () => {
    const place = await talked()
    expect((await place.run('tickets')).out).toBe(
      `27  2026-11-22 08:00  chờ trả lời  Vàng Thị Seo, Bản Xèo, tel:${FARMER}\n    < gừng bị vàng lá\n`,
    )
    expect((await place.run('reply', '27', 'Nhổ cây vàng,', 'rắc vôi ạ.')).out).toBe(
      'Đã ghi câu trả lời cho phiếu 27.\n',
    )
    const sent = await place.look(({ db }) => db.select().from(outbox))
    expect(sent.at(-1)).toMatchObject({
      ...{ urnId: place.urnId, personId: place.personId, class: 'service', status: 'queued', ticketId: 't' },
      texts: [{ key: 'tickets.answer', values: { answer: 'Nhổ cây vàng, rắc vôi ạ.' } }],
    })
    expect((await place.run('tickets')).out).toBe('Không có phiếu nào chờ trả lời.\n')
    expect((await place.run('tickets', '--all')).out).toMatch(/^27 .* đã trả lời .*\n {4}< gừng.*\n {4}> Nhổ cây vàng/)
  })

  it('to who is erased since is not sent, and no text of theirs is kept anew', async () => {
    const place = await talked()
    expect((await place.run('forget', FARMER, '--yes')).code).toBe(0)
    const all = () =>
      place.look(async ({ db }) => [await db.select().from(outbox), await db.select().from(ticketEntries)])
    const before = await all()
    const ran = await place.run('reply', '27', 'Chị Seo nhổ cây vàng nhé')
    expect(ran).toMatchObject({ code: 1, out: '' })
    expect(ran.err).toContain('Phiếu 27 đã đóng: người hỏi đã xoá dữ liệu. Không gửi gì.')
    expect(await all()).toEqual(before)
  })

  const refused: [string[], RegExp][] = [
    [['28', 'vâng'], /Không có phiếu số 28/],
    [['hai', 'vâng'], /"hai" không phải số phiếu/],
    [['27', '  '], /Chưa có nội dung trả lời/],
    [['27', 'a'.repeat(601)], /dài 601 ký tự, nhiều nhất 600/],
    [['27'], /mua reply <ticket> <text>/],
  ]
  it.each(refused)('reply %j is refused', async (args, expected) => {
    const place = await talked()
    const ran = await place.run('reply', ...args)
    expect(ran.err).toMatch(expected)
    expect(ran.code).toBeGreaterThan(0)
    expect(await place.look(({ db }) => db.select().from(tickets))).toMatchObject([{ status: 'open' }])
  })
})

describe('show', () => {
  it('tells everything held, with statuses and reasons', async () => {
    const place = await talked()
    const { out } = await place.run('show', '0912 345 678')
    for (const part of [
      `tel:${FARMER}  channel: simulator`,
      'Vàng Thị Seo\n',
      'cooperative: HTX Mường Vi',
      'agreed (import, paper): "dữ liệu mẫu"',
      'yield crop: maize, kg: 350, harvested_on: 2026-11-20, confirmed: silent',
      'ticket 27  kind: asked, status: open',
      '<- cb gừng bị vàng lá  [channel: simulator, status: taken]',
      '-> {person.open}  [class: reply, status: failed, reason: unreachable, code: 30003',
    ])
      expect(out).toContain(part)
  })

  it('tells the phone numbers a Zalo user said are theirs', async () => {
    const place = await talked()
    const at = Date.UTC(2026, 10, 22, 2)
    const { urnId, zaloId, address, phone, hash } = await place.look(async ({ keys }) => ({
      ...{ urnId: place.urnId, zaloId: 'z', address: keys.seal('zalo:7'), phone: keys.seal('tel:+84570000077') },
      hash: keys.hash('zalo:7'),
    }))
    await place.commit(
      insert('urns', { id: zaloId, scheme: 'zalo', hash, address, channel: 'zalo', createdAt: at }),
      insert('phoneClaims', { id: '1', urnId: zaloId, phone, status: 'shared', at }),
      insert('phoneClaims', { id: '2', urnId: zaloId, phoneUrnId: urnId, status: 'refused', at }),
    )
    const { out } = await place.run('show', 'zalo:7')
    expect(out).toContain('number told number: tel:+84570000077, status: shared')
    expect(out).toContain(`number told number: tel:${FARMER}, status: refused`)
  })

  it('of a number nobody knows, or that is none', async () => {
    const place = await makeSeeded()
    expect((await place.run('show', FARMER)).err).toBe(`Không giữ gì về tel:${FARMER}.\n`)
    expect((await place.run('show', 'mai')).err).toContain('"mai" không phải số hay tài khoản nào')
  })
})

describe('forget', () => {
  it('erases the person and keeps the figures and the ledger', async () => {
    const place = await talked()
    expect(await place.run('forget', FARMER)).toMatchObject({ code: 1, err: expect.stringContaining('thêm --yes') })
    expect((await place.run('show', FARMER)).out).toContain('Vàng Thị Seo')
    const unsure = await place.runTyping('không\n', 'forget', FARMER)
    expect(unsure).toMatchObject({ code: 1, err: 'Chưa xóa gì.\n' })
    expect(unsure.out).toContain(`Xóa Vàng Thị Seo của tel:${FARMER}?`)
    expect((await place.run('forget', FARMER, '--yes')).out).toContain('Đã xóa Vàng Thị Seo.')
    expect((await place.run('show', FARMER)).out).not.toMatch(/Vàng Thị Seo|gừng bị vàng lá/)
    expect(await place.look(({ db }) => db.select().from(yields))).toMatchObject([{ personId: null, quantityKg: 350 }])
    const rows = await place.look(({ db }) => db.select().from(consents))
    expect(rows.filter(({ urnId }) => urnId === place.urnId).map(({ kind, source }) => [kind, source])).toEqual([
      ['agreed', 'import'],
      ['erased', 'staff'],
    ])
    expect((await place.run('export', 'yields', '--format', 'json')).out).not.toContain(FARMER)
  })

  it('asks who, where several share a number', async () => {
    const place = await talked()
    const unsaid = await place.run('forget', SHARED, '--yes')
    expect(unsaid.err).toMatch(/là số chung của Tẩn Láo Tả, Phàn Mùi Nhậy: .*--name/)
    expect((await place.runTyping('có\n', 'forget', SHARED, '--name', 'phan mui nhay')).code).toBe(0)
    const names = (await place.look(({ db }) => db.select().from(people))).map(({ name }) => name)
    expect(names).toContain('Tẩn Láo Tả')
    expect(names).not.toContain('Phàn Mùi Nhậy')
  })
})
