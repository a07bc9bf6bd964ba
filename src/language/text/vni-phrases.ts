/**
 * A figure behind that can be no amount, by what stands behind it: nothing, a mark, a month, what was done, who did it, a crop (`ngay2 5/11`, `ngay2 5 thu ngo`). Any other
 * word may be its unit (`ngay2 5 sot`).
 */
const FIGURE =
  /^\s+\d{1,2}(?!\d|[.,]\d)(?=\s*(?:$|[^a-z\d\s%]|(?:thang|thg|t\d|am|al|duong|nam|hom|roi|vua|sang|chieu|thu|gat|be|nho|hai|dao|cat|ban|em|nha|toi|minh|chau|ngo|lua|thoc|gung|nghe|san|lac)\d{0,2}(?![a-z\d])))/
/** A month in one of the words that are no other word before an amount. */
const MONTH = /^\s+(?:tu|bay|tam|chin|muoi|chap|gieng)[1-9]{0,2}(?![a-z\d])/
/** A unit with its half: without a count it would be one and a half. */
const UNIT_AND_HALF = /^\s+(?:ta|tan|yen|sao|can|mau|thuoc|tram|nghin|trieu)\d{0,2}\s+r[uư][oơ]i\d{0,3}(?![a-z])/
const TODAY_OR_NEAR = /^\s+(?:qua|nay|kia)(?![a-z])/

/** Words of a day, of a number and of a rice, as a VNI keyboard leaves them with one digit at their end, and what shows behind them that it is a mark. */
const openings = new Map<string, readonly RegExp[]>([
  ['hôm', [TODAY_OR_NEAR, /^\s+truoc(?![a-z])/]],
  ['sáng', [TODAY_OR_NEAR]],
  ['trưa', [TODAY_OR_NEAR]],
  ['ngày', [FIGURE, /^\s+(?:hom|mung|kia)(?![a-z])/]],
  ['tháng', [FIGURE, MONTH]],
  ['mùng', [FIGURE]],
  ['chủ', [/^\s+nhat[1-9]{0,2}(?![a-z])/]],
  ['vụ', [/^\s+(?:mua|xuan|chiem|dong|nay|truoc)[1-9]{0,2}(?![a-z])/]],
  ['mươi', [/^\s+(?:mot|hai|ba|tu|bon|lam|nam|sau|bay|tam|chin)[1-9]{0,2}(?![a-z\d])/]],
  ...['séng', 'sén', 'xén'].map((word): [string, RegExp[]] => [word, [/^\s+cu[1-9]?(?![a-z\d])/]]),
  ...['sáu', 'bảy', 'tám', 'chín'].map((word): [string, RegExp[]] => [word, [UNIT_AND_HALF]]),
  ['năm', [UNIT_AND_HALF, /^\s+(?:nay|ngoai)[1-9]{0,2}(?![a-z])/, /^\s+20\d\d(?!\d)/]],
])

/** Units as their one mark leaves them, behind which a half may be told. */
const halved = new Set(['tạ', 'cân', 'sào', 'nghìn', 'ngàn', 'chục', 'mẫu'])
const HALF = /^\s+r[uư][oơ]i\d{0,2}(?![a-z])/

/** Whether the digit at the end of a word is a mark for what stands behind it: `hom6 qua`, `ngay2 5/11`, `thang1 11`, `chu3 nhat`, `2 nghin2 ruoi`. */
export const isMarkedFor = (undone: string, behind: string): boolean =>
  (halved.has(undone) && HALF.test(behind.toLowerCase())) ||
  openings.get(undone)?.some((pattern) => pattern.test(behind.toLowerCase())) === true

/** Units, and thứ, whose own two marks may stand at their end: `3 tan61`, `5 yen61`. */
const twiceMarked = new Set(['tấn', 'yến', 'thước', 'rưỡi', 'nghìn', 'triệu', 'thứ', 'mẫu'])
/** Numbers with two marks: before a unit they count. */
const numbers = new Set(['một', 'bốn', 'mười'])
/** The first words of units, without their accents: every one that counts behind a figure. */
const UNIT_BEHIND =
  /^\s+(?:t|ta|tan|yen|can|kg|kgs|ky|ki|kilo|kilogam|kgam|lang|g|gam|gram|gr|l|lit|ml|khoi|m|m2|m3|met|mv|ha|hec|hecta|sao|mau|thuoc|con|qua|trai|cay|bo|xe|bap|buong|nai|canh|to|do|dan|mo|bau|hom|cong|khay|bao|tai|gui|ganh|thung|bung|cum|tui|ro|sot|bich|bi|chai|lo|doi|cap|goi|hop|vi|binh|xo|chau|hu|long|chuc|tram|k|n|tr|trieu|nghin|ngan|ty|cu)(?![a-z])/

/**
 * Whether two digits at the end of a word are its shape and its tone, in either order (`truoc71`, `tuan62`, `3 tan61`): no figure is glued so to a word that becomes
 * a syllable by it, but before a unit (`thu71 kg`).
 */
export function isTwiceMarked(said: string, undone: string, isUnit: boolean, behind: string): boolean {
  if (!/[a-z](?:[678][1-5]|[1-5][678])$/i.test(said)) return false
  if (numbers.has(undone)) return true
  return (!isUnit || twiceMarked.has(undone)) && !UNIT_BEHIND.test(behind.toLowerCase())
}
