import { FACT_RULES } from './explain-fact-rules.ts'

/** A sentence for staff, in both languages. */
interface Sentence {
  vi: string
  en: string
}

/** What was undone or filled in before a word could be read. */
const REPAIRS = {
  telex: { vi: 'gõ Telex mà máy không bật: bỏ phím dấu', en: 'Telex keys left in the text are undone' },
  vni: { vi: 'gõ VNI mà máy không bật: số là dấu', en: 'VNI digits left in the text are accents' },
  'old-charset': { vi: 'bảng mã của máy cũ (VNI, TCVN3, 1258)', en: 'the charset of an old phone is decoded' },
  stretched: { vi: 'chữ giữ phím cho dài: chỉ tính một chữ', en: 'letters held down count as one' },
  doubled: { vi: 'một chữ bị gõ hai lần', en: 'a letter struck twice counts as one' },
  spelling: { vi: 'ng/ngh, g/gh viết lẫn', en: 'ng for ngh, g for gh, or the other way round' },
  shortening: { vi: 'viết tắt của tin nhắn', en: 'a shortening of text messages' },
  slip: { vi: 'nhầm một phím trong một tên đã biết', en: 'one key slipped in a known name' },
  'mixed-sounds': {
    vi: 'l/n, s/x, ch/tr, d/gi/r viết lẫn trong một tên đã biết',
    en: 'l/n, s/x, ch/tr, d/gi/r mixed up in a known name',
  },
  'full-width': { vi: 'chữ hoặc số khổ rộng', en: 'full-width letters or digits' },
  invisible: { vi: 'ký tự không nhìn thấy: bỏ đi', en: 'characters that nobody sees are left out' },
} as const satisfies Record<string, Sentence>

/** How the words were compared. */
const ACCENTS = {
  accents: {
    vi: 'tin có dấu: chữ có dấu chỉ là chính nó',
    en: 'the text has accents: an accented word is only itself',
  },
  'no-accents': {
    vi: 'tin không dấu: so với mọi chữ bỏ dấu giống thế',
    en: 'no accents: matched with every word of the same letters',
  },
} as const satisfies Record<string, Sentence>

/** What more a reading shows, whichever rule gave it. */
const NOTES = {
  about: { vi: 'nói là khoảng chừng', en: 'said to be about so much' },
  between: { vi: 'nói từ … đến …: giữ cả hai đầu', en: 'said as a range: both ends are kept' },
  form: {
    vi: 'có chữ cho biết dạng (khô, tươi, thóc, gạo…)',
    en: 'a word tells the form (dry, fresh, paddy, milled …)',
  },
  time: { vi: 'có giờ đi cùng ngày', en: 'an hour goes with the day' },
  several: { vi: 'hơn một cách hiểu: hỏi lại, không tự chọn', en: 'more than one reading: asked, none is picked' },
} as const satisfies Record<string, Sentence>

/** What was said of a kind and is left alone. */
const UNREAD = {
  'no-such-day': { vi: 'lịch không có ngày này: để nguyên', en: 'no such day in the calendar: left unread' },
  'no-one-day': { vi: 'là hạn, hoặc lặp lại: không phải một ngày', en: 'a limit, or day after day: no one day' },
  'other-money': { vi: 'tiền nước khác: không đổi', en: 'other money: not changed into đồng' },
  'below-nothing': { vi: 'nhỏ hơn không: để nguyên', en: 'less than nothing: left unread' },
  'not-sold-so': {
    vi: 'cây, con này không bán theo đơn vị ấy: để nguyên',
    en: 'this crop is not sold by that unit: left unread',
  },
  'price-change': { vi: 'giá lên xuống bao nhiêu, không phải giá', en: 'by how much a price rose or fell: no price' },
  'fertiliser-grade': { vi: 'tỷ lệ N-P-K của phân bón', en: 'the N-P-K grade of a fertiliser' },
  rate: {
    vi: 'được bao nhiêu cho một sào, một lần: không phải tất cả',
    en: 'so much for one of something: not all there is',
  },
  torn: {
    vi: 'một con số không hiểu đứng ngay cạnh: không dám lấy',
    en: 'a figure that is part of nothing stands right beside it: not taken',
  },
} as const satisfies Record<string, Sentence>

/** Why another reading of the same words was not taken. */
const LOST = {
  'explains-less': {
    vi: 'thua: các cách hiểu được chọn giải thích được nhiều chữ hơn',
    en: 'lost: what was taken explains more of the text',
  },
  'less-special': {
    vi: 'thua: cùng những chữ ấy, cách được chọn rõ hơn',
    en: 'lost: for the same words the more special kind is taken',
  },
} as const satisfies Record<string, Sentence>

/** What is done with a text as a whole. */
const WHOLE = {
  'several-reports': {
    vi: 'mấy lần thu trong một tin: tách ra, mỗi cây một báo cáo',
    en: 'several harvests in one text: parted, one report a crop',
  },
  'said-once': { vi: 'nói một lần, tính cho cả các báo cáo sau', en: 'said once, for the later reports too' },
} as const satisfies Record<string, Sentence>

/** Every rule that an explanation may name, with what it says to staff. Closed: what a reader states is one of these. */
export const RULES = { ...REPAIRS, ...ACCENTS, ...FACT_RULES, ...NOTES, ...UNREAD, ...LOST, ...WHOLE }
export type Rule = keyof typeof RULES
/** A rule that changes letters before they are read. */
export type RepairRule = keyof typeof REPAIRS
/** A rule that makes a fact. */
export type FactRule = keyof typeof FACT_RULES
/** A rule that leaves something unread. */
export type UnreadRule = keyof typeof UNREAD
