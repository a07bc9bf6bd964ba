import { fold } from '../text/fold.ts'
import { tokenize } from '../text/tokens.ts'
import { isContainerWord, isHeadName } from '../units/units.ts'

const [each] = tokenize('mỗi')

/**
 * Whether a text gives a weight of one: `yes` where mỗi (each) has its accents or stands before the name of what was counted (`moi bao`), `perhaps` where it may as
 * well be mới, just now (`moi can lai 180 kg`).
 * @param unit what was counted, as a reading names it (`bao`, `con`); null: nothing was, and any sack or head counts
 */
export function saysEach(text: string, unit: string | null): 'yes' | 'perhaps' | 'no' {
  const words = tokenize(text).filter(({ kind }) => kind !== 'mark')
  const isOne = (word: string): boolean =>
    unit === null ? isContainerWord(word) || isHeadName(word) : word === fold(unit).split(' ')[0]
  const found = words.flatMap(({ fold: letters, key, accented }, index) => {
    if (letters !== each?.fold) return []
    if (accented) return key === each.key ? ['yes' as const] : []
    return isOne(words[index + 1]?.fold ?? '') ? ['yes' as const] : ['perhaps' as const]
  })
  return found.includes('yes') ? 'yes' : (found[0] ?? 'no')
}
