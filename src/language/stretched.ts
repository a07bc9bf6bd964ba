const run = /(\p{L})\1{2,}/giu
const roman = /^[ivx]+$/i

/** A word with letters held down for fun or anger as one (`ngooooo` → `ngo`, `ALOOO` → `ALO`); Roman numerals (`III`) stay. */
export function unstretch(word: string): string {
  return roman.test(word) ? word : word.replace(run, '$1')
}
