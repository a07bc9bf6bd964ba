import { readFacts } from './facts.ts'
import { understoodOf } from './read.ts'
import { REPORT_TYPES } from './report-types.ts'
import { partFacts, tellsPrices } from './several.ts'
import type {
  AreaReading,
  CountReading,
  CropReading,
  DateReading,
  Fact,
  FactType,
  MassReading,
  MoneyReading,
  PlaceReading,
  ReadingContext,
  Understood,
  VolumeReading,
} from './types.ts'

/** What a report of a harvest or a sale says. A slot the text says nothing about is absent. */
export interface Report {
  slots: {
    crop?: Understood<CropReading>
    quantity?: Understood<MassReading | CountReading | VolumeReading>
    area?: Understood<AreaReading>
    price?: Understood<MoneyReading>
    place?: Understood<PlaceReading>
    date?: Understood<DateReading>
  }
  /** What was left over, unread figures always in it. */
  rest: string
  /** Further reports of the same text: `ngo 3 ta, lua 5 bao`. */
  more?: Report[]
}

/**
 * Reads a whole report in one text: `bc ngo 3 ta ruoi 2 sao`. Two facts for one slot are asked about, unless it is plain that they belong to two reports: then
 * the first is given, and the others in `more`.
 */
export function readReport(text: string, context: ReadingContext): Report {
  const whole = readFacts(text, REPORT_TYPES, context)
  const parts = partFacts(text, whole.facts)
  if (parts === null) return reportOf(whole)
  // "giá gừng 15, nghệ 8": the word that shows a price stands with the first only.
  const ofPart = tellsPrices(whole.facts) ? { ...context, expect: PRICED } : context
  const [first = reportOf(whole), ...more] = parts.map((part) => readPart(part, ofPart))
  return more.length === 0 ? first : { ...first, more }
}

/** One report of several. Its crop was one in the whole text: without an amount that can be read beside it, it is one still. */
function readPart(part: string, context: ReadingContext): Report {
  const report = reportOf(readFacts(part, REPORT_TYPES, context))
  return report.slots.crop !== undefined
    ? report
    : reportOf(readFacts(part, REPORT_TYPES, { ...context, expect: ['crop'] }))
}

const PRICED: readonly FactType[] = ['money', 'crop']

function reportOf({ facts, rest }: ReturnType<typeof readFacts>): Report {
  return {
    slots: {
      ...slot('crop', understoodOf(facts, 'crop')),
      ...slot('quantity', quantityOf(facts)),
      ...slot('area', understoodOf(facts, 'area')),
      ...slot('price', understoodOf(facts, 'money')),
      ...slot('place', understoodOf(facts, 'place')),
      ...slot('date', understoodOf(facts, 'date')),
    },
    rest,
  }
}

function quantityOf(facts: readonly Fact[]): Understood<MassReading | CountReading | VolumeReading> {
  const all = [understoodOf(facts, 'mass'), understoodOf(facts, 'count'), understoodOf(facts, 'volume')]
  const readings = all.flatMap((one) => (one === null ? [] : 'ask' in one ? one.ask : [one]))
  const [first, ...others] = readings
  if (first === undefined) return null
  return others.length === 0 ? first : { ask: [first, ...others] }
}

function slot<K extends string, T>(name: K, value: Understood<T>): Partial<Record<K, Understood<T>>> {
  // A computed key of type K makes exactly this record.
  return value === null ? {} : ({ [name]: value } as Partial<Record<K, Understood<T>>>)
}
