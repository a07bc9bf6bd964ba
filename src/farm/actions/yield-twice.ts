import { CORRECT_MS } from '../../conversation/limits.ts'
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

const findSameYield: FarmAction = {
  name: 'find-same-yield',
  about: {
    vi: 'Xem báo cáo này có giống hệt báo cáo trước của cây đó trong 24 giờ qua không: có thể là nhắn trùng.',
    en: "Looks whether this report equals the crop's last one, told within 24 hours: it may be the same told twice.",
  },
  outcomes: {
    same: 'Giống hệt / the same',
    corrected: 'Đã hỏi vì giống hệt, rồi được sửa / asked about as the same, then corrected',
  },
  gives: ['told'],
  longest: { told: '12h05 trưa thứ 5, 26/11' },
  reads: YIELD_SLOTS,
  keeps: true,
  async run(input, farm) {
    const { crop, area } = input.slots
    if (crop?.type !== 'crop') return {}
    const last = await lastYieldOf(farm.db, input.person.id, crop.crop)
    // "Sửa 4 tạ" where more of the same, or the same text twice, was asked about: what was kept is wrong.
    const otherwise = input.values.told === undefined ? {} : { outcome: 'corrected' }
    if (!last || input.now - last.recordedAt > CORRECT_MS) return otherwise
    const told = {
      ...quantityOf(input.slots),
      areaM2: areaOf(area),
      harvestedOn: dayOfHarvest(input),
      form: crop.form ?? null,
    }
    return isSame(told, last) ? { outcome: 'same', values: { told: { at: last.recordedAt } } } : otherwise
  },
}

export const yieldTwiceActions: FarmAction[] = [findSameYield]
