import { isCommonWord, isReadersWord } from '../../language/text/common-words.ts'
import { fold } from '../../language/text/fold.ts'
import type { CropBook } from '../../language/types.ts'
import type { Report, Source } from './problems.ts'

/**
 * Tells of names of crops that without accents are common words, and so are seldom or never read as the crop, where no longer way of writing them is given.
 * Refuses nothing.
 */
export function checkCrops(source: Source, book: CropBook, report: Report): void {
  for (const { key, words } of book.values())
    for (const [index, word] of words.entries()) {
      const collision = collisionOf(word)
      if (collision === null || words.some((other) => other !== word && other.split(' ').includes(word))) continue
      const advice = {
        vi: `${collision.vi}: viết thêm tên hai chữ, như "cây ${word}", "củ ${word}"`,
        en: `${collision.en}: add a name of two words, like "cây ${word}", "củ ${word}"`,
      }
      report(source, ['crops', key, 'words', index], advice, 'note')
    }
}

function collisionOf(word: string): { vi: string; en: string } | null {
  const bare = fold(word)
  if (isReadersWord(bare))
    return {
      vi: `"${word}" không dấu là "${bare}", một chữ máy cần để hiểu việc khác nên không hiểu là cây con`,
      en: `"${word}" without accents is "${bare}", a word needed for other things, and not read as a crop`,
    }
  if (!isCommonWord(bare)) return null
  return {
    vi: `"${word}" không dấu là "${bare}", cũng là chữ thường dùng nên ít khi được hiểu là cây con`,
    en: `"${word}" without accents is "${bare}", a common word as well, and seldom read as a crop`,
  }
}
