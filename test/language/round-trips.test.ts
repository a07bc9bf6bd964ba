import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { read } from '../../src/language/read.ts'
import type { FactType } from '../../src/language/types.ts'
import { contextWith } from './context.ts'
import { spell, strip } from './spelling.ts'

/** Every way of writing a value is read back as it. */
function backAgain<T>(
  name: string,
  values: fc.Arbitrary<T>,
  type: FactType,
  write: (value: T) => readonly string[],
  expected: (value: T) => unknown,
) {
  it(name, () => {
    fc.assert(
      fc.property(values, (value) => {
        for (const text of write(value))
          expect([text, read(text, type, contextWith())]).toEqual([text, expected(value)])
      }),
    )
  })
}

const digit = fc.integer({ min: 1, max: 9 })
const grouped = (value: number, mark: string) => String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, mark)

describe('prices written in every habit', () => {
  const thousands = fc.integer({ min: 1, max: 999 })
  backAgain(
    'whole thousands',
    thousands,
    'money',
    (k) => [
      `${k}k`,
      `${k}K`,
      `${k} nghìn`,
      `${k} nghin`,
      `${k} ngàn`,
      `${k}.000`,
      `${k},000đ`,
      `${k}000 đồng`,
      `${spell(k)} nghìn`,
      strip(`${spell(k)} ngàn`),
    ],
    (k) => ({ vnd: k * 1000 }),
  )
  backAgain(
    'thousands with a tail',
    fc.tuple(thousands, digit),
    'money',
    ([k, d]) => [
      `${k}k${d}`,
      `${k}k${d}00`,
      `${k},${d}k`,
      `${k}.${d} nghìn`,
      `${k} nghìn ${d}`,
      grouped(k * 1000 + d * 100, '.'),
    ],
    ([k, d]) => ({ vnd: k * 1000 + d * 100 }),
  )
  backAgain(
    'millions with a tail',
    fc.tuple(fc.integer({ min: 1, max: 99 }), digit),
    'money',
    ([m, d]) => [
      `${m}tr${d}`,
      `${m} triệu ${d}`,
      `${m}tr${d}00`,
      `${m}.${d}tr`,
      `${m},${d} triệu`,
      grouped(m * 1e6 + d * 1e5, ','),
    ],
    ([m, d]) => ({ vnd: m * 1_000_000 + d * 100_000 }),
  )
  backAgain(
    'for one kg',
    fc.integer({ min: 1, max: 99 }),
    'money',
    (k) => [
      `${k}k/kg`,
      `${k}k 1 cân`,
      `${k} nghìn một cân`,
      `mỗi cân ${k}k`,
      `1 can ${k}k`,
      `${k * 100}k/tạ`,
      `${k} triệu/tấn`,
    ],
    (k) => ({ vnd: k * 1000, per: 'kg' }),
  )
})

describe('weights written in every habit', () => {
  backAgain(
    'hundreds with a tail',
    fc.tuple(fc.integer({ min: 1, max: 99 }), digit),
    'mass',
    ([t, d]) => [
      `${t} tạ ${d}`,
      `${t}ta${d === 5 ? '5' : d}`,
      `${t} tạ ${d}0`,
      `${t},${d} tạ`,
      `${t} ta ${d} yen`,
      `${t} tạ ${d}0 cân`,
    ],
    ([t, d]) => ({ kg: t * 100 + d * 10 }),
  )
  backAgain(
    'kilograms',
    fc.integer({ min: 1, max: 9999 }),
    'mass',
    (kg) => [`${kg}kg`, `${kg} can`, `${grouped(kg, '.')} kg`, `${grouped(kg, ',')}kg`, `${grouped(kg, ' ')} cân`],
    (kg) => ({ kg }),
  )
  backAgain(
    'halves',
    fc.integer({ min: 2, max: 99 }),
    'mass',
    (t) => [`${t} tạ rưỡi`, `${t} ta ruoi`, `${spell(t)} tạ rưỡi`, strip(`${spell(t)} tạ rưởi`)],
    (t) => ({ kg: t * 100 + 50 }),
  )
  backAgain(
    'sacks of one weight',
    fc.tuple(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 20, max: 60 })),
    'mass',
    ([n, kg]) => [
      `${n} bao mỗi bao ${kg}kg`,
      `${n} bao ${kg}kg/bao`,
      `${n} bao x ${kg} kg`,
      `${n} bao ngo moi bao ${kg}`,
      `${n}x${kg}kg`,
    ],
    ([n, kg]) => ({ kg: n * kg }),
  )
  backAgain(
    'ranges',
    fc.tuple(digit, digit).filter(([low, high]) => low < high),
    'mass',
    ([low, high]) => [
      `${low}-${high} tạ`,
      `${low} đến ${high} tạ`,
      `tu ${low} toi ${high} ta`,
      `${low} tạ - ${high} tạ`,
    ],
    ([low, high]) => ({ kg: (low + high) * 50, min: low * 100, max: high * 100 }),
  )
})

describe('fields written in every habit', () => {
  backAgain(
    'sào and thước',
    fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 14 })),
    'area',
    ([sao, thuoc]) => [`${sao} sào ${thuoc} thước`, `${sao} sao ${thuoc} thuoc`, `${sao} sào lẻ ${thuoc} thước`],
    ([sao, thuoc]) => ({ m2: sao * 360 + thuoc * 24 }),
  )
  backAgain(
    'sides',
    fc.tuple(fc.integer({ min: 2, max: 99 }), fc.integer({ min: 2, max: 99 })),
    'area',
    ([a, b]) => [`${a}x${b}m`, `${a} x ${b} m2`, `${a}m x ${b}m`, `dài ${a}m rộng ${b}m`],
    ([a, b]) => ({ m2: a * b }),
  )
})
