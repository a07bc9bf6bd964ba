import { CORRECT_MS } from '../../conversation/limits.ts'
import type { ActionInput } from '../../conversation/world.ts'
import { lastYieldOf } from '../../store/queries/yields.ts'
import type { Row } from '../../store/writes.ts'
import type { FarmAction } from '../farm.ts'
import { areaOf, dayOfHarvest, quantityOf, YIELD_SLOTS } from '../yields/said.ts'

type Told = Pick<Row<'yields'>, 'quantityKg' | 'count' | 'unit' | 'volumeL' | 'areaM2' | 'harvestedOn' | 'form'>

/** Sacks told once weigh as much when told again, though then they are read as kg. */
const isSameQuantity = (a: Told, b: Told): boolean =>
  a.quantityKg === null || b.quantityKg === null
    ? a.quantityKg === b.quantityKg && a.count === b.count && a.unit === b.unit && a.volumeL === b.volumeL
    : a.quantityKg === b.quantityKg

const isSame = (a: Told, b: Told): boolean =>
  isSameQuantity(a, b) && a.areaM2 === b.areaM2 && a.harvestedOn === b.harvestedOn && a.form === b.form

/** All that was told but the day, as one text; and the day. */
const writtenAs = (told: Told): string =>
  JSON.stringify([told.quantityKg, told.count, told.unit, told.volumeL, told.areaM2, told.form])

/** It no longer equals the kept one. Where it was asked about: because it was told otherwise ("sửa 4 tạ": what was kept is wrong), or else because the kept one changed. */
function afterQuestion({ values }: ActionInput, told: Told): { outcome?: string } {
  if (values.told === undefined) return {}
  if (values.told_as !== writtenAs(told)) return { outcome: 'corrected' }
  return { outcome: values.told_day === told.harvestedOn ? 'settled' : 'other-day' }
}

/** Whether the kept report was changed or taken back since it was asked about, perhaps by this very text, which is not written yet. Ids are in the order of time. */
function isChanged({ last, values }: ActionInput, id: string): boolean {
  if (last === null || last.id < id) return true
  const asked = typeof values.asked === 'object' && values.asked !== null && 'at' in values.asked ? values.asked.at : 0
  return last.id === id && last.at > asked
}

const findSameYield: FarmAction = {
  name: 'find-same-yield',
  about: {
    vi: 'Xem báo cáo này có giống hệt báo cáo trước của cây đó trong 24 giờ qua không: có thể là nhắn trùng.',
    en: "Looks whether this report equals the crop's last one, told within 24 hours: it may be the same told twice.",
  },
  outcomes: {
    same: 'Giống hệt / the same',
    'other-day': 'Đã hỏi vì giống hệt, rồi được nói ngày khác / asked about as the same, then told another day',
    settled: 'Đã hỏi vì giống hệt, rồi báo cáo đã ghi đổi đi / asked about as the same, then the kept one changed',
    corrected: 'Đã hỏi vì giống hệt, rồi được sửa / asked about as the same, then corrected',
  },
  gives: ['told', 'told_as', 'told_day', 'asked'],
  longest: { told: '12h05 trưa thứ 5, 26/11', told_as: '-', told_day: '-', asked: '-' },
  reads: YIELD_SLOTS,
  keeps: true,
  async run(input, farm) {
    const { crop, area } = input.slots
    if (crop?.type !== 'crop') return {}
    const told = {
      ...quantityOf(input.slots),
      areaM2: areaOf(area),
      harvestedOn: dayOfHarvest(input),
      form: crop.form ?? null,
    }
    const last = await lastYieldOf(farm.db, input.person.id, crop.crop)
    if (!last || input.now - last.recordedAt > CORRECT_MS || !isSame(told, last)) return afterQuestion(input, told)
    if (input.values.told !== undefined && isChanged(input, last.id)) return { outcome: 'settled' }
    const values = { told: { at: last.recordedAt }, told_as: writtenAs(told), told_day: told.harvestedOn }
    return { outcome: 'same', values: { ...values, asked: { at: input.now } } }
  },
}

export const yieldTwiceActions: FarmAction[] = [findSameYield]
