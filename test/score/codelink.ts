import { z } from 'zod'
import type { Expectation, Format, LeftOut, Line } from './case.ts'
import { dateReading, leftOut, numberOf, writtenIn } from './rules.ts'
import { daysOf, monthsOf, writtenDates } from './written-date.ts'
import { writtenMeasure, writtenPlot } from './written-measure.ts'
import { writtenMoney } from './written-money.ts'
import { writtenPhone } from './written-phone.ts'
import { timeReading, writtenTime } from './written-time.ts'

const dates = writtenIn('text', (written) => dateReading(writtenDates(written)))
const numbers = numberOf('text', ',')
const words = leftOut('shortenings and names in full: no fact of a report')
const numberOrMoney = (line: Line) => (/đồng/u.test(line.text) ? writtenMoney(line.text) : numbers(line))

/** CodeLink's tests for Vietnamese: all of them speak what is written; the last kinds state the value. */
export const codelink: Format = {
  file: 'codelink_vi.jsonl',
  kinds: {
    'tn_abbreviation:speacial_symbol': words,
    'tn_abbreviation:abbreviation': words,
    'tn_acronym:acronym': words,
    'tn_currency:common_currency': writtenIn('text', writtenMoney),
    'tn_currency:not_currency': () => ({ as: 'money', value: null }),
    'tn_datestime:fulldate': dates,
    'tn_datestime:fulldate_range': dates,
    'tn_datestime:daymonth': dates,
    'tn_datestime:daymonth_range': dates,
    'tn_datestime:monthyear': dates,
    'tn_datestime:monthyear_range': dates,
    'tn_datestime:quarter_month_years': dates,
    'tn_month:month': dates,
    'tn_datestime:time': writtenIn('text', writtenTime),
    'tn_datestime:fulltime': leftOut('seconds: times are read to the minute'),
    'tn_measurement:measurement': writtenIn('text', (written) =>
      /\d ?h$/.test(written) ? writtenTime(written) : writtenMeasure(written, ','),
    ),
    'tn_measurement:measurement_with_splash': leftOut('a rate or strength (km/h, mg/l): no report has one'),
    'tn_number:normal_number': numbers,
    'tn_number:number_with_dot': numberOrMoney,
    'tn_number:number_with_space': numberOrMoney,
    'tn_number:float_number': numbers,
    'tn_number:ordinal': leftOut('ordinals: no report has one'),
    'tn_number:phone_number': writtenIn('text', writtenPhone),
    'tn_number:multiphy_number': ({ text }) => writtenPlot(text) ?? leftOut('a product without a unit: no amount'),
    'tn_number:range_number': writtenIn('text', range),
    'tn_number:roman_number': leftOut('Roman numerals of centuries and chapters: nobody reports in them'),
    numeral: ({ expected }) => ({ as: 'number', value: { number: expected } }),
    money: writtenIn('text', writtenMoney),
    date_parts: ({ expected }) => {
      const { day, month, year } = stated.parse(expected) ?? {}
      if (month === undefined) return { as: 'date', value: null }
      return { as: 'date', value: day === undefined ? monthsOf(month, month, year) : daysOf(day, day, month, year) }
    },
    time_parts: ({ expected }) => {
      const { hour, minute = 0 } = stated.parse(expected) ?? {}
      return hour === undefined ? { as: 'date', value: null } : timeReading(hour, minute)
    },
  },
}

const part = z.number().optional()
const stated = z.object({ day: part, month: part, year: part, hour: part, minute: part }).nullable()

function range(written: string): Expectation | LeftOut {
  const [, min, max] = /(\d+)-(\d+)$/.exec(written) ?? []
  if (min === undefined) return leftOut('no range')
  const [from, to] = [Number(min), Number(max)]
  return { as: 'number', value: { number: (from + to) / 2, min: from, max: to } }
}
