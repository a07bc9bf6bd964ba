import { fold } from '../text/fold.ts'
import type { Scan } from '../text/scan.ts'
import { tokenize } from '../text/tokens.ts'
import { isContainerWord, isHeadName } from '../units/units.ts'

const [each] = tokenize('mỗi')

/**
 * Whether a text gives a weight of one: `yes` where mỗi (each) has its accents or stands before the name of what was counted (`moi bao`), or the weight before one of
 * them (`40 can 1 bao`, `40kg/bao`); `perhaps` where it may as well be mới, just now (`moi can lai 180 kg`).
 * @param unit what was counted, as a reading names it (`bao`, `con`); null: nothing was, and any sack or head counts
 */
export function saysEach(text: string, unit: string | null): 'yes' | 'perhaps' | 'no' {
  const words = tokenize(text).filter(({ kind }) => kind !== 'mark')
  const isOne = (word: string): boolean =>
    unit === null ? isContainerWord(word) || isHeadName(word) : word === fold(unit).split(' ')[0]
  if (weighsOne(text, isOne)) return 'yes'
  const found = words.flatMap(({ fold: letters, key, accented }, index) => {
    if (letters !== each?.fold) return []
    if (accented) return key === each.key ? ['yes' as const] : []
    return isOne(words[index + 1]?.fold ?? '') ? ['yes' as const] : ['perhaps' as const]
  })
  return found.includes('yes') ? 'yes' : (found[0] ?? 'no')
}

/** `40 can 1 bao`, `40 kg/bao`: a weight, and what it is of right behind it. */
function weighsOne(text: string, isOne: (word: string) => boolean): boolean {
  return [...text.matchAll(ONE_BEHIND_WEIGHT)].some(([, unit = '']) => isOne(fold(unit)))
}

/** The one that a weight right before it is of, its name in the first group. */
export const ONE_BEHIND_WEIGHT =
  /(?<=\d\s?(?:kg|kí|ki|ký|ky|cân|can|yến|yen))(?:\s?\/\s?|\s(?:1|một|mot|mỗi|moi)\s)(\p{L}+)/giu

/** Whether each of a container is told of at token `at`: the `moi bao` of `lua moi bao 45 can duoc 12 bao`. */
export const isEachContainer = (scan: Scan, at: number): boolean =>
  scan.tokens[at]?.fold === each?.fold && isContainerWord(scan.tokens[at + 1]?.fold ?? '')
