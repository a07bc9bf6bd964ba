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
export const HELP_WORDS = ['trợ giúp', 'giúp', 'giúp với', 'help', '?', '??']
/** Takes up the draft that waits. */
export const RESUME_WORDS = ['tiếp', 'làm tiếp', 'tiếp tục']
/** Agreement to keep what is told: as the whole message, or at either end of one. */
export const AGREE_WORDS = ['dy', 'đồng ý', 'dong y', 'đy']
export const REFUSE_WORDS = ['không', 'ko', 'không đồng ý', 'ko đồng ý', 'khong dy', 'không đy']
