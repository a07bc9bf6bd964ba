import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { tipRows } from '../../src/farm/tips/content.ts'
import { type ImportContext, importTips } from '../../src/farm/tips/import.ts'
import { topicIn } from '../../src/farm/tips/topics.ts'
import { parseCropBook } from '../../src/language/crops.ts'
import { unaccent } from '../../src/language/fold.ts'
import { allTips } from '../../src/store/queries/tips.ts'
import type { Store } from '../../src/store/store.ts'
import { NOW, openStore } from '../store/helpers.ts'

const crops = parseCropBook(parse(readFileSync('content/crops.yaml', 'utf8')))
const content = readFileSync('content/tips.yaml', 'utf8')
let ids = 0
const contextOf = (store: Store): ImportContext => ({
  db: store.db,
  now: NOW,
  newId: () => `id-${++ids}`,
  crops: 'book' in crops ? crops.book : new Map(),
})
const rowsOf = (...cells: Record<string, string>[]) => cells.map((each, index) => ({ row: index + 2, cells: each }))

async function take(store: Store, rows: Parameters<typeof importTips>[0]) {
  const plan = await importTips(rows, contextOf(store))
  if (plan.type === 'refused') return plan
  expect(await store.commit({ writes: plan.writes })).toEqual({ type: 'committed' })
  return { added: plan.added, changed: plan.changed, same: plan.same }
}

describe('content/tips.yaml', () => {
  it('is taken once, and again without effect; one SMS part each with the word for more', async () => {
    const store = await openStore()
    expect(await take(store, tipRows(content))).toEqual({ added: 21, changed: 0, same: 0 })
    expect(await take(store, tipRows(content))).toEqual({ added: 0, changed: 0, same: 21 })
    for (const tip of await allTips(store.db)) {
      expect(unaccent(`${tip.vi} Xem thêm: nhắn THÊM.`).length).toBeLessThanOrEqual(160)
      expect(tip).toMatchObject({ reviewer: null, reviewedOn: null, basis: expect.any(String) })
    }
  })
})

describe('importTips', () => {
  const tip = { Cây: 'gừng', 'Chủ đề': 'bón phân', 'Nội dung': 'Bón lót phân chuồng hoai.' }

  it('reads Vietnamese headers and crop names, and keeps reviewer and day', async () => {
    const store = await openStore()
    await take(store, rowsOf({ ...tip, 'Người duyệt': 'Trạm khuyến nông', 'Ngày duyệt': '20/11/2026' }))
    expect(await allTips(store.db)).toMatchObject([
      { crop: 'ginger', topic: 'bón phân', reviewer: 'Trạm khuyến nông', reviewedOn: '2026-11-20', position: 1 },
    ])
  })

  it('brings the review of a draft by crop, topic and text; a draft file takes no review back', async () => {
    const store = await openStore()
    await take(store, rowsOf(tip))
    expect(await take(store, rowsOf({ ...tip, reviewer: 'Trạm khuyến nông' }))).toMatchObject({ added: 0, changed: 1 })
    expect(await take(store, rowsOf(tip))).toMatchObject({ added: 0, changed: 0, same: 1 })
    expect(await allTips(store.db)).toMatchObject([{ reviewer: 'Trạm khuyến nông', reviewedOn: '2026-11-22' }])
  })

  it('a changed text lapses the review', async () => {
    const store = await openStore()
    await take(store, rowsOf({ id: 'T1', ...tip, reviewer: 'Trạm khuyến nông' }))
    await take(store, rowsOf({ id: 'T1', ...tip, 'Nội dung': 'Bón lót phân ủ.' }))
    expect(await allTips(store.db)).toMatchObject([{ id: 'T1', vi: 'Bón lót phân ủ.', reviewer: null }])
  })

  it.each([
    [{ topic: '', vi: 'a' }, 'topic'],
    [{ topic: 'a', vi: '' }, 'vi'],
    [{ topic: 'a', vi: 'dài '.repeat(80) }, 'vi'],
    [{ topic: 'a', vi: 'b', crop: 'xyz' }, 'crop'],
    [{ topic: 'a', vi: 'b', reviewer: 'Trạm khuyến nông', reviewed_on: '30/12/2026' }, 'reviewed_on'],
  ])('refuses the whole table for %j', async (wrong, column) => {
    const store = await openStore()
    const refused = await take(
      store,
      rowsOf(tip, { ...wrong, 'Chủ đề': wrong.topic, 'Nội dung': wrong.vi, Cây: 'crop' in wrong ? wrong.crop : '' }),
    )
    expect(refused).toMatchObject({ type: 'refused', problems: [{ row: 3, column }] })
    expect(await allTips(store.db)).toEqual([])
  })

  it('says which column is missing', async () => {
    const store = await openStore()
    expect(await take(store, rowsOf({ cây: 'gừng', vi: 'a' }))).toMatchObject({
      type: 'refused',
      problems: [{ row: 1, column: 'topic' }],
    })
  })
})

describe('topicIn', () => {
  const topics = ['vietgap-fertiliser', 'vietgap-pesticide', 'vietgap-storage', 'nutrition', 'ghép cành']
  it.each([
    ['ky thuat bon phan cho gung', 'vietgap-fertiliser'],
    ['kỹ thuật cất thuốc', 'vietgap-storage'],
    ['phun thuoc the nao', 'vietgap-pesticide'],
    ['ky thuat ghep canh', 'ghép cành'],
    ['ky thuat gung', null],
  ])('%s → %s', (text, topic) => expect(topicIn(text, topics)).toBe(topic))
})
