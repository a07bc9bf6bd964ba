import { addDays } from '../../conversation/calendar.ts'
import { formatNumber } from '../../conversation/format.ts'
import type { SlotValue, TextValue } from '../../conversation/types.ts'
import type { ActionInput, ActionResult } from '../../conversation/world.ts'
import { saysEach } from '../../language/amounts/each.ts'
import { findPhrase } from '../../language/text/words.ts'
import { isContainerName } from '../../language/units/units.ts'
import { priceById } from '../../store/queries/prices.ts'
import { yieldsBetween } from '../../store/queries/yields.ts'
import { insert, type Row, update, updateOne, type Write } from '../../store/writes.ts'
import { recordChange } from '../change.ts'
import type { Farm, FarmAction } from '../farm.ts'
import { priceValue } from '../prices/kinds.ts'
import { rangeText } from '../yields/range.ts'
import {
  areaOf,
  changesOf,
  containerKg,
  dayOfHarvest,
  emptySlots,
  lastReport,
  MOST_SACK_KG,
  quantityOf,
  quantityText,
  saysAll,
  unweighedUnit,
  YIELD_SLOTS,
} from '../yields/said.ts'

/** What is picked within these days is one harvest; "vụ trước" lies before, and not so far back that nobody remembers. */
const HARVEST_DAYS = 30
const REMEMBERED_DAYS = 730

const perSao = (kg: number | null, areaM2: number | null, saoM2: number): number | null =>
  kg === null || areaM2 === null || areaM2 <= 0 ? null : Math.round((kg * saoM2) / areaM2)

const recordYield: FarmAction = {
  name: 'record-yield',
  about: {
    vi: 'Giữ một báo cáo sản lượng: cây, lượng, diện tích, ngày thu.',
    en: 'Keeps a yield report: crop, quantity, area, day of harvest.',
  },
  outcomes: {},
  gives: ['whom', 'quantity', 'range', 'unweighed', 'day', 'per_sao', 'last_per_sao', 'container', 'container_weight'],
  longest: {
    whom: 'Hoàng Thị Mẩy',
    range: '1.200-1.500 kg',
    unweighed: 'thùng',
    per_sao: '12.345',
    last_per_sao: '12.345',
    container: 'thùng',
    container_weight: '123,5 kg',
    day: '22/11/2026',
  },
  reads: YIELD_SLOTS,
  keeps: true,
  async run(input, farm) {
    const { slots, person, now } = input
    const { crop } = slots
    if (crop?.type !== 'crop') throw new Error('record-yield needs a crop')
    const quantity = quantityOf(slots)
    const areaM2 = areaOf(slots.area)
    const id = farm.newId()
    const harvestedOn = dayOfHarvest(input)
    const [from, until] = [addDays(harvestedOn, -REMEMBERED_DAYS), addDays(harvestedOn, -HARVEST_DAYS)]
    const [before] = await yieldsBetween(farm.db, person.id, crop.crop, from, until)
    const row = {
      id,
      personId: person.id,
      cooperativeId: person.cooperativeId,
      place: person.commune,
      crop: crop.crop,
      form: crop.form ?? null,
      ...quantity,
      areaM2,
      harvestedOn,
      confirmed: 'silent' as const,
      channel: farm.channel,
      messageId: input.messageId,
      recordedAt: now,
    }
    const remembered = rememberContainer(input)
    return {
      writes: [insert('yields', row), ...remembered.writes],
      values: {
        whom: whomOf(input),
        quantity: quantityText(quantity),
        range: rangeText(slots),
        unweighed: unweighedUnit(row, input.program),
        area: areaM2 === null ? null : { m2: areaM2 },
        day: { day: harvestedOn },
        per_sao: perSao(quantity.quantityKg, areaM2, farm.settings.saoM2),
        last_per_sao: before ? perSao(before.quantityKg, before.areaM2, farm.settings.saoM2) : null,
        ...remembered.values,
      },
      record: { kind: 'yield', id, empty: emptySlots(row) },
    }
  },
}

/** Whom it is kept for, said where several share the phone. */
const whomOf = ({ isShared, person }: ActionInput): string | null => (isShared ? person.name : null)

/** "Bao" of this household weighs so much from now on. */
function rememberContainer({ slots, person }: ActionInput): { writes: Write[]; values: Record<string, TextValue> } {
  const each = containerKg(slots)
  const { quantity } = slots
  if (each === null || quantity?.type !== 'count') return { writes: [], values: {} }
  const containers = { ...person.containerKg, [quantity.unit]: each }
  return {
    writes: [update('people', { id: person.id }, { containerKg: containers })],
    values: { container: quantity.unit, container_weight: { kg: each } },
  }
}

const amendYield: FarmAction = {
  name: 'amend-yield',
  about: {
    vi: 'Sửa báo cáo sản lượng vừa ghi bằng những gì vừa nói.',
    en: 'Changes the yield report just kept by what was just said.',
  },
  outcomes: {
    nothing: 'Không có báo cáo nào để sửa / there is no report to change',
    same: 'Không có gì khác / nothing differs',
  },
  longest: { whom: 'Hoàng Thị Mẩy', range: '1.200-1.500 kg' },
  gives: ['whom', 'crop', 'old_crop', 'before', 'quantity', 'range', 'unweighed', 'area', 'day', 'new_day'],
  reads: YIELD_SLOTS,
  keeps: true,
  async run(input, farm): Promise<ActionResult<Write>> {
    const row = await lastReport(farm.db, input)
    if (!row) return { outcome: 'nothing' }
    const set = changesOf(input, row)
    const names = Object.keys(set) as (keyof typeof set)[]
    const changed = names.filter((name) => set[name] !== row[name])
    if (changed.length === 0) return { outcome: 'same', values: describe({ ...row, ...set }) }
    const before = Object.fromEntries(names.map((name) => [name, row[name]]))
    const after = { ...row, ...set }
    const isQuantity = changed.some((name) => name === 'quantityKg' || name === 'count' || name === 'volumeL')
    const wasSaid = isQuantity && quantityText(row) !== null
    return {
      writes: [
        updateOne('yields', { id: row.id, withdrawnAt: null }, { ...set, confirmed: 'yes' }),
        recordChange({ record: 'yield', recordId: row.id, before, after: set }, input, farm),
      ],
      values: {
        ...describe(after),
        whom: whomOf(input),
        old_crop: changed.includes('crop') ? { crop: row.crop, form: row.form } : null,
        range: rangeText(input.slots),
        before: wasSaid ? quantityText(row) : null,
        unweighed: unweighedUnit(after, input.program),
        new_day: changed.includes('harvestedOn') ? { day: after.harvestedOn } : null,
      },
      record: { kind: 'yield', id: row.id, empty: emptySlots(after) },
    }
  },
}

/** A report as texts name it. */
export const describe = (row: Row<'yields'>): Record<string, TextValue> => ({
  crop: { crop: row.crop, form: row.form },
  quantity: quantityText(row),
  area: row.areaM2 === null ? null : { m2: row.areaM2 },
  day: { day: row.harvestedOn },
})

const weighPieces: FarmAction = {
  name: 'weigh-pieces',
  about: {
    vi: 'Cân nói sau cho báo cáo theo bao, theo con: "mỗi bao" là của một; chưa rõ của một hay của tất cả, hay thêm, bớt, thì hỏi.',
    en: 'A weight told later for a report in sacks or heads: "mỗi bao" is of one; of one or all, or more or less by so much, is asked.',
  },
  outcomes: { unclear: 'Của một bao hay của tất cả / of one or of all' },
  gives: ['more'],
  reads: YIELD_SLOTS,
  keeps: true,
  async run(input, farm) {
    const { quantity } = input.slots
    const row = await lastReport(farm.db, input)
    if (!row || quantity?.type !== 'mass') return {}
    const { kg } = quantity
    const doubt = (...readings: SlotValue[]) => ({
      outcome: 'unclear',
      doubts: { quantity: { said: `${formatNumber(kg)} kg`, readings } },
    })
    const { count, unit } = row
    const isCounted = count !== null && unit !== null
    const weighing = (all: number): SlotValue => (isCounted ? { type: 'count', count, unit, kg: all } : quantityAt(all))
    const each = saysEach(input.text, unit)
    if (each === 'yes')
      return isCounted
        ? { slots: { quantity: weighing(count * kg) } }
        : { outcome: 'unclear', slots: { quantity: null } }
    const { quantityKg: before } = row
    const isMore = before !== null && findPhrase(input.text, 'thêm') !== null
    const isLess = before !== null && before > kg && isOneOfIn(input.text, LESS_WORDS)
    // What was chosen, the sum or the new weight, is not asked about again.
    if (isMore && input.values.more === undefined)
      return { ...doubt(weighing(before + kg), weighing(kg)), values: { more: kg } }
    if (isLess && input.values.more === undefined)
      return { ...doubt(weighing(before - kg), weighing(kg)), values: { more: -kg } }
    if (!isCounted || saysAll(input.text) || count === 1 || !mayBeOne(each, kg, row)) return {}
    return doubt(weighing(count * kg), weighing(kg))
  },
}

/** "Sửa bớt 50 cân": less by so much, or now so much. */
const LESS_WORDS = ['bớt', 'trừ', 'bỏ', 'giảm']
const isOneOfIn = (text: string, words: readonly string[]): boolean =>
  words.some((word) => findPhrase(text, word) !== null) && findPhrase(text, 'còn') === null

const quantityAt = (kg: number): SlotValue => ({ type: 'mass', kg })

/** Whether so many kg may be of one: no more than a sack holds; of animals only behind a "moi" that is mỗi (each) or mới (just now). */
const mayBeOne = (each: 'perhaps' | 'no', kg: number, { unit }: Row<'yields'>): boolean =>
  unit !== null && isContainerName(unit) ? kg <= MOST_SACK_KG : each === 'perhaps'

const namesReport = (text: string): boolean => ['báo cáo', 'bc'].some((word) => findPhrase(text, word) !== null)

/** The price that was kept last, where no other record was since. */
async function lastPrice({ last }: ActionInput, farm: Farm): Promise<Record<string, TextValue> | undefined> {
  const row = last?.kind === 'price' ? await priceById(farm.db, last.id) : undefined
  return row && { crop: { crop: row.crop, form: row.form }, price: priceValue(row.priceVnd, row.unit) }
}

const withdrawYield: FarmAction = {
  name: 'withdraw-yield',
  about: { vi: 'Bỏ báo cáo sản lượng vừa ghi.', en: 'Takes back the yield report just kept.' },
  outcomes: {
    nothing: 'Không có báo cáo nào để bỏ / there is no report to take back',
    price: 'Tin ghi sau cùng là giá / what was kept last is a price',
  },
  gives: ['crop', 'quantity', 'price'],
  reads: [],
  keeps: true,
  async run(input, farm) {
    const price = namesReport(input.text) ? undefined : await lastPrice(input, farm)
    if (price) return { outcome: 'price', values: price }
    const row = await lastReport(farm.db, input)
    if (!row) return { outcome: 'nothing' }
    const [before, after] = [{ withdrawnAt: null }, { withdrawnAt: input.now }]
    return {
      writes: [
        updateOne('yields', { id: row.id, ...before }, after),
        recordChange({ record: 'yield', recordId: row.id, before, after }, input, farm),
      ],
      values: describe(row),
      record: null,
    }
  },
}

export const yieldActions: FarmAction[] = [recordYield, weighPieces, amendYield, withdrawYield]
