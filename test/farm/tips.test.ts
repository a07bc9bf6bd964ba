import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ImportRow } from '../../src/farm/import/import.ts'
import { importTips } from '../../src/farm/import/tips.ts'
import { tipRows } from '../../src/farm/tips/content.ts'
import { topicIn } from '../../src/farm/tips/topics.ts'
import { unaccent } from '../../src/language/text/fold.ts'
import { allTips } from '../../src/store/queries/tips.ts'
import type { Store } from '../../src/store/store.ts'
import { NOW, openStore } from '../store/helpers.ts'
import { rowsOf, takeRows } from './trainings-rig.ts'

const content = readFileSync('content/tips.yaml', 'utf8')
const take = (store: Store, rows: ImportRow[]) => takeRows(importTips, store, rows, NOW)

describe('content/tips.yaml', () => {
  it('is taken once, and again without effect; one SMS part each with the word for more', async () => {
    const store = await openStore()
    expect(await take(store, tipRows(content))).toEqual(20)
    expect(await take(store, tipRows(content))).toEqual(0)
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
    await take(store, rowsOf(importTips, { ...tip, 'Người duyệt': 'Trạm khuyến nông', 'Ngày duyệt': '20/11/2026' }))
    expect(await allTips(store.db)).toMatchObject([
      { crop: 'ginger', topic: 'bón phân', reviewer: 'Trạm khuyến nông', reviewedOn: '2026-11-20', position: 1 },
    ])
  })

  it('brings the review of a draft by crop, topic and text; a draft file takes no review back', async () => {
    const store = await openStore()
    await take(store, rowsOf(importTips, tip))
    expect(await take(store, rowsOf(importTips, { ...tip, reviewer: 'Trạm khuyến nông' }))).toBe(1)
    expect(await take(store, rowsOf(importTips, tip))).toBe(0)
    expect(await allTips(store.db)).toMatchObject([{ reviewer: 'Trạm khuyến nông', reviewedOn: '2026-11-22' }])
  })

  it('a changed text lapses the review', async () => {
    const store = await openStore()
    await take(store, rowsOf(importTips, { id: 'T1', ...tip, reviewer: 'Trạm khuyến nông' }))
    await take(store, rowsOf(importTips, { id: 'T1', ...tip, 'Nội dung': 'Bón lót phân ủ.' }))
    expect(await allTips(store.db)).toMatchObject([{ id: 'T1', vi: 'Bón lót phân ủ.', reviewer: null }])
  })

  it.each([
    ['no topic', { 'Chủ đề': '' }, 'topic'],
    ['no text', { 'Nội dung': '' }, 'vi'],
    ['more than two SMS parts', { 'Nội dung': 'dài '.repeat(80) }, 'vi'],
    ['an unknown crop', { Cây: 'xyz' }, 'crop'],
    ['a review still to come', { reviewer: 'Trạm khuyến nông', reviewed_on: '30/12/2026' }, 'reviewed_on'],
  ])('refuses the whole table for %s', async (_, wrong, column) => {
    const store = await openStore()
    const rows = rowsOf(importTips, tip, { ...tip, ...wrong })
    expect(await take(store, rows)).toMatchObject({ type: 'refused', problems: [{ line: 3, column }] })
    expect(await allTips(store.db)).toEqual([])
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
