import { isPhrase } from '../language/words.ts'

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
export const AGREE_WORDS = ['dy', 'đồng ý', 'dong y', 'đy']
/** The answer to the question; says nothing where none was put. */
export const NO_WORDS = ['không', 'ko', 'khong', 'không, đừng lưu', 'đừng lưu', 'không lưu']
/** Refusal, or agreement taken back, whenever it is said. */
export const REFUSE_WORDS = [
  'không đồng ý',
  'ko đồng ý',
  'không dy',
  'không đy',
  'ko dy',
  'chưa đồng ý',
  'tôi không đồng ý',
  'tôi chưa đồng ý',
  'không đồng ý nữa',
  'tôi không đồng ý nữa',
  'rút lại đồng ý',
  'rút đồng ý',
  'thôi không đồng ý',
]
/** Beside these a DY agrees to nothing. */
export const NOT_AGREEING = ['khong', 'ko', 'k', 'chua', 'dung', 'chang', 'la', 'gi', 'cai', 'nhung', 'sao', 'ma']

/** The payload of a message that tells of a phone number its sender submitted; no button bears it. */
export const PHONE_SHARED = 'phone-shared'

/** Whether the whole message is one of these. */
export const isOneOf = (text: string, words: readonly string[]): boolean => words.some((word) => isPhrase(text, word))
