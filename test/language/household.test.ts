import { expect, it } from 'vitest'
import { readReport } from '../../src/language/report.ts'
import { contextWith } from './context.ts'

const quantityOf = (text: string) =>
  readReport(text, contextWith({ tense: 'past', containerKg: { bao: 50, gùi: 30 } })).slots.quantity

it.each([
  // Nothing is said of the weight: the household's own counts.
  ['lúa 5 bao', { kg: 250 }],
  ['khoảng 5 bao lúa', { kg: 250, about: true }],
  ['ngo 2 gui', { kg: 60 }],
  ['lúa 3-4 bao', { kg: 175, min: 150, max: 200 }],
  // What the text says of these sacks comes first, wherever the crop stands.
  ['12 bao lua moi bao 40 can', { kg: 480 }],
  ['12 bao thóc bao 40 cân', { kg: 480 }],
  ['5 bao ngo bao 45kg', { kg: 225 }],
  ['lúa 12 bao mỗi bao 40 cân', { kg: 480 }],
  ['5 bao lúa tổng 230 cân', { kg: 230 }],
  ['3 bao mỗi bao 40 cân lẻ 15 cân ngô', { kg: 135 }],
  ['ngô 3 bao lẻ 15 cân', { kg: 165 }],
  // Another container has no weight that is known.
  ['ngô 3 gánh', { count: 3, unit: 'gánh' }],
])('%s: %j', (text, quantity) => {
  expect(quantityOf(text)).toEqual(quantity)
})
