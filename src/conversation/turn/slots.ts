import { partFractions } from '../../language/days/fraction-or-day.ts'
import { vagueDayIn } from '../../language/days/vague-days.ts'
import { readFacts } from '../../language/facts.ts'
import { findPhrase } from '../../language/text/words.ts'
import type { Day, Fact, FactType, ReadingContext } from '../../language/types.ts'
import { isContainerWord, isHeadName } from '../../language/units/units.ts'
import { localTime } from '../calendar.ts'
import type { Talk } from '../session.ts'
import type { PersonView, Program, Slot, SlotType, SlotValue } from '../types.ts'
import { slotValuesOf } from './slot-values.ts'
import { withoutOne } from './weight-words.ts'

/** What a text gives for a flow's slots: one text, any order. */

/** The kinds of fact that may fill a slot. */
export const FACTS_OF: Record<SlotType, readonly FactType[]> = {
  crop: ['crop'],
  amount: ['mass', 'count', 'volume'],
  area: ['area'],
  date: ['date'],
  money: ['money'],
  place: ['place'],
  phone: ['phone'],
  number: ['number'],
  text: [],
  code: [],
}

export interface Reader {
  program: Program
  person: PersonView
  now: number
  saoM2: number
}

export interface SlotsRead {
  found: Record<string, SlotValue>
  /** More than one reading is possible: the farmer chooses. */
  doubts: Talk['doubts']
  /** What no slot could use. */
  rest: string
}

/**
 * Reads a text for the given slots.
 * @param slots those that may be filled, the one just asked for first
 * @param asked whether the first was just asked for: opens the doors for a bare figure or name
 * @param expect kinds that are likely though nothing was asked
 */
export function readSlots(
  reader: Reader,
  text: string,
  slots: readonly Slot[],
  asked: boolean,
  crop?: string,
  expect: readonly FactType[] = [],
): SlotsRead {
  const types = [...new Set(slots.flatMap((slot) => FACTS_OF[slot.type]))]
  const first = slots[0]
  const read: SlotsRead = { found: {}, doubts: {}, rest: text }
  if (first?.type === 'code') return readCode(first, text, read)
  if (first?.type === 'text' && asked) return readFreeText(first, text, read)
  if (types.length === 0) return read
  const said = asked && first?.askedOnly && first.type === 'amount' ? withoutOne(text) : text
  const { facts: told, rest } = readFacts(said, types, contextFor(reader, slots, asked, crop, expect))
  read.rest = rest
  const today = localTime(reader.now).day
  const { facts, days } = partFractions(told, said, today)
  const combine = saysOneCrop(facts) ? together : apart
  for (const fact of facts) {
    if (isImpossible(fact, said, slots, today)) refuseFact(read, fact, slots)
    else if (!placeFact(read, fact, oneOrAll(fact, said, slots), today, combine))
      read.rest = `${read.rest} ${fact.said}`.trim()
  }
  for (const day of days) doubtDay(read, day, slots)
  doubtUnreadDay(reader, read, said, slots)
  if (asked && first && !(first.name in read.found) && !(first.name in read.doubts)) readBareFigure(reader, first, read)
  return read
}

function readFreeText(slot: Slot, text: string, read: SlotsRead): SlotsRead {
  if (text.trim() === '') return read
  return { ...read, found: { [slot.name]: { type: 'text', text: text.trim() } }, rest: '' }
}

function readCode(slot: Slot, text: string, read: SlotsRead): SlotsRead {
  const code = /(?<!\d)\d{4}(?!\d)/.exec(text)?.[0]
  if (!code) return read
  return { ...read, found: { [slot.name]: { type: 'text', text: code } }, rest: text.replace(code, '').trim() }
}

export const isNothing = (read: SlotsRead): boolean =>
  Object.keys(read.found).length + Object.keys(read.doubts).length === 0

/** What a text is read with for these slots. */
export function contextFor(
  reader: Reader,
  slots: readonly Slot[],
  asked: boolean,
  crop?: string,
  expect: readonly FactType[] = [],
): ReadingContext {
  const first = slots[0]
  return {
    now: localTime(reader.now),
    crops: reader.program.crops,
    places: reader.program.places,
    markets: reader.program.markets,
    saoM2: reader.saoM2,
    tense: slots.find((slot) => slot.type === 'date')?.tense ?? 'past',
    containerKg: reader.person.containerKg,
    ...(asked && first ? { expect: FACTS_OF[first.type] } : expect.length ? { expect } : {}),
    ...(crop ? { crop } : {}),
  }
}

/** Two crops: the number may be of the one and the weight of the other. */
const saysOneCrop = (facts: readonly Fact[]): boolean =>
  new Set(facts.filter(({ type }) => type === 'crop').map(({ readings }) => JSON.stringify(readings))).size < 2

const ALL_WORDS = ['tổng', 'tổng cộng', 'tất cả', 'cả thảy']

/**
 * Where the weight of one was asked for, the slots a fact may fill: what is said to be of all, what tells the sacks again ("10 bao 150 kg"), and what one can't
 * weigh, is for the slot of all.
 */
function oneOrAll(fact: Fact, text: string, slots: readonly Slot[]): readonly Slot[] {
  const [one] = slots
  if (one?.total === undefined || !slots.some(({ name }) => name === one.total)) return slots
  const isOfAll =
    ALL_WORDS.some((word) => findPhrase(text, word) !== null) ||
    fact.said.split(/[\s\d]+/).some(isContainerWord) ||
    slotValuesOf(fact).every((value) => isTooMuch(value, one))
  return slots.filter(({ name }) => name !== (isOfAll ? one.name : one.total))
}

function placeFact(read: SlotsRead, fact: Fact, slots: readonly Slot[], today: Day, combine: typeof together): boolean {
  const accepting = slots.filter((slot) => FACTS_OF[slot.type].includes(fact.type))
  const slot = accepting.find(({ name }) => !(name in read.found) && !(name in read.doubts)) ?? accepting[0]
  if (!slot) return false
  const held = read.found[slot.name]
  const before = read.doubts[slot.name]?.readings ?? (held ? [held] : [])
  const all = likely(combine(before, slotValuesOf(fact)), slot)
  delete read.found[slot.name]
  delete read.doubts[slot.name]
  const [only] = all
  if (all.length === 1 && only && !isTooMuch(only, slot)) read.found[slot.name] = only
  else read.doubts[slot.name] = { said: fact.said, readings: canBeChosen(all, slot, today) ? all : [] }
  return true
}

/** Nothing harvested, less than nothing, or a day that has not come: said, and not to be kept. */
function isImpossible(fact: Fact, text: string, slots: readonly Slot[], today: Day): boolean {
  if (/(^|\s)[-–−]\s?$/.test(text.slice(0, fact.start))) return true
  const isPast = slots.some(({ type, latestToday }) => type === 'date' && latestToday)
  return fact.readings.every((reading) => {
    if ('kg' in reading) return reading.kg <= 0
    if ('m2' in reading) return reading.m2 <= 0
    if ('l' in reading) return reading.l <= 0
    if ('count' in reading) return reading.count <= 0
    if ('vnd' in reading) return reading.vnd <= 0
    if ('date' in reading) return isPast && reading.date > today
    return 'to' in reading && isPast && reading.to > today
  })
}

/** Whether what was said for a slot is a day after today. */
export function isToCome(reader: Reader, slot: Slot, said: string): boolean {
  const { facts } = readFacts(said, ['date'], contextFor(reader, [slot], true))
  const { day } = localTime(reader.now)
  return (
    slot.type === 'date' &&
    facts.some(({ type, readings }) => type === 'date' && readings.every((each) => 'date' in each && each.date > day))
  )
}

/** Its slot is asked for, even where nothing would have been asked: silence must not put another value there. */
function refuseFact(read: SlotsRead, fact: Fact, slots: readonly Slot[]): void {
  const slot = slots.find(({ type }) => FACTS_OF[type].includes(fact.type))
  if (slot && !(slot.name in read.found)) read.doubts[slot.name] = { said: fact.said, readings: [] }
}

/** Whether readings may be shown to choose from; else the slot is asked for anew: too much, or a day that may not have come. */
const canBeChosen = (values: SlotValue[], slot: Slot, today: Day): boolean =>
  !values.some(
    (value) =>
      isTooMuch(value, slot) || (slot.latestToday && value.type === 'date' && 'date' in value && value.date > today),
  )

/** What was said anew takes the place of what a talk held; the number of animals stays where only their weight was said anew, and their weight where only the number was. */
export function replaceSlots(talk: Talk, { found, doubts }: SlotsRead): void {
  for (const name of Object.keys({ ...found, ...doubts })) {
    const [before, said] = [talk.slots[name], found[name]]
    delete talk.slots[name]
    delete talk.doubts[name]
    if (said) talk.slots[name] = inPlaceOf(before, said)
  }
  Object.assign(talk.doubts, doubts)
}

function inPlaceOf(before: SlotValue | undefined, said: SlotValue): SlotValue {
  if (before?.type !== 'count' || !isHeadName(before.unit)) return said
  if (said.type === 'mass') return { ...before, kg: said.kg }
  return isHeads(said) && before.kg !== undefined ? { ...said, kg: before.kg } : said
}

/** What says a day and was not read as one: there is no 31/11, and "vụ trước" is no day; 3.500 is a figure. */
const UNREAD_DAY =
  /(?<![\d.,])\d{1,2}\s*[/.-]\s*\d{1,2}(?!\d)|(?:ngày|ngay|hôm|hom)\s*\d{1,2}|(?:năm|nam)\s*20\d\d(?!\d)|năm ngoái|nam ngoai|vụ trước|vu truoc/iu

/** Its slot is asked for: today must not be put in the place of what was said. */
function doubtUnreadDay(reader: Reader, read: SlotsRead, text: string, slots: readonly Slot[]): void {
  const slot = slots.find(({ type }) => type === 'date')
  const vague = slot?.tense === 'past' ? vagueDayIn(text) : null
  if (!slot || slot.name in read.found || slot.name in read.doubts) return
  const said = UNREAD_DAY.exec(read.rest)?.[0] ?? vague ?? otherDayIn(reader, slot, text)
  if (said === undefined) return
  read.doubts[slot.name] = { said, readings: [] }
  read.rest = read.rest.replace(said, ' ').replace(/\s+/g, ' ').trim()
}

/** The words of a day that is not the harvest's: by itself it is one, in what else is told that of a sale or of sowing (`ngô 3 tạ bán hôm qua`). */
const otherDayIn = (reader: Reader, slot: Slot, text: string): string | undefined =>
  slot.tense === 'past' ? readFacts(text, ['date'], contextFor(reader, [slot], false)).facts[0]?.said : undefined

/** Its slot is asked for, unless another day was said. */
function doubtDay(read: SlotsRead, said: string, slots: readonly Slot[]): void {
  const slot = slots.find(({ type }) => type === 'date')
  if (slot && !(slot.name in read.found)) read.doubts[slot.name] ??= { said, readings: [] }
}

/** More than the slot allows: a slip, or told in another unit than it reads. */
const isTooMuch = (value: SlotValue, { most = Number.POSITIVE_INFINITY }: Slot): boolean =>
  ((value.type === 'mass' || value.type === 'count') && (value.kg ?? 0) > most) ||
  (value.type === 'volume' && value.l > most)

/** A field of 2 m² does not exist, and what is over the most was not meant: unless nothing else is left. */
function likely(values: SlotValue[], slot: Slot): SlotValue[] {
  const possible = values.filter(
    (value) => !isTooMuch(value, slot) && !(value.type === 'area' && value.m2 < SMALLEST_FIELD_M2),
  )
  return possible.length > 0 ? possible : values
}
const SMALLEST_FIELD_M2 = 10

/** The values of both, each once, in the order given. */
const apart = (before: readonly SlotValue[], said: readonly SlotValue[]): SlotValue[] => [
  ...new Map([...before, ...said].map((value) => [JSON.stringify(value), value])).values(),
]

/** Animals are told by number and by weight: both are meant, neither doubts the other. */
type Of<T extends SlotValue['type']> = Extract<SlotValue, { type: T }>
const isHeads = (value: SlotValue): value is Of<'count'> =>
  value.type === 'count' && value.kg === undefined && isHeadName(value.unit)
const isMass = (value: SlotValue): value is Of<'mass'> => value.type === 'mass'

/**
 * What two facts, or two texts, give for one slot: the readings of both, each once; where the one counts animals and the other weighs, the
 * animals with the weight of all of them.
 */
export function together(before: readonly SlotValue[], said: readonly SlotValue[]): SlotValue[] {
  const [heads, weights] = before.every(isHeads) ? [before, said] : [said, before]
  if (heads.length === 0 || weights.length === 0 || !heads.every(isHeads) || !weights.every(isMass))
    return apart(before, said)
  return heads.flatMap((head) => weights.map(({ kg }) => ({ ...head, kg })))
}

/** A figure alone, where an amount or an area was asked for: its unit is what the question's example shows, or is asked. */
function readBareFigure(reader: Reader, slot: Slot, read: SlotsRead): void {
  if (slot.type !== 'amount' && slot.type !== 'area') return
  const figure = /^\D*?(\d+(?:[.,]\d{1,2})?)\D*$/.exec(read.rest.trim())
  const number = figure?.[1] ? Number(figure[1].replace(',', '.')) : 0
  if (!figure?.[1] || number <= 0 || !/^[\d.,\s]+$/.test(read.rest.trim())) return
  const readings = slot.type === 'area' ? areasOf(number, reader.saoM2) : amountsOf(number, slot.most)
  const [only] = readings
  if (readings.length === 1 && only) read.found[slot.name] = only
  else read.doubts[slot.name] = { said: figure[1], readings }
  read.rest = ''
}

/** Fields are told in sào or in m²: a field of 2 m² does not exist, nor one of 2,000 sào. */
function areasOf(number: number, saoM2: number): SlotValue[] {
  const sao: SlotValue = { type: 'area', m2: number * saoM2 }
  const m2: SlotValue = { type: 'area', m2: number }
  if (number <= 30) return [sao]
  return number >= 500 ? [m2] : [sao, m2]
}

/** Harvests are told in kg, tạ or tấn; what is over the most a household can bring in is no reading. */
function amountsOf(number: number, mostKg = Number.POSITIVE_INFINITY): SlotValue[] {
  const readings = [1, 100, 1000].map((kg): SlotValue => ({ type: 'mass', kg: number * kg }))
  return readings.filter((reading) => reading.type === 'mass' && reading.kg <= mostKg)
}
