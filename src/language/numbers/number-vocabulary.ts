import { tokenize } from '../text/tokens.ts'

/**
 * What a word does inside a number: `tens` is mươi (20, 30 …), `ten` mười, `either` unaccented muoi; `and` is linh or lẻ, `point` phẩy; `zero` opens
 * "không trăm". A digit marked `last` stands only behind tens (mốt, tư, lăm).
 */
export type NumberWord =
  | { type: 'digit'; value: number; last?: true }
  | { type: 'scale'; value: number; slang?: true }
  | {
      type:
        | 'ten'
        | 'tens'
        | 'either'
        | 'hundred'
        | 'and'
        | 'half'
        | 'half-of'
        | 'point'
        | 'zero'
        | 'twenty'
        | 'thirty'
        | 'nearly-five'
    }

const spelled: [words: string, meaning: NumberWord][] = [
  ['không', { type: 'zero' }],
  ['một', { type: 'digit', value: 1 }],
  ['mốt', { type: 'digit', value: 1, last: true }],
  ['hai', { type: 'digit', value: 2 }],
  ['ba', { type: 'digit', value: 3 }],
  ['bốn', { type: 'digit', value: 4 }],
  ['tư', { type: 'digit', value: 4, last: true }],
  ['năm', { type: 'digit', value: 5 }],
  ['lăm nhăm', { type: 'digit', value: 5, last: true }],
  ['sáu', { type: 'digit', value: 6 }],
  ['bảy bẩy', { type: 'digit', value: 7 }],
  ['tám', { type: 'digit', value: 8 }],
  ['chín', { type: 'digit', value: 9 }],
  ['mười', { type: 'ten' }],
  ['mươi', { type: 'tens' }],
  ['hăm', { type: 'twenty' }],
  ['băm', { type: 'thirty' }],
  ['dăm', { type: 'nearly-five' }],
  ['trăm', { type: 'hundred' }],
  ['linh lẻ', { type: 'and' }],
  ['rưỡi rưởi rữi', { type: 'half' }],
  ['nửa', { type: 'half-of' }],
  ['phẩy phảy chấm', { type: 'point' }],
  ['chục', { type: 'scale', value: 10 }],
  ['nghìn ngàn ngìn', { type: 'scale', value: 1e3 }],
  ['vạn', { type: 'scale', value: 1e4 }],
  ['triệu', { type: 'scale', value: 1e6 }],
  ['tỷ tỉ', { type: 'scale', value: 1e9 }],
]

/** Unaccented words that are common words of their own: in a text with accents they are not numbers. */
export const ownWords = new Set([
  'sau',
  'nam',
  'tu',
  'le',
  'van',
  'lam',
  'khong',
  'bam',
  'ham',
  'cham',
  'dam',
  'chin',
  'tam',
  'bay',
  'tram',
])
/** Number words by how they are typed with all their accents; then the ways to type each without any, and what it means so. */
export const byKey = new Map<string, NumberWord>()
export const keysByFold = new Map<string, string[]>()
export const byFold = new Map<string, NumberWord>()

for (const [words, meaning] of spelled) {
  for (const word of words.split(' ')) {
    byKey.set(keyOf(word), meaning)
    const bare = bareOf(word)
    keysByFold.set(bare, [...(keysByFold.get(bare) ?? []), keyOf(word)])
    byFold.set(bare, bare === 'muoi' ? { type: 'either' } : (byFold.get(bare) ?? meaning))
  }
}
/** A word as tokens are compared by, with its accents. */
export function keyOf(word: string): string {
  return tokenize(word)[0]?.key ?? word
}
/** The same without them. */
export function bareOf(word: string): string {
  return tokenize(word)[0]?.fold ?? word
}
