import type { FarmAction } from '../farm.ts'
import { emptySlots, lastReport, YIELD_SLOTS } from '../yields/said.ts'
import { describe } from './yields.ts'

const recallYield: FarmAction = {
  name: 'recall-yield',
  about: {
    vi: 'Xem lời sửa có chỉ nói tên cây của một báo cáo đã ghi không: nhớ báo cáo ấy, để hỏi sửa gì.',
    en: 'Looks whether a correction says no more than the crop of a report kept already: recalls that one, to ask what to change.',
  },
  outcomes: { named: 'Chỉ nói tên cây của báo cáo / it says the crop of a report, no more' },
  gives: ['crop', 'quantity', 'area', 'day'],
  reads: YIELD_SLOTS,
  keeps: true,
  async run(input, farm) {
    const { crop, ...others } = input.slots
    if (crop?.type !== 'crop' || Object.keys(others).length > 0) return {}
    const row = await lastReport(farm.db, input)
    const isNamed = row?.crop === crop.crop && (crop.form === undefined || crop.form === row.form)
    if (!isNamed) return {}
    const record = { kind: 'yield', id: row.id, empty: emptySlots(row) }
    return { outcome: 'named', slots: { crop: null }, values: describe(row), record }
  },
}

const findOwnYield: FarmAction = {
  name: 'find-own-yield',
  about: {
    vi: 'Xem trong 24 giờ qua người này có báo cáo nào chưa bỏ không, dù báo từ máy khác.',
    en: 'Looks whether this person has a report of the last 24 hours, not taken back, though told by another phone.',
  },
  outcomes: { none: 'Không có / there is none' },
  gives: [],
  reads: [],
  keeps: false,
  isPersonal: true,
  run: async (input, farm) => ((await lastReport(farm.db, input)) ? {} : { outcome: 'none' }),
}

export const recallYieldActions: FarmAction[] = [recallYield, findOwnYield]
