import type { Expectation, Format, LeftOut, Line } from './case.ts'
import { dateReading, leftOut, numberOf, writtenIn } from './rules.ts'
import { writtenDates } from './written-date.ts'
import { measured, writtenMeasure } from './written-measure.ts'
import { rangeOf, writtenMoney } from './written-money.ts'
import { writtenFraction } from './written-number.ts'
import { writtenPhone } from './written-phone.ts'
import { writtenTime } from './written-time.ts'

/** NVIDIA NeMo's tests for Vietnamese: `tn` speaks what is written, `itn` writes what is spoken; the rest states the value. */
export const nemo: Format = {
  file: 'nemo_vi.jsonl',
  kinds: {
    numeral: ({ expected }) => ({ as: 'number', value: { number: expected } }),
    itn_cardinal: numberOf('expected', '.'),
    itn_decimal: numberOf('expected', '.'),
    itn_fraction: writtenIn('expected', fraction),
    itn_date: writtenIn('expected', dates),
    itn_time: writtenIn('expected', (written) =>
      /\d/.test(written) ? writtenTime(written) : leftOut('left in words'),
    ),
    itn_telephone: writtenIn('expected', writtenPhone),
    itn_measure: writtenIn('expected', (written) => writtenMeasure(written, '.')),
    itn_money: leftOut('foreign currencies only: nothing is sold in them here'),
    itn_ordinal: leftOut('ordinals: no report has one, and thứ 2 to thứ 7 are weekdays'),
    tn_cardinal: numberOf('text', ','),
    tn_decimal: numberOf('text', ','),
    tn_fraction: writtenIn('text', fraction),
    tn_date: writtenIn('text', dates),
    tn_time: writtenIn('text', writtenTime),
    tn_measure: writtenIn('text', (written) => writtenMeasure(written, ',')),
    tn_money: writtenIn('text', writtenMoney),
    tn_range: writtenIn('text', range),
    tn_ordinal: leftOut('ordinals: no report has one, and thứ 2 to thứ 7 are weekdays'),
    tn_roman: leftOut('Roman numerals of centuries and chapters: nobody reports in them'),
    money,
    price: money,
    range: ({ expected }) => {
      const { min, max } = numbersOf(expected)
      return min === undefined || max === undefined ? leftOut('no range stated') : rangeOf(min, max)
    },
    quantity,
  },
}

function fraction(written: string): Expectation | LeftOut {
  const number = writtenFraction(written)
  return number === null ? leftOut('no fraction') : { as: 'number', value: { number } }
}

function dates(written: string): Expectation | LeftOut {
  if (/m[ùồ]ng/u.test(written)) return leftOut('mùng: the written side does not say whether by the moon or by the sun')
  if (/hàng năm/u.test(written)) return leftOut('every year: no one day')
  if (/năm (?:1[0-8]\d\d|\d{1,3})(?!\d)/u.test(written)) return leftOut('a year before 1900: nothing that is reported')
  const found = writtenDates(written)
  return found.length === 0 ? leftOut('a year alone: no day of a harvest or training') : dateReading(found)
}

function range(written: string): Expectation | LeftOut {
  if (/^\d+:/.test(written)) return writtenTime(written)
  return /\p{L}{2}-/u.test(written) && !/tr-/.test(written) ? writtenMeasure(written, ',') : writtenMoney(written)
}

function money({ expected }: Line): Expectation | LeftOut {
  const { amount, min, max } = numbersOf(expected)
  if (min !== undefined && max !== undefined) return rangeOf(min, max)
  if (amount === undefined) return leftOut('no sum stated')
  const per = textOf(expected, 'per')
  return { as: 'money', value: per === undefined ? { vnd: amount } : { vnd: amount, per } }
}

function quantity({ expected }: Line): Expectation | LeftOut {
  const { value, min = value, max } = numbersOf(expected)
  const found = min === undefined ? undefined : measured(min, textOf(expected, 'unit') ?? '', max)
  return found ?? leftOut('a length or a share: no report has one')
}

/** The numbers an object states, by name. */
function numbersOf(stated: unknown): Readonly<Record<string, number | undefined>> {
  if (typeof stated !== 'object' || stated === null) return {}
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => typeof value === 'number'))
}

function textOf(stated: unknown, name: string): string | undefined {
  if (typeof stated !== 'object' || stated === null) return undefined
  const found: unknown = Object.entries(stated).find(([key]) => key === name)?.[1]
  return typeof found === 'string' ? found : undefined
}
