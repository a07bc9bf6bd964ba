import { describe, expect, it } from 'vitest'
import { importTrainings } from '../../src/farm/import/trainings.ts'
import { trainingsBetween } from '../../src/store/queries/trainings.ts'
import { insert } from '../../src/store/writes.ts'
import { openStore } from '../store/helpers.ts'
import { COOP, rowsOf, takeRows, vn } from './trainings-rig.ts'

const NOW = vn('2026-11-22 08:00')
const GOOD = {
  'Tên lớp': 'Tập huấn VietGAP gừng',
  'Thời gian': '26/11/2026 8:00',
  'Địa điểm': 'nhà văn hoá Bản Xèo',
  'Hợp tác xã': 'HTX Mường Vi',
}

async function openFarm() {
  const store = await openStore()
  await store.commit({ writes: [insert('cooperatives', { id: COOP, name: 'HTX Mường Vi', createdAt: 0 })] })
  return {
    take: (...rows: Record<string, string>[]) =>
      takeRows(importTrainings, store, rowsOf(importTrainings, ...rows), NOW),
    all: () => trainingsBetween(store.db, 0, NOW * 2),
  }
}

describe('importTrainings', () => {
  it.each([
    ['26/11/2026 8:00', '2026-11-26 08:00'],
    ['26/11 8h30', '2026-11-26 08:30'],
    ['8h sáng thứ 5 26/11', '2026-11-26 08:00'],
    ['2 giờ chiều ngày 26/11/2026', '2026-11-26 14:00'],
    ['2026-11-26 08:00', '2026-11-26 08:00'],
    ['2026-11-26T08:00', '2026-11-26 08:00'],
    ['2026-11-26T01:00:00Z', '2026-11-26 08:00'],
  ])('reads "%s" as %s in Vietnam', async (cell, start) => {
    const farm = await openFarm()
    expect(await farm.take({ ...GOOD, 'Thời gian': cell })).toBe(1)
    expect(await farm.all()).toMatchObject([
      { title: 'VietGAP gừng', startsAt: vn(start), cooperativeId: COOP, commune: null, capacity: null, version: 1 },
    ])
  })

  it.each([
    ['a start that has passed', { 'Thời gian': '21/11/2026 8:00' }, 'starts_at'],
    ['no hour', { 'Thời gian': '26/11/2026' }, 'starts_at'],
    ['no such day', { 'Thời gian': '2026-02-31 08:00' }, 'starts_at'],
    ['words', { 'Thời gian': 'sắp tới' }, 'starts_at'],
    ['over a year ahead', { 'Thời gian': '26/11/2029 8:00' }, 'starts_at'],
    ['no title', { 'Tên lớp': '' }, 'title'],
    ['no place', { 'Địa điểm': '' }, 'place'],
    ['an unknown cooperative', { 'Hợp tác xã': 'HTX Không Có' }, 'cooperative'],
    ['an unknown commune', { Xã: 'Không Có' }, 'commune'],
    ['no audience', { 'Hợp tác xã': '' }, 'cooperative'],
    ['a capacity that is no number', { 'Số chỗ': 'nhiều' }, 'capacity'],
    ['an unknown status', { 'Trạng thái': 'hoãn' }, 'status'],
  ])('refuses %s with row and column, and takes nothing of the table', async (_, wrong, column) => {
    const farm = await openFarm()
    expect(await farm.take(GOOD, { ...GOOD, 'Tên lớp': 'ủ phân', ...wrong })).toMatchObject({
      type: 'refused',
      problems: [{ line: 3, column }],
    })
    expect(await farm.all()).toEqual([])
  })

  it('taken again it changes nothing; at another time it is the same training, moved', async () => {
    const farm = await openFarm()
    await farm.take({ ...GOOD, Xã: 'Bản Xèo', 'Số chỗ': '30' })
    expect(await farm.take({ ...GOOD, Xã: 'Bản Xèo', 'Số chỗ': '30' })).toBe(0)
    expect(await farm.take({ ...GOOD, Xã: 'Bản Xèo', 'Số chỗ': '40' })).toBe(1)
    expect(await farm.all()).toMatchObject([{ version: 1, capacity: 40, commune: '02725' }])
    expect(await farm.take({ ...GOOD, 'Thời gian': '27/11/2026 8:00' })).toBe(1)
    expect(await farm.all()).toMatchObject([{ version: 2, startsAt: vn('2026-11-27 08:00') }])
  })

  it('two of one title and place: which moved must be clear', async () => {
    const farm = await openFarm()
    const second = { ...GOOD, 'Thời gian': '3/12/2026 8:00' }
    const moved = { ...GOOD, 'Thời gian': '4/12/2026 8:00' }
    await farm.take(GOOD, second)
    expect(await farm.take(moved)).toMatchObject({ type: 'refused', problems: [{ line: 2, column: 'starts_at' }] })
    expect(await farm.take(GOOD, moved)).toBe(1)
    expect((await farm.all()).map(({ startsAt }) => startsAt)).toEqual([vn('2026-11-26 08:00'), vn('2026-12-04 08:00')])
  })

  it('calls off what the table says is off', async () => {
    const farm = await openFarm()
    await farm.take(GOOD)
    expect(await farm.take({ ...GOOD, 'Trạng thái': 'Huỷ' })).toBe(1)
    expect(await farm.all()).toMatchObject([{ status: 'cancelled' }])
  })
})
