import { describe, expect, it } from 'vitest'
import { readReport } from '../../src/language/report.ts'
import { contextWith } from './context.ts'

type Slots = ReturnType<typeof readReport>['slots']

const slotsOf = (text: string): Slots[] => {
  const { slots, more = [] } = readReport(text, contextWith({}))
  return [slots, ...more.map((other) => other.slots)]
}

describe('an amount told once of several crops', () => {
  const both = (...crops: string[]): Slots => ({ crop: { ask: crops.map((crop) => ({ crop })) } })
  it.each([
    ['cả ngô cả lúa được 1 tấn', both('maize', 'rice_paddy')],
    ['ca ngo ca lua duoc 1 tan', both('maize', 'rice_paddy')],
    ['ngô với lúa được 1 tấn', both('maize', 'rice_paddy')],
    ['ngo lan lua 1 tan', both('maize', 'rice_paddy')],
    ['bc ngo va lac 2 ta', both('maize', 'peanut')],
    ['ngô, lúa 1 tấn', both('maize', 'rice_paddy')],
    ['ngo lua 1 tan', both('maize', 'rice_paddy')],
    ['1 tan ngo voi lua', both('maize', 'rice_paddy')],
    ['hồi với quế 1 tạ', both('star_anise', 'cinnamon')],
    ['hoi voi que 1 ta', both('star_anise', 'cinnamon')],
    ['san, ngo 1 tan', both('cassava', 'maize')],
    ['trau bo 5 con', both('buffalo', 'cattle')],
    ['ngo voi lua 3 sao duoc 1 tan', both('maize', 'rice_paddy')],
    ['ngô với lúa được 1 tấn hôm qua', { ...both('maize', 'rice_paddy'), date: { date: '2026-11-21' } }],
  ])('is no one’s alone: %s', (text, expected) => {
    expect(slotsOf(text)).toEqual([expected])
  })

  const [maize, rice]: [Slots, Slots] = [
    { crop: { crop: 'maize' }, quantity: { kg: 300 } },
    { crop: { crop: 'rice_paddy' }, quantity: { kg: 500 } },
  ]
  it.each([
    ['ngô 3 tạ với lúa 5 tạ', [maize, rice]],
    ['3 ta ngo va 5 ta lua', [maize, rice]],
    ['3 tạ ngô và lúa 5 tạ', [maize, rice]],
    // One crop, told with its kinds or denied.
    ['ngo nep ngo te 3 ta', [maize]],
    ['không phải lúa mà là ngô 3 tạ', [maize]],
    ['nha e k co lua, ngo dc 3 ta', [maize]],
    ['khong co lua, ngo 3 ta', [maize]],
    ['chưa gặt lúa, ngô 3 tạ', [{ ...both('rice_paddy', 'maize'), quantity: { kg: 300 } }]],
    // An everyday word that is no crop.
    ['em hoi, ngo 3 ta', [maize]],
    ['em chao chi voi, ngo 3 ta', [maize]],
    ['san mat mua, ngo 3 ta', [maize]],
    ['giá ngô với lúa 7k', [{ ...both('maize', 'rice_paddy'), price: { vnd: 7000 } }]],
  ])('but each one’s own stays: %s', (text, expected) => {
    expect(slotsOf(text)).toEqual(expected)
  })
})

describe('crops in turn without a comma', () => {
  const of = (crop: string, kg: number): Slots => ({ crop: { crop }, quantity: { kg } })
  it.each([
    ['mận 5 tạ đào 2 tạ', [of('plum', 500), of('peach', 200)]],
    ['man 5 ta dao 2 ta', [of('plum', 500), of('peach', 200)]],
    ['dao 2 ta man 5 ta', [of('peach', 200), of('plum', 500)]],
    ['man 5 ta dao 2 ta le 1 ta', [of('plum', 500), of('peach', 200), of('pear', 100)]],
    ['lua 3 ta ngo 2 ta lac 1 ta', [of('rice_paddy', 300), of('maize', 200), of('peanut', 100)]],
    // Dug, and no peaches.
    ['dao 2 ta gung', [of('ginger', 200)]],
    ['gung dao 5 ta', [of('ginger', 500)]],
    ['dao duoc 5 ta man', [of('plum', 500)]],
  ])('%s', (text, expected) => {
    expect(slotsOf(text)).toEqual(expected)
  })
})
