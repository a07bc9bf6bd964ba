import { addDays, dayOf, instantOf } from '../conversation/calendar.ts'
import type { CropBook, Day, PlaceBook } from '../language/types.ts'
import type { Store } from '../store/store.ts'
import { insert, type NewRow, type Write } from '../store/writes.ts'
import { DEMO_PRICES, DEMO_TRAININGS, memberName } from './demo-matter.ts'

/** The farmer one talks as where nothing else is said. */
export const DEMO_FARMER_PHONE = '+84912345678'
export const DEMO_OFFICER_PHONE = demoPhone(2)
const SECOND_OFFICER_PHONE = demoPhone(3)

/**
 * Numbers of the other demo people, from 1. 057 is assigned to no operator (Ministry of Information and Communications, numbering
 * plan of 2018: 05 mobiles are 052, 055, 056, 058, 059), so nobody real can be texted; the intake takes it by its shape.
 */
export function demoPhone(number: number): string {
  return `+8457${String(number).padStart(7, '0')}`
}

const COOPERATIVE = 'HTX Mường Vi'
const HOME = '02725'
const MEMBERS = 92
const AGREED = 86
/** Bát Xát, Y Tý, Dền Sáng, Mường Hum, Sa Pa beside Bản Xèo. */
const MARKETS = [HOME, '02728', '02683', '02701', '02707', '03006']
const WEEKS = 8
/** What one commit may hold. */
const SLICE = 500

export interface DemoOptions {
  /** Epoch ms: prices end just before it, trainings begin just after. */
  now: number
  keys: Pick<Store['keys'], 'hash' | 'seal'>
  newId(): string
  crops: CropBook
  places: PlaceBook
}

/**
 * The demonstration, for an empty database: a cooperative of 92 members of whom 86 agreed, two officers, eight weeks of prices of
 * twelve crops at six places, three trainings ahead. The same options give the same people, prices and days.
 * Each list is one commit.
 */
export function demoWrites(options: DemoOptions): Write[][] {
  const cooperativeId = options.newId()
  const officerId = options.newId()
  const writes = [
    insert('cooperatives', { id: cooperativeId, name: COOPERATIVE, commune: HOME, createdAt: options.now }),
    ...members(options, cooperativeId),
    ...household(options, DEMO_OFFICER_PHONE, [{ id: officerId, name: 'Thào A Pao', role: 'officer', commune: HOME }]),
    ...household(options, SECOND_OFFICER_PHONE, [{ name: 'Nguyễn Thị Hạnh', role: 'officer' }]),
    ...trainings(options, cooperativeId),
    ...prices(options, officerId),
  ]
  return Array.from({ length: Math.ceil(writes.length / SLICE) }, (_, index) =>
    writes.slice(index * SLICE, (index + 1) * SLICE),
  )
}

type Person = Partial<NewRow<'people'>> & { name: string }

/** The leader, the farmer of {@link DEMO_FARMER_PHONE}, a couple with one phone, and the others. */
function members(options: DemoOptions, cooperativeId: string): Write[] {
  const member = (name: string, over: Partial<Person> = {}): Person => ({
    name,
    commune: HOME,
    cooperativeId,
    ...over,
  })
  const writes = [
    ...household(options, demoPhone(1), [member('Lù Thị Mây', { role: 'leader' })]),
    ...household(options, DEMO_FARMER_PHONE, [member('Vàng Thị Seo')]),
    ...household(options, demoPhone(10), [member('Tẩn Láo Tả'), member('Phàn Mùi Nhậy')]),
  ]
  const others = MEMBERS - 4
  for (let index = 0; index < others; index++) {
    const hasAgreed = index < others - (MEMBERS - AGREED)
    const consent = hasAgreed ? 'agreed' : 'none'
    writes.push(...household(options, demoPhone(11 + index), [member(memberName(index), { consent })]))
  }
  return writes
}

/** One phone and its people, agreed unless said otherwise. */
function household(options: DemoOptions, phone: string, people: readonly Person[]): Write[] {
  const { keys, newId, now } = options
  const urnId = newId()
  const urn = `tel:${phone}`
  const row = { id: urnId, scheme: 'tel' as const, hash: keys.hash(urn), address: keys.seal(urn), createdAt: now }
  return [
    insert('urns', { ...row, channel: 'simulator' }),
    ...people.flatMap((person, index) => {
      const { id = newId(), role = 'farmer', locale = 'vi', consent = 'agreed' } = person
      const createdAt = now + index
      return [
        insert('people', { ...person, id, role, locale, consent, isDemo: true, createdAt }),
        insert('personUrns', { personId: id, urnId, createdAt }),
        ...(consent === 'agreed' ? [agreement(options, id, urnId)] : []),
      ]
    }),
  ]
}

const agreement = ({ newId, now }: DemoOptions, personId: string, urnId: string): Write =>
  insert('consents', {
    id: newId(),
    personId,
    urnId,
    kind: 'agreed',
    how: 'paper',
    source: 'import',
    proof: 'dữ liệu mẫu',
    at: now,
  })

function trainings({ now, newId, places }: DemoOptions, cooperativeId: string): Write[] {
  const today = dayOf(now)
  return DEMO_TRAININGS.map(({ title, inDays, minutes, place, capacity }) =>
    insert('trainings', {
      id: newId(),
      title,
      startsAt: instantOf(addDays(today, inDays), minutes),
      place,
      cooperativeId,
      commune: places.has(HOME) ? HOME : null,
      capacity,
      status: 'planned',
      createdAt: now,
      updatedAt: now,
    }),
  )
}

function prices({ now, newId, crops, places }: DemoOptions, enteredBy: string): Write[] {
  const today = dayOf(now)
  const markets = MARKETS.filter((code) => places.has(code))
  const rows: NewRow<'prices'>[] = []
  for (let week = WEEKS - 1; week >= 0; week--) {
    for (const [index, place] of markets.entries()) {
      const day: Day = addDays(today, -7 * week - 1 - (index % 3))
      for (const { crop, form, vnd } of DEMO_PRICES) {
        const bounds = crops.get(crop)?.forms[form]?.priceVnd
        if (!bounds) continue
        const priceVnd = priceOf(vnd, bounds, { crop, index, week })
        const base = { id: newId(), crop, form, place, day, priceVnd, unit: 'kg', source: 'cán bộ xã', enteredBy }
        rows.push({ ...base, status: 'kept', recordedAt: instantOf(day, 9 * 60) })
      }
    }
  }
  return rows.map((row) => insert('prices', row))
}

/** A price that drifts by some per cent from week to week and place to place, in round figures, inside what is plausible. */
function priceOf(
  vnd: number,
  [low, high]: readonly [number, number],
  { crop, index, week }: { crop: string; index: number; week: number },
): number {
  const phase = crop.length + index
  const drift = Math.sin((WEEKS - week) / 2 + phase) * 0.04 + (index - 2) * 0.012 - week * 0.004
  const step = vnd >= 100_000 ? 1000 : vnd >= 20_000 ? 500 : 100
  const price = Math.round((vnd * (1 + drift)) / step) * step
  return Math.min(high, Math.max(low, price))
}
