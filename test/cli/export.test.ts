import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import readExcelFile from 'read-excel-file/node'
import { describe, expect, it } from 'vitest'
import { insert, type NewRow } from '../../src/store/writes.ts'
import { makeSeeded, type Place } from './helpers.ts'

const AT = Date.UTC(2026, 10, 20, 18, 30, 5)

const yieldRow = (id: string, over: Partial<NewRow<'yields'>> = {}) =>
  insert('yields', {
    ...{ id, personId: 'p1', cooperativeId: 'c1', place: '02725', crop: 'maize', form: 'grain' },
    ...{ quantityKg: 350.5, areaM2: 720, harvestedOn: '2026-11-20', confirmed: 'silent' as const },
    ...{ channel: 'smsgate', recordedAt: AT },
    ...over,
  })

async function filled(): Promise<Place> {
  const place = await makeSeeded()
  await place.look(async (store) => {
    const address = store.keys.seal('tel:+84912345678')
    const urn = { id: 'u1', scheme: 'tel' as const, hash: 'h', address, channel: 'smsgate', createdAt: 1 }
    const result = await store.commit({
      writes: [
        insert('cooperatives', { id: 'c1', name: 'HTX "Mường Vi", Bản Xèo', createdAt: 1 }),
        insert('people', { id: 'p1', name: 'Mai', role: 'farmer', locale: 'vi', consent: 'agreed', createdAt: 1 }),
        insert('urns', urn),
        insert('personUrns', { personId: 'p1', urnId: 'u1', createdAt: 1 }),
        yieldRow('y1'),
        yieldRow('y2', {
          harvestedOn: '2026-11-21',
          personId: null,
          cooperativeId: null,
          quantityKg: null,
          count: 12,
          unit: 'con',
        }),
        yieldRow('y3', { withdrawnAt: AT }),
        ...['=1+1', '+cmd|calc', '-2', '@x', 'chợ, phiên'].map((source, at) =>
          insert('prices', {
            ...{ id: `g${at}`, crop: 'ginger', form: 'fresh', place: '02725', day: `2026-11-1${at}`, priceVnd: 14_500 },
            ...{
              unit: 'kg',
              source,
              enteredBy: 'p1',
              status: at === 4 ? ('kept' as const) : ('kept' as const),
              recordedAt: AT,
            },
          }),
        ),
        insert('prices', {
          ...{ id: 'held', crop: 'ginger', day: '2026-11-10', priceVnd: 145_000, unit: 'kg', source: 'x' },
          ...{ status: 'held', recordedAt: AT },
        }),
        insert('trainings', {
          ...{
            id: 't1',
            title: 'VietGAP gừng',
            startsAt: Date.UTC(2026, 10, 26, 1),
            place: 'nhà văn hoá',
            cooperativeId: 'c1',
          },
          ...{ capacity: 40, status: 'planned', createdAt: 1, updatedAt: 1 },
        }),
        insert('attendances', { trainingId: 't1', personId: 'p1', answer: 'yes', channel: 'smsgate', at: 1 }),
        insert('attendances', { trainingId: 't1', personId: 'p2', answer: 'no', channel: 'smsgate', at: 1 }),
        insert('messages', {
          ...{ id: 'm1', urnId: 'u1', personId: 'p1', channel: 'smsgate', externalId: 'x', text: 'bc ngô' },
          ...{ receivedAt: AT, status: 'taken' },
        }),
        insert('outbox', {
          ...{ id: 'm2', urnId: 'u1', personId: 'p1', class: 'reply', texts: [], locale: 'vi', revision: 'r' },
          ...{ status: 'delivered', channel: 'smsgate', parts: 2, dueAt: AT, deadline: AT, createdAt: AT + 1500 },
        }),
      ],
    })
    expect(result).toEqual({ type: 'committed' })
  })
  return place
}

const exported = async (place: Place, ...args: string[]): Promise<Record<string, unknown>[]> =>
  JSON.parse((await place.run('export', ...args, '--format', 'json')).out)

describe('export', () => {
  it('yields: the numbers as recorded, without what was withdrawn', async () => {
    const place = await filled()
    const rows = await exported(place, 'yields')
    expect(rows).toEqual([
      {
        ...{ id: 'y1', person_id: 'p1', phone: '+84912345678', cooperative: 'HTX "Mường Vi", Bản Xèo', place: '02725' },
        ...{ crop: 'maize', form: 'grain', quantity_kg: 350.5, count: null, unit: null, volume_l: null, area_m2: 720 },
        ...{ harvested_on: '2026-11-20', confirmed: 'silent', channel: 'smsgate' },
        recorded_at: '2026-11-21T01:30:05.000+07:00',
      },
      expect.objectContaining({ id: 'y2', person_id: null, phone: null, cooperative: null, count: 12, unit: 'con' }),
    ])
    expect(Object.keys(rows[0] ?? {})).toEqual(
      'id person_id phone cooperative place crop form quantity_kg count unit volume_l area_m2 harvested_on confirmed channel recorded_at'.split(
        ' ',
      ),
    )
  })

  it('prices in force, messages of both directions without words, trainings with the answers counted', async () => {
    const place = await filled()
    const prices = await exported(place, 'prices')
    expect(prices).toHaveLength(5)
    expect(prices[4]).toEqual({
      ...{ crop: 'ginger', form: 'fresh', place: '02725', day: '2026-11-14', price_vnd: 14500, unit: 'kg' },
      ...{ source: 'chợ, phiên', entered_by: 'p1' },
    })
    const base = { person_id: 'p1', channel: 'smsgate' }
    expect(await exported(place, 'messages')).toEqual([
      {
        ...base,
        id: 'm1',
        direction: 'in',
        class: null,
        status: 'taken',
        parts: null,
        created_at: '2026-11-21T01:30:05.000+07:00',
      },
      {
        ...base,
        id: 'm2',
        direction: 'out',
        class: 'reply',
        status: 'delivered',
        parts: 2,
        created_at: '2026-11-21T01:30:06.500+07:00',
      },
    ])
    expect(await exported(place, 'trainings')).toEqual([
      {
        ...{ id: 't1', title: 'VietGAP gừng', starts_at: '2026-11-26T08:00:00.000+07:00', place: 'nhà văn hoá' },
        ...{
          cooperative: 'HTX "Mường Vi", Bản Xèo',
          commune: null,
          capacity: 40,
          status: 'planned',
          coming: 1,
          not_coming: 1,
        },
      },
    ])
  })

  it('costs: what left, or may have, with what it cost by the tables or by the provider’s word', async () => {
    const place = await filled()
    await place.commit(
      ...[
        { id: 'm3', status: 'delivered' as const, costVnd: 700, isCostTold: true, leftAt: AT, broadcastId: 'b1' },
        { id: 'm4', status: 'uncertain' as const, costVnd: 350, leftAt: AT + 1000 },
      ].map((row) =>
        insert('outbox', {
          ...{ urnId: 'u1', personId: 'p1', class: 'broadcast', texts: [], locale: 'vi', revision: 'r' },
          ...{ channel: 'esms', parts: 1, dueAt: AT, deadline: AT, createdAt: AT, ...row },
        }),
      ),
    )
    const base = { channel: 'esms', class: 'broadcast', parts: 1 }
    expect(await exported(place, 'costs')).toEqual([
      {
        ...{ ...base, id: 'm3', status: 'delivered', broadcast_id: 'b1', cost_vnd: 700, told_by_provider: 'yes' },
        sent_at: '2026-11-21T01:30:05.000+07:00',
      },
      {
        ...{ ...base, id: 'm4', status: 'uncertain', broadcast_id: null, cost_vnd: 350, told_by_provider: 'no' },
        sent_at: '2026-11-21T01:30:06.000+07:00',
      },
    ])
  })

  const spans: [string, string[], string[]][] = [
    ['costs', ['--from', '2026-11-21'], []],
    ['yields', ['--from', '2026-11-21'], ['y2']],
    ['yields', ['--to', '2026-11-20'], ['y1']],
    ['messages', ['--from', '2026-11-21', '--to', '2026-11-21'], ['m1', 'm2']],
    ['messages', ['--to', '2026-11-20'], []],
    ['trainings', ['--from', '2026-11-26'], ['t1']],
    ['trainings', ['--from', '2026-11-27'], []],
  ]
  it.each(spans)('%s %j', async (what, args, ids) => {
    expect((await exported(await filled(), what, ...args)).map(({ id }) => id)).toEqual(ids)
  })

  it('CSV for Excel: a byte order mark, quotes, and nothing that calculates', async () => {
    const place = await filled()
    const { out } = await place.run('export', 'prices')
    const [header, ...lines] = out.split('\r\n')
    expect(header).toBe('\uFEFFcrop,form,place,day,price_vnd,unit,source,entered_by')
    const sources = lines.slice(0, 5).map((line) => line.split(',').slice(6, -1).join(','))
    expect(sources).toEqual(["'=1+1", "'+cmd|calc", "'-2", "'@x", '"chợ, phiên"'])
    const yields = (await place.run('export', 'yields')).out
    expect(yields).toContain('y1,p1,+84912345678,"HTX ""Mường Vi"", Bản Xèo",02725,maize')
  })

  it('a workbook, read back cell by cell', async () => {
    const place = await filled()
    const file = join(place.dir, 'sản lượng.xlsx')
    const ran = await place.run('export', 'yields', '--out', file)
    expect(ran).toMatchObject({ code: 0, out: `Đã ghi 2 dòng vào ${file}.\n` })
    const [sheet] = await readExcelFile(file)
    const [header = [], first = []] = sheet?.data ?? []
    const row = Object.fromEntries(header.map((name, at) => [String(name), first[at]]))
    expect(row).toMatchObject({ phone: '+84912345678', quantity_kg: 350.5, place: '02725', count: null })
    expect(row.harvested_on).toEqual(new Date('2026-11-20'))
    expect(new Date(Math.round(Number(row.recorded_at) / 60_000) * 60_000)).toEqual(new Date('2026-11-21T01:30:00Z'))
  })

  it('more rows than a page, each once and in order', async () => {
    const place = await filled()
    const ids = Array.from({ length: 2100 }, (_, at) => `z${String(at).padStart(5, '0')}`)
    for (let from = 0; from < ids.length; from += 500)
      await place.commit(...ids.slice(from, from + 500).map((id) => yieldRow(id)))
    const file = join(place.dir, 'y.json')
    await place.run('export', 'yields', '--out', file)
    const rows: { id: string }[] = JSON.parse(readFileSync(file, 'utf8'))
    expect(rows.map(({ id }) => id)).toEqual(['y1', 'y2', ...ids])
  })

  const refused: [string[], RegExp][] = [
    [['cows'], /Không xuất được "cows", chỉ xuất: yields, prices, messages, trainings/],
    [[], /mua export/],
    [['yields', '--format', 'pdf'], /--format là csv, xlsx hoặc json, không phải "pdf"/],
    [['yields', '--format', 'xlsx'], /thêm --out/],
    [['yields', '--from', '20/11/2026'], /--from là một ngày như 2026-11-20, không phải "20\/11\/2026"/],
    [['yields', '--to', '2026-02-30'], /--to là một ngày như/],
    [['yields', '--from', '2026-11-21', '--to', '2026-11-20'], /--from 2026-11-21 sau --to 2026-11-20/],
    [['yields', '--since', '1'], /Không có tùy chọn --since\.\nmua export/],
    [['yields', 'prices'], /Thừa "prices"\./],
    [['yields', '--out', '/không/có/x.csv'], /Không ghi được tệp \/không\/có\/x\.csv/],
  ]
  it.each(refused)('%j is refused', async (args, expected) => {
    const ran = await (await filled()).run('export', ...args)
    expect(ran.err).toMatch(expected)
    expect(ran.out).toBe('')
    expect(ran.code).toBeGreaterThan(0)
  })
})
