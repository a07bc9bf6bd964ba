import { describe, expect, it } from 'vitest'
import { parseMarketBook } from '../../src/language/books/market-book.ts'
import { isMarketDay } from '../../src/language/days/markets.ts'
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
    ['chợ Mường Khương tuần sau', { date: '2026-11-29' }, 'future'],
    ['ban o cho coc ly tuan truoc', { date: '2026-11-10' }, 'past'],
    ['phien nuoc hai tuan sau nua', { ask: [{ date: '2026-12-01' }, { date: '2026-12-06' }] }, 'future'],
    ['cho anh 3 ta tuan truoc', { from: '2026-11-09', to: '2026-11-15' }, 'past'],
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

describe('markets that move a day back each week', () => {
  // Lũng Phìn, Hà Giang: on dần and thân days.
  const book = (market: object) => {
    const parsed = parseMarketBook({ markets: [{ name: 'Lũng Phìn', source: 's', confidence: 'c', ...market }] })
    if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems))
    return parsed.book
  }
  const moving = book({ zodiacDays: ['dần', 'thân'] })
  const cases: [text: string, expected: unknown, tense: 'past' | 'future'][] = [
    ['phiên Lũng Phìn tới', { date: '2026-11-24' }, 'future'],
    ['phien lung phin vua roi', { date: '2026-11-18' }, 'past'],
    ['chợ Lũng Phìn tuần sau nữa', { ask: [{ date: '2026-11-30' }, { date: '2026-12-06' }] }, 'future'],
  ]
  it.each(cases)('%s', (text, expected, tense) => {
    expect(read(text, 'date', contextWith({ tense, markets: moving }))).toEqual(expected)
  })

  it('are the same told by the signs of their days or by one of them', () => {
    const [told] = moving
    const [counted] = book({ everyDays: { days: 6, from: '2026-11-18' } })
    if (told === undefined || counted === undefined) throw new Error('no market')
    const days = Array.from(
      { length: 40 },
      (_, at) => `2000-0${at < 31 ? 1 : 2}-${String((at % 31) + 1).padStart(2, '0')}`,
    )
    expect(days.filter((day) => isMarketDay(told, day))).toEqual(days.filter((day) => isMarketDay(counted, day)))
    // 7 January 2000 was a tý day: dần two days later.
    expect(isMarketDay(told, '2000-01-09')).toBe(true)
  })

  it.each([
    { zodiacDays: ['mèo'] },
    { everyDays: { days: 6, from: '20/11' } },
    { everyDays: { days: 1, from: '2026-11-20' } },
  ])('are refused with %j', (market) => {
    expect(() => book(market)).toThrow()
  })
})

describe('the book of markets', () => {
  it('names communes that are there', () => {
    expect(markets).toHaveLength(26)
    for (const { commune } of markets) if (commune !== undefined) expect(places.has(commune)).toBe(true)
  })

  it.each([
    [{ name: 'X', source: 's', confidence: 'c' }, 'a market needs lunarDigits, weekdays, zodiacDays or everyDays'],
    [{ name: 'X', weekdays: [8], source: 's', confidence: 'c' }, 'Too big'],
    [{ name: 'X', weekdays: [1], commune: '123', source: 's', confidence: 'c' }, 'a commune code has five digits'],
    [{ name: 'X', weekdays: [1], alsoOn: ['26/11'], source: 's', confidence: 'c' }, 'a day is written 2026-11-26'],
  ])('refuses %j', (market, message) => {
    expect(parseMarketBook({ markets: [market] })).toMatchObject({
      problems: [{ message: expect.stringContaining(message) }],
    })
  })
})
