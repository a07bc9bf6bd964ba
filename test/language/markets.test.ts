import { describe, expect, it } from 'vitest'
import { isMarketDay, parseMarketBook } from '../../src/language/days/markets.ts'
import { readFacts } from '../../src/language/facts.ts'
import { read } from '../../src/language/read.ts'
import { contextWith, markets, places } from './context.ts'

const sunday = { day: '2026-11-22', minutes: 480 }
const wednesday = { day: '2026-11-18', minutes: 480 }

describe('market days', () => {
  const cases: [text: string, expected: unknown, tense: 'past' | 'future', now?: typeof sunday][] = [
    ['phiên Nước Hai tới', { date: '2026-11-26' }, 'future'],
    ['phien Nuoc Hai toi', { date: '2026-11-26' }, 'past'],
    ['phien cho nuoc hai sau', { date: '2026-11-26' }, 'future'],
    ['phiên tới chợ Nước Hai', { date: '2026-11-26' }, 'past'],
    ['chợ Cán Cấu tới', { date: '2026-11-28' }, 'future'],
    ['chợ phiên Bắc Hà', { date: '2026-11-22' }, 'future', wednesday],
    ['chợ phiên Bắc Hà', { date: '2026-11-15' }, 'past', wednesday],
    // On the day itself it may be today's or the next, until noon.
    ['phiên chợ Bắc Hà', { ask: [{ date: '2026-11-22' }, { date: '2026-11-29' }] }, 'future'],
    ['phiên chợ Bắc Hà', { date: '2026-11-29' }, 'future', { ...sunday, minutes: 900 }],
    ['phiên này chợ Bắc Hà', { date: '2026-11-22' }, 'future'],
    ['phiên Tổng Cọt vừa rồi', { date: '2026-11-20' }, 'past'],
    ['hom phien Cao Son', { date: '2026-11-18' }, 'past'],
    ['8h sáng phiên Nước Hai tới', { date: '2026-11-26', time: '08:00' }, 'future'],
    ['phiên Nước Hai 26/11', { date: '2026-11-26' }, 'future'],
    ['cho bac ha phien truoc', { date: '2026-11-15' }, 'past'],
    ['phiên tới', null, 'future'],
    ['phiền anh cho hỏi', null, 'future'],
    ['chợ Bắc Hà', null, 'future'],
  ]
  it.each(cases)('%s', (text, expected, tense, now = sunday) => {
    expect(read(text, 'date', contextWith({ tense, now }))).toEqual(expected)
  })

  it('leaves a name that comes last to the places', () => {
    const { facts } = readFacts('bán ở phiên chợ Bắc Hà', ['date', 'place'], contextWith({ now: wednesday }))
    expect(facts.map(({ type, readings }) => [type, ...readings])).toEqual([
      ['date', { date: '2026-11-15' }],
      ['place', { place: '02839' }],
    ])
  })

  it('are read only with the markets', () => {
    const { markets: _markets, ...without } = contextWith({ tense: 'future' })
    expect(read('phiên Nước Hai tới', 'date', without)).toBeNull()
  })

  it('have exceptions', () => {
    const [market] = markets.filter(({ name }) => name === 'Cao Bình')
    if (market === undefined) throw new Error('Cao Bình is gone')
    const moved = { ...market, alsoOn: ['2026-11-25'], notOn: ['2026-11-23'] }
    expect(['2026-11-23', '2026-11-25'].map((day) => isMarketDay(market, day))).toEqual([true, false])
    expect(['2026-11-23', '2026-11-25'].map((day) => isMarketDay(moved, day))).toEqual([false, true])
    expect(read('phiên Cao Bình tới', 'date', contextWith({ tense: 'future', markets: [moved] }))).toEqual({
      date: '2026-11-25',
    })
  })
})

describe('the book of markets', () => {
  it('names communes that are there', () => {
    expect(markets).toHaveLength(26)
    for (const { commune } of markets) if (commune !== undefined) expect(places.has(commune)).toBe(true)
  })

  it.each([
    [{ name: 'X', source: 's', confidence: 'c' }, 'a market needs lunarDigits or weekdays'],
    [{ name: 'X', weekdays: [8], source: 's', confidence: 'c' }, 'Too big'],
    [{ name: 'X', weekdays: [1], commune: '123', source: 's', confidence: 'c' }, 'a commune code has five digits'],
    [{ name: 'X', weekdays: [1], alsoOn: ['26/11'], source: 's', confidence: 'c' }, 'a day is written 2026-11-26'],
  ])('refuses %j', (market, message) => {
    expect(parseMarketBook({ markets: [market] })).toMatchObject({
      problems: [{ message: expect.stringContaining(message) }],
    })
  })
})
