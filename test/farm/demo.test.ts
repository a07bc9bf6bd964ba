import { readFileSync } from 'node:fs'
import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { demoPhone, demoWrites } from '../../src/farm/demo.ts'
import { parseCropBook } from '../../src/language/books/crop-book.ts'
import { parsePlaceBook } from '../../src/language/books/place-book.ts'
import { toE164 } from '../../src/language/names/e164.ts'
import type { Write } from '../../src/store/writes.ts'

const book = <T>(result: { book: T } | { problems: unknown }): T => {
  if ('book' in result) return result.book
  throw new Error(JSON.stringify(result.problems))
}
const crops = book(parseCropBook(parse(readFileSync('content/crops.yaml', 'utf8'))))
const places = book(parsePlaceBook(parse(readFileSync('content/places.yaml', 'utf8'))))

function made(now = Date.UTC(2026, 10, 22, 1)): Write[][] {
  let ids = 0
  const keys = { hash: (text: string) => text, seal: (text: string) => Buffer.from(text) }
  return demoWrites({ now, keys, newId: () => String(++ids), crops, places })
}
// biome-ignore lint/suspicious/noExplicitAny: rows of any table, looked at by their columns
const rows = (table: string): any[] =>
  made()
    .flat()
    .flatMap((write) => (write.type === 'insert' && write.table === table ? [write.values] : []))

describe('the demonstration', () => {
  it('is the same for the same options, in commits of at most 500 rows', () => {
    expect(made()).toEqual(made())
    expect(Math.max(...made().map((writes) => writes.length))).toBeLessThanOrEqual(500)
  })

  it('has a cooperative of 92, of whom 86 agreed, and two officers beside it', () => {
    const [cooperative] = rows('cooperatives')
    const people = rows('people')
    const members = people.filter(({ cooperativeId }) => cooperativeId === cooperative.id)
    expect(members).toHaveLength(92)
    expect(members.filter(({ consent }) => consent === 'agreed')).toHaveLength(86)
    expect(members.filter(({ role }) => role === 'leader')).toHaveLength(1)
    expect(people.filter(({ role }) => role === 'officer')).toHaveLength(2)
    expect(people.every(({ isDemo }) => isDemo)).toBe(true)
    expect(new Set(people.map(({ name }) => name)).size).toBe(people.length)
    expect(rows('consents')).toHaveLength(88)
  })

  it('texts nobody real: numbers of no operator, which the intake still takes', () => {
    const phones: string[] = rows('urns').map(({ hash }) => hash.replace('tel:', ''))
    expect(phones.filter((phone) => phone !== '+84912345678')).toHaveLength(92)
    for (const phone of phones) {
      expect(toE164(phone)).toBe(phone)
      if (phone !== '+84912345678') expect(parsePhoneNumberFromString(phone)?.isValid()).toBe(false)
    }
    expect(demoPhone(1)).toBe('+84570000001')
    const numbers = rows('personUrns').map(({ urnId }) => urnId)
    expect(numbers.length - new Set(numbers).size).toBe(1)
  })

  it('has eight weeks of prices of twelve crops at six places, inside their bounds, up to yesterday', () => {
    const prices = rows('prices')
    expect(new Set(prices.map(({ crop }) => crop)).size).toBe(12)
    expect(new Set(prices.map(({ place }) => place)).size).toBe(6)
    const ginger = prices.filter(({ crop, place }) => crop === 'ginger' && place === '02725')
    expect(
      ginger
        .map(({ day }) => day)
        .sort()
        .at(-1),
    ).toBe('2026-11-21')
    expect(new Set(ginger.map(({ day }) => day)).size).toBe(8)
    for (const { crop, form, priceVnd } of prices) {
      const [low, high] = crops.get(crop)?.forms[form]?.priceVnd ?? [0, 0]
      expect(priceVnd).toBeGreaterThanOrEqual(low)
      expect(priceVnd).toBeLessThanOrEqual(high)
    }
    // Prices move: a demonstration of a trend needs one.
    expect(new Set(ginger.map(({ priceVnd }) => priceVnd)).size).toBeGreaterThan(3)
  })

  it('has three trainings ahead, in working hours', () => {
    const trainings = rows('trainings')
    expect(trainings).toHaveLength(3)
    for (const { startsAt } of trainings) expect(startsAt).toBeGreaterThan(Date.UTC(2026, 10, 25))
    expect(new Date(trainings[0].startsAt).toISOString()).toBe('2026-11-26T01:00:00.000Z')
  })
})
