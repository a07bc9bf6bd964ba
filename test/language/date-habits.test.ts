import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, fromDay, toDay } from '../../src/language/days/calendar.ts'
import { toLunar } from '../../src/language/days/lunar.ts'
import { readFacts } from '../../src/language/facts.ts'
import { read } from '../../src/language/read.ts'
import { unaccent } from '../../src/language/text/fold.ts'
import { contextWith } from './context.ts'
import { clocks, habits } from './date-habits.ts'

const today = '2026-11-22'
const anyDay = fc.integer({ min: -23_000, max: 8700 }).map((shift) => addDays(today, shift))
const tense = fc.constantFrom('past' as const, 'future' as const)
const seed = fc.infiniteStream(fc.nat(1e6))

/** Chooses one of several ways by the stream. */
function picker(stream: Iterator<number>): (ways: readonly string[]) => string {
  return (ways) => ways[(stream.next().value ?? 0) % ways.length] ?? ''
}

describe('a day written in any habit is read back', () => {
  it.each(Object.keys(habits))('%s', (name) => {
    fc.assert(
      fc.property(anyDay, tense, seed, fc.boolean(), (day, when, stream, isPlain) => {
        const text = habits[name]?.(fromDay(day), picker(stream)) ?? ''
        expect(read(isPlain ? unaccent(text) : text, 'date', contextWith({ tense: when })), text).toEqual({ date: day })
      }),
    )
  })

  it('without its year, on the side of the tense', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 270 }), fc.constantFrom('/', '-', '.', ' tháng '), (far, mark) => {
        for (const [sign, when] of [[-1, 'past'] as const, [1, 'future'] as const]) {
          const day = addDays(today, sign * far)
          const { month, day: date } = fromDay(day)
          expect(read(`ngày ${date}${mark}${month}`, 'date', contextWith({ tense: when }))).toEqual(
            mark === '-' && date < month ? { ask: expect.arrayContaining([{ date: day }]) } : { date: day },
          )
        }
      }),
    )
  })

  it('by the moon, with its month, leap mark and year', () => {
    fc.assert(
      fc.property(anyDay, tense, fc.constantFrom('âm', 'âm lịch', 'âl', 'al'), (day, when, mark) => {
        const { year, month, day: date, leap } = toLunar(day)
        const text = `ngày ${date} tháng ${month}${leap ? ' nhuận' : ''} ${mark} năm ${year}`
        const found = read(text, 'date', contextWith({ tense: when }))
        // The last two months lie in the next solar year, and a leap year has two months of one number.
        const readings = found !== null && 'ask' in found ? found.ask : [found]
        expect(readings, text).toContainEqual({ date: day })
        expect(readings.length).toBeLessThan(4)
      }),
    )
  })

  it('by its distance', () => {
    const units = fc.constantFrom(['ngày', 1] as const, ['hôm', 1] as const, ['tuần', 7] as const)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), units, (count, [unit, days]) => {
        const [past, future] = [-1, 1].map((sign) => ({ date: addDays(today, sign * count * days) }))
        expect(read(`${count} ${unit} trước`, 'date', contextWith())).toEqual(past)
        expect(read(`cách đây ${count} ${unit}`, 'date', contextWith())).toEqual(past)
        expect(read(`${count} ${unit} nữa`, 'date', contextWith({ tense: 'future' }))).toEqual(future)
      }),
    )
  })

  it('with another day as a range', () => {
    const joints = fc.constantFrom(' - ', '-', ' đến ', ' tới ', ' den ')
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 190 }), joints, tense, (day, length, joint, when) => {
        const [first, last] = [day, addDays(day, length)]
        const [from, to] = [first, last].map((one) => habits.slashes?.(fromDay(one), () => ''))
        expect(read(`${from}${joint}${to}`, 'date', contextWith({ tense: when }))).toEqual({ from: first, to: last })
      }),
    )
  })
})

describe('a time written in any habit is read back', () => {
  it.each(Object.keys(clocks))('%s', (name) => {
    const times = fc.record({ hour: fc.integer({ min: 6, max: 21 }), minute: fc.integer({ min: 0, max: 59 }) })
    fc.assert(
      fc.property(times, seed, fc.boolean(), ({ hour, minute }, stream, isPlain) => {
        const clock = clocks[name]?.(hour, minute, picker(stream)) ?? ''
        const text = `${clock} ngày 26/11/2026`
        const time = [hour, minute].map((part) => String(part).padStart(2, '0')).join(':')
        const found = read(isPlain ? unaccent(text) : text, 'date', contextWith({ tense: 'future' }))
        // 12 giờ kém 15 trưa is told by the next hour, whose part of the day may be another.
        const readings = found !== null && 'ask' in found ? found.ask : [found]
        expect(readings, text).toContainEqual({ date: '2026-11-26', time })
      }),
    )
  })
})

describe('any text', () => {
  const words =
    `ngày hôm nay qua mai kia mốt mùng mồng rằm tháng năm tuần thứ hai ba tư bảy chủ nhật cn t5 t7 tết giêng chạp nhuận âm dương al
    trước sau tới này vừa rồi đầu giữa cuối quý phiên chợ Bắc Hà Nước Hai sáng chiều tối đêm giờ phút kém rưỡi h g từ đến cách đây nữa mười mươi
    không linh nghìn 0 1 3 5 12 20 31 32 2026 20/11 30/2 20-25/11 16-17.12 8:30 25:00 02/2000 / - . : , ( ) – → %`.split(
      /\s+/,
    )
  const text = fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((some) => some.join(' '))
  const glued = fc.array(fc.constantFrom(...words), { maxLength: 25 }).map((some) => some.join(''))

  it.each([
    ['of date words', text],
    ['of date words in one', glued],
    ['of any characters', fc.string({ unit: 'binary', maxLength: 80 })],
  ])('%s never throws, and reads only days of the calendar', (_name, texts) => {
    fc.assert(
      fc.property(texts, tense, (said, when) => {
        const context = contextWith({ tense: when })
        readFacts(said, ['date', 'mass', 'crop'], context)
        const found = read(said, 'date', context)
        const readings = found === null ? [] : 'ask' in found ? found.ask : [found]
        if (found !== null && 'ask' in found) expect(readings.length).toBeGreaterThan(1)
        expect(new Set(readings.map((reading) => JSON.stringify(reading))).size).toBe(readings.length)
        for (const reading of readings) {
          const days = 'date' in reading ? [reading.date] : [reading.from, reading.to]
          for (const day of days) expect(toDay(fromDay(day)), said).toBe(day)
          expect(days.toSorted(), said).toEqual(days)
          if ('time' in reading && reading.time !== undefined)
            expect(reading.time).toMatch(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
        }
      }),
      { numRuns: 500 },
    )
  })
})
