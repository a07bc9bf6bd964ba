const run = /(\p{L})\1{2,}/giu
const vowel = /[aeiouyăâêôơư]/iu
const roman = /^[ivx]+$/i

/** Whether three characters in a row are one: most words have none, and need no closer look. */
function hasRun(word: string): boolean {
  for (let at = 2; at < word.length; at++) {
    const char = word[at]?.toLowerCase()
    if (char === word[at - 1]?.toLowerCase() && char === word[at - 2]?.toLowerCase()) return true
  }
  return false
}

/**
 * A word with letters held down for fun or anger as one (`ngooooo` → `ngo`, `ALOOO` → `ALO`). Roman numerals (`III`) stay, and what has no vowel (`kkk`, `www`):
 * that is no word.
 */
export function unstretch(word: string): string {
  return !hasRun(word) || roman.test(word) || !vowel.test(word.normalize('NFD')) ? word : word.replace(run, '$1')
}
