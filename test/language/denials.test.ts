import { describe, expect, it } from 'vitest'
import { readReport } from '../../src/language/report.ts'
import { contextWith } from './context.ts'

describe('what is said not to be so', () => {
  const cases: [text: string, slots: object][] = [
    ['khong phai ngo ma la lua', { crop: { crop: 'rice_paddy' } }],
    ['ngo 4 ta chu khong phai 3 ta', { crop: { crop: 'maize' }, quantity: { kg: 400 } }],
    ['k phai 3 ta ma 4 ta ngo', { crop: { crop: 'maize' }, quantity: { kg: 400 } }],
    ['không phải 15k mà là 17k/kg gừng', { crop: { crop: 'ginger' }, price: { vnd: 17_000, per: 'kg' } }],
    ['không phải ngô', {}],
    ['có phải ngô 3 tạ không', { crop: { crop: 'maize' }, quantity: { kg: 300 } }],
  ]
  it.each(cases)('%s', (text, slots) => {
    expect(readReport(text, contextWith()).slots).toEqual(slots)
  })
})
