import { ONE_BEHIND_WEIGHT } from '../../language/amounts/each.ts'
import { containerOf, isContainerWord } from '../../language/units/units.ts'

/** Words beside a weight that tell what it is of. */

/** "50 kg/bao", "30 cân 1 gùi", "mỗi bao 40": where the weight of one was asked for, the words for one say nothing more. */
export const withoutOne = (text: string): string =>
  text.replace(ONE_OF, (words, unit: string) => (isContainerWord(unit) ? ' ' : words))
const ONE_OF = /(?:\/|(?<![\p{L}\d])(?:mỗi|moi|một|mot|1)\s)\s*(\p{L}+)/giu

/** "40 cân 1 bao" as a correction: the words for one tell what the weight is of, not how many there are. */
export const withoutOneWeighed = (text: string): string =>
  text.replace(ONE_BEHIND_WEIGHT, (words, unit: string) => (isContainerWord(unit) ? ' ' : words))

/** "Sửa bớt 50 cân": alone behind such a word a weight is the one that was said. */
export const withoutLess = (text: string): string => text.replace(LESS, ' ')
const LESS = /(?<!\p{L})(?:bớt|bot|trừ|tru|giảm|giam)(?:\s+(?:đi|di))?(?=\s)(?!\s+(?:còn|con|xuống|xuong))/giu

/** "15 cân 1 gùi": whether a text tells the weight of one of another container than this. */
export const isOfOtherContainer = (text: string, container: string): boolean =>
  [...text.matchAll(ONE_OF)].some(([, unit = '']) => (containerOf(unit) ?? container) !== container)
