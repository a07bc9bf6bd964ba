import { isOneOf } from '../words.ts'

const NOT = ['không', 'ko', 'k', 'chưa', 'chả', 'chẳng']
const KNOWN = [
  'nhớ',
  'biết',
  'rõ',
  'cân',
  'đo',
  'nhớ rõ',
  'biết rõ',
  'nhớ nữa',
  'biết nữa',
  'cân được',
  'biết được',
  'biết đâu',
  'rõ đâu',
  'nhớ đâu',
]
const SKIP_WORDS = [
  ...['0', 'bỏ qua', 'không', 'ko', 'k', 'chịu', 'quên', 'quên rồi'],
  ...NOT.flatMap((not) => KNOWN.map((known) => `${not} ${known}`)),
]

/** Whether the farmer passes over an optional question. */
export const isSkip = (text: string): boolean => isOneOf(text, SKIP_WORDS)
