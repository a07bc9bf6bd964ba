const run = /(\p{L})\1{2,}/giu
const vowel = /[aeiouyăâêôơư]/iu
const roman = /^[ivx]+$/i

/**
 * A word with letters held down for fun or anger as one (`ngooooo` → `ngo`, `ALOOO` → `ALO`). Roman numerals (`III`) stay, and what has no vowel (`kkk`, `www`):
 * that is no word.
 */
export function unstretch(word: string): string {
  return roman.test(word) || !vowel.test(word.normalize('NFD')) ? word : word.replace(run, '$1')
}
