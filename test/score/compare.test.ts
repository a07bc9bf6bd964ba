import { describe, expect, it } from 'vitest'
import type { ScoredAs } from './case.ts'
import { compare, isSameSpelling, type Outcome } from './compare.ts'

const ask = (...readings: unknown[]) => ({ ask: readings })
const [kg3, kg4, kg5] = [{ kg: 3 }, { kg: 4 }, { kg: 5 }]

const READINGS: [what: string, expected: unknown, got: unknown, outcome: Outcome][] = [
  ['the same', kg3, { kg: 3 }, 'right'],
  ['the same but for the last digit of a sum', { kg: 0.3 }, { kg: 0.1 + 0.2 }, 'right'],
  ['another number', kg3, kg4, 'wrong'],
  ['a number a millionth off', { number: 1e6 }, { number: 1e6 + 1 }, 'wrong'],
  ['keys in another order', { vnd: 1, per: 'kg' }, { per: 'kg', vnd: 1 }, 'right'],
  ['a basis that is missing', { vnd: 1, per: 'kg' }, { vnd: 1 }, 'wrong'],
  ['an "about" nobody said', { number: 3 }, { number: 3, about: true }, 'wrong'],
  ['an "about" that is lost', { number: 3, about: true }, { number: 3 }, 'wrong'],
  ['a range that is lost', { kg: 3.5, min: 3, max: 4 }, { kg: 3.5 }, 'wrong'],
  ['nothing for something', kg3, null, 'unread'],
  ['asked with it', kg3, ask(kg4, kg3), 'asked'],
  ['asked without it', kg3, ask(kg4, kg5), 'wrong'],
  ['the same question in another order', ask(kg3, kg4), ask(kg4, kg3), 'right'],
  ['a wider question', ask(kg3, kg4), ask(kg3, kg4, kg5), 'asked'],
  ['a narrower question', ask(kg3, kg4, kg5), ask(kg3, kg4), 'wrong'],
  ['a pick where one must ask', ask(kg3, kg4), kg3, 'wrong'],
  ['nothing where one must ask', ask(kg3, kg4), null, 'unread'],
  ['nothing for nothing', null, null, 'right'],
  ['a question about nothing', null, ask(kg3, kg4), 'asked'],
  ['something for nothing', null, kg3, 'wrong'],
]

const report = (slots: object, more?: object[]) => ({ slots, ...(more ? { more } : {}) })
const [ngo, lua] = [{ crop: { crop: 'maize' } }, { crop: { crop: 'rice_paddy' } }]

const REPORTS: typeof READINGS = [
  ['every slot, whatever is left over', report(ngo), { ...report(ngo), rest: 'bc' }, 'right'],
  ['what is left over where it is expected', { ...report(ngo), rest: '' }, { ...report(ngo), rest: 'bc' }, 'wrong'],
  ['a slot too few', report({ ...ngo, area: { m2: 360 } }), report(ngo), 'unread'],
  ['a slot too many', report(ngo), report({ ...ngo, area: { m2: 360 } }), 'wrong'],
  ['a slot asked', report(ngo), report({ crop: ask(ngo.crop, lua.crop) }), 'asked'],
  [
    'its worst slot',
    report({ ...ngo, area: { m2: 1 } }),
    report({ crop: ask(ngo.crop, lua.crop), area: { m2: 2 } }),
    'wrong',
  ],
  ['nothing in no report', report({}), report({}), 'right'],
  ['a second harvest', report(ngo, [report(lua)]), report(ngo, [report(lua)]), 'right'],
  ['a second harvest not read', report(ngo, [report(lua)]), report(ngo), 'unread'],
  ['a second harvest read wrong', report(ngo, [report(lua)]), report(ngo, [report(ngo)]), 'wrong'],
  ['a second harvest made up', report(ngo), report(ngo, [report(lua)]), 'wrong'],
]

const FOLDS: typeof READINGS = [
  ['the same', { fold: 'gia', repaired: 'giá' }, { fold: 'gia', repaired: 'giá' }, 'right'],
  ['the tone on the other vowel', { fold: 'hoa', repaired: 'hoà' }, { fold: 'hoa', repaired: 'hòa' }, 'right'],
  ['another tone', { fold: 'hoa', repaired: 'hoà' }, { fold: 'hoa', repaired: 'hóa' }, 'wrong'],
  ['another vowel', { fold: 'cuu', repaired: 'cừu' }, { fold: 'cuu', repaired: 'cuừ' }, 'wrong'],
  ['residue left', { fold: 'gia', repaired: 'giá' }, { fold: 'gias' }, 'unread'],
  ['a word changed', { fold: 'sos' }, { fold: 'so', repaired: 'só' }, 'wrong'],
  ['a fold that differs', { fold: 'alo' }, { fold: 'alooo' }, 'wrong'],
]

describe.each<[ScoredAs, typeof READINGS]>([
  ['mass', READINGS],
  ['report', REPORTS],
  ['fold', FOLDS],
])('as %s', (as, cases) => {
  it.each(cases)('%s', (_, expected, got, outcome) => {
    expect(compare(as, expected, got)).toBe(outcome)
  })
})

it.each([
  ['hoà', 'hòa', true],
  ['thuý', 'thúy', true],
  ['giá ngô', 'gía ngô', true],
  ['gía ngo', 'giá ngô', false],
  ['giá ngò', 'gía ngọ', false],
])('%s and %s are spelled alike: %s', (one, other, isAlike) => {
  expect(isSameSpelling(one, other)).toBe(isAlike)
})
