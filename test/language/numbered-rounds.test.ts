import { describe, expect, it } from 'vitest'
import { readReport } from '../../src/language/report.ts'
import { contextWith } from './context.ts'
import { table } from './table.ts'

const three = { ask: [{ kg: 500 }, { kg: 300 }, { kg: 200 }] }

/** Rounds and plots told one by one: all of them, or one. */
table('mass', [
  ['ngô đợt 1 3 tạ đợt 2 2 tạ', three],
  ['ngô đợt 1: 3 tạ, đợt 2: 2 tạ', three],
  ['đợt 1 được 3 tạ đợt 2 được 2 tạ', three],
  ['2 lần, lần 1 3 tạ, lần 2 2 tạ', three],
  ['ruong 1 3 ta ruong 2 2 ta', three],
  // No row of them.
  ['đợt 2 3 tạ', { kg: 300 }],
  ['ruộng 2 sào 3 tạ', { kg: 300 }],
  ['đợt 1 3 tạ, đợt 1 2 tạ', { ask: [{ kg: 300 }, { kg: 200 }] }],
  ['1 3 tạ', { kg: 200, min: 100, max: 300 }],
])

/** By how much a harvest differs from another is no harvest. */
table('mass', [
  ['ngô năm nay kém 1 tạ', null],
  ['hơn năm ngoái 1 tạ', null],
  ['ngo hon nam ngoai 1 ta', null],
  ['lúa tăng 2 tạ', null],
  ['ngô bằng năm ngoái 3 tạ', null],
  ['ngô được 3 tạ, hơn năm ngoái 1 tạ', { kg: 300 }],
  ['ngô kém năm ngoái 1 tạ được 3 tạ', { kg: 300 }],
  ['ngô hơn 1 tạ', { kg: 100, about: true }],
  ['ngô giảm còn 1 tạ', { kg: 100 }],
  ['ngô 3 tạ kém 5 cân', { kg: 295 }],
])

/** The metre of a length is no square or cubic one. */
table('mass', [
  ['ngô cao 2m 3 tạ', { kg: 300 }],
  ['ngô cao 2m 2 tạ', { kg: 200 }],
  ['ruộng dài 20m rộng 5 m 3 tạ lúa', { kg: 300 }],
])
table('volume', [
  ['ngô cao 2m 3 tạ', null],
  ['3 m3', { l: 3000 }],
])
table('area', [['500 m 2', { m2: 500 }]])

describe('two heads', () => {
  it.each(['hai con trâu', 'bán hai con trâu', 'hai con trau'])('are counted, and not picked: %s', (text) => {
    expect(readReport(text, contextWith({})).slots).toEqual({
      crop: { crop: 'buffalo' },
      quantity: { count: 2, unit: 'con' },
    })
  })
})
