import { compileLexicon, type Lexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import { type Token, tokenize } from '../text/tokens.ts'

/** Words that ask, or ask for something. "Ai" is none of them: who sells says "ai mua không". */
const asking = compileLexicon<unknown>(
  [
    ...['gì', 'nào', 'sao', 'mấy', 'đâu', 'bao nhiêu', 'bao giờ', 'bao lâu', 'bao tiền', 'nhiêu', 'bn', 'ntn', 'hay'],
    ...['hỏi', 'biết', 'xem', 'chỉ', 'dạy', 'hướng dẫn', 'giúp', 'cứu', 'cách', 'xin', 'tư vấn'],
  ].map((phrase) => [phrase, 'asks'] as const),
)
/** Words that ask at the end of a sentence. */
const closing = phraseLexicon('không, ko, k, chưa, hả, nhỉ, với')
const polite = phraseLexicon('ạ, a, nhé, nha, ơi, em, anh, chị, cán bộ, hả, cb')

const QUESTION = tokenize('à')[0]?.key

/** Whether a text asks something or asks for something, rather than tell it. */
export function isQuestion(text: readonly Token[]): boolean {
  if (text.some(({ fold }) => fold === '?')) return true
  const tokens = text.filter(({ kind }) => kind !== 'mark')
  // Behind a figure it is a unit: "2 sao" is a field, "15 k" a price.
  const asks = (lexicon: Lexicon<unknown>, at: number): boolean =>
    tokens[at - 1]?.kind !== 'figure' && matchAt(lexicon, tokens, at) !== null
  if (tokens.some((_, at) => asks(asking, at))) return true
  for (let at = tokens.length - 1; at > 0; at--) {
    // Without its accent it is ạ.
    if (tokens[at]?.key === QUESTION || asks(closing, at)) return true
    if (matchAt(polite, tokens, at) === null) return false
  }
  return false
}
