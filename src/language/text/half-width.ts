/** How far the full-width forms (U+FF01 to U+FF5E in Unicode's Halfwidth and Fullwidth Forms) lie from the ASCII characters they stand for. */
const distance = 0xfee0
/** The eth and the African d, which some keyboards and fonts give for đ. */
const barred = new Map([
  ['ð', 'đ'],
  ['Ð', 'Đ'],
  ['ɖ', 'đ'],
  ['Ɖ', 'Đ'],
])
const plain = /^[\t-~]*$/

/** The text with full-width digits, letters and marks (`３／５`) as plain ones and one kind of đ; its length in UTF-16 units stays. */
export function halfWidth(text: string): string {
  if (plain.test(text)) return text
  return text
    .replace(/[！-～]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - distance))
    .replace(/[ðÐɖƉ]/gu, (char) => barred.get(char) ?? char)
}
