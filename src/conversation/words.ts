import { isPhrase } from '../language/text/words.ts'

/** Words that reach the engine itself from anywhere in a talk: the whole message, nothing else. */

/** Courtesy that needs no answer: one would only cost money. */
export const COURTESY_WORDS = [
  'cảm ơn',
  'cám ơn',
  'cảm ơn cán bộ',
  'cảm ơn nhiều',
  'xin cảm ơn',
  'thank',
  'thanks',
  'thank you',
  'tks',
  'ok',
  'oke',
  'okie',
  'vâng',
  'dạ',
  'dạ vâng',
  'ừ',
  'được rồi',
  'đúng rồi',
  'đúng vậy',
]
export const BACK_WORDS = ['quay lại', 'lùi lại', 'trở lại', 'câu trước']
/** Leaves the question open and what it is for, for later. */
export const LEAVE_WORDS = [
  'thôi',
  'thôi bỏ',
  'thôi không báo nữa',
  'thôi khỏi',
  'thôi để sau',
  'để sau',
  'không báo nữa',
]
export const HELP_WORDS = ['trợ giúp', 'giúp', 'giúp với', 'help', '?', '??']
/** Takes up the draft that waits. */
export const RESUME_WORDS = ['tiếp', 'làm tiếp', 'tiếp tục']
/** Agreement to keep what is told: as the whole message, or at either end of one. */
export const AGREE_WORDS = [
  ...['dy', 'đồng ý', 'dong y', 'đy', 'tôi dy', 'tôi đồng ý', 'mình đồng ý', 'em đồng ý', 'cháu đồng ý', 'có đồng ý'],
  ...['dy đi', 'đy đi', 'đồng ý đi', 'dy luôn', 'đy luôn', 'đồng ý luôn'],
  ...['đồng ý cho lưu', 'tôi đồng ý cho lưu', 'nhà tôi đồng ý', 'nhà mình đồng ý'],
]
/** The answer to the question; says nothing where none was put. */
export const NO_WORDS = [
  ...['không', 'ko', 'khong', 'không, đừng lưu', 'đừng lưu', 'đừng có lưu', 'đừng lưu gì', 'đừng lưu số'],
  ...['không', 'ko'].flatMap((not) =>
    ['lưu', 'lưu đâu', 'cho lưu', 'cho lưu đâu', 'muốn lưu', 'cần lưu', 'cần', 'cần đâu', 'đâu', 'muốn', 'thích'].map(
      (rest) => `${not} ${rest}`,
    ),
  ),
]
const NOT_WORDS = ['không', 'ko']
/** How one speaks of oneself. */
export const SELF_WORDS = ['tôi', 'mình', 'em', 'cháu', 'nhà tôi', 'nhà mình', 'nhà em', 'gia đình tôi']
const byAnyone = (words: readonly string[]): string[] =>
  ['', ...SELF_WORDS].flatMap((self) => words.map((word) => `${self} ${word}`.trim()))
/** Refusal whenever it is said, but where a yes or no is asked for: there it is the no. */
export const REFUSE_WORDS = byAnyone(
  NOT_WORDS.flatMap((not) => ['đồng ý', 'đồng ý đâu', 'dy', 'đy'].map((agree) => `${not} ${agree}`)),
)
/** Agreement taken back, whatever was asked. */
export const TAKE_BACK_WORDS = byAnyone([
  ...['rút lại đồng ý', 'rút đồng ý', 'huỷ đồng ý', 'thôi không đồng ý', 'thôi không cho lưu', 'thôi không lưu'],
  ...['thôi không cho lưu nữa', 'thôi không lưu nữa', 'đừng lưu nữa'],
  ...NOT_WORDS.flatMap((not) =>
    [
      ...['đồng ý nữa', 'đồng ý lưu', 'đồng ý lưu nữa', 'đồng ý cho lưu', 'đồng ý cho lưu nữa'],
      ...['cho lưu nữa', 'lưu nữa', 'muốn lưu nữa', 'muốn cho lưu', 'muốn cho lưu nữa'],
    ].map((agree) => `${not} ${agree}`),
  ),
])
/** Too little to be agreement, which must be said clearly. */
export const ASSENT_WORDS = ['ok', 'oke', 'okie', 'vâng', 'dạ', 'dạ vâng', 'ừ', 'có', 'được', 'được rồi', 'đúng rồi']
/** Neither yes nor no yet. */
export const NOT_YET_WORDS = byAnyone(['chưa đồng ý', 'chưa đồng ý với', 'chưa đồng ý đâu', 'chưa dy', 'chưa đy'])
/** Beside these a DY agrees to nothing. */
export const NOT_AGREEING = ['khong', 'ko', 'k', 'chua', 'dung', 'chang', 'la', 'gi', 'cai', 'nhung', 'sao', 'ma']

/** The payload of a message that tells of a phone number its sender submitted; no button bears it. */
export const PHONE_SHARED = 'phone-shared'

/** Whether the whole message is one of these. */
export const isOneOf = (text: string, words: readonly string[]): boolean => words.some((word) => isPhrase(text, word))

/** Whole messages the engine takes itself, wherever the talk stands: no flow may begin with one. */
export const ENGINE_WORDS: readonly string[] = [
  ...AGREE_WORDS,
  ...BACK_WORDS,
  ...COURTESY_WORDS,
  ...HELP_WORDS,
  ...LEAVE_WORDS,
  ...NOT_YET_WORDS,
  ...REFUSE_WORDS,
  ...RESUME_WORDS,
  ...TAKE_BACK_WORDS,
]
