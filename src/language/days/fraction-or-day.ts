import { fold } from '../text/fold.ts'
import type { Day, Fact } from '../types.ts'
import { addDays } from './calendar.ts'

/** A harvest is reported sooner than that: a day further back, written as a small fraction, may be one. */
const SOON_DAYS = 120
const SMALL_FRACTION = /^([1-3])\/([2-9])$/
const WHOLE_AMOUNT = /^(\d{1,3}) ?(?:ta|tan|yen)$/

/**
 * `1 ta 1/4` is a hundredweight and a quarter, or one of the 1st of April: the weight with both readings, and the day taken out. `ngày`, `hôm` or any other
 * word or mark between them shows a day.
 * @returns the facts so changed, and the days taken out as they were said
 */
export function partFractions(facts: readonly Fact[], text: string, today: Day): { facts: Fact[]; days: string[] } {
  const kept: Fact[] = []
  const days: string[] = []
  for (const fact of facts) {
    const amount = kept.at(-1)
    const both = amount && withFraction(amount, fact, text, today)
    if (both) days.push(fact.said)
    kept.splice(both ? -1 : kept.length, both ? 1 : 0, both ?? fact)
  }
  return { facts: kept, days }
}

function withFraction(amount: Fact, day: Fact, text: string, today: Day): Fact | null {
  if (amount.type !== 'mass' || day.type !== 'date' || text.slice(amount.end, day.start).trim() !== '') return null
  const [, top, bottom] = SMALL_FRACTION.exec(day.said) ?? []
  const [, whole] = WHOLE_AMOUNT.exec(fold(amount.said)) ?? []
  const [reading] = amount.readings
  if (!top || !bottom || Number(top) >= Number(bottom) || !whole || Number(whole) === 0) return null
  const isRecent = day.readings.some((each) => 'date' in each && each.date > addDays(today, -SOON_DAYS))
  if (isRecent) return null
  const more = { kg: (reading.kg * (Number(whole) + Number(top) / Number(bottom))) / Number(whole) }
  return { ...amount, readings: [reading, more], end: day.end, said: text.slice(amount.start, day.end) }
}
