/** How far the full-width forms (U+FF01 to U+FF5E in Unicode's Halfwidth and Fullwidth Forms) lie from the ASCII characters they stand for. */
const distance = 0xfee0

/** The text with full-width digits, letters and marks (`３／５`) as plain ones; its length in UTF-16 units stays. */
export function halfWidth(text: string): string {
  return text.replace(/[！-～]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - distance))
}
