import type { Letters, Token } from './tokens.ts'

/** Whether a shortening at token `at` is one there. */
type Guard = (tokens: readonly Token[], at: number) => boolean

const numberWords = new Set('mot hai ba bon nam sau bay tam chin muoi tram chuc ruoi tu lam'.split(' '))
const always: Guard = () => true
/** `15k`, `muoi lam k` are money. */
const notBehindNumber: Guard = (tokens, at) => {
  const before = tokens[at - 1]
  return before === undefined || (before.kind !== 'figure' && !numberWords.has(before.fold))
}
const behind =
  (...words: string[]): Guard =>
  (tokens, at) =>
    words.includes(tokens[at - 1]?.fold ?? '')
const before =
  (...words: string[]): Guard =>
  (tokens, at) =>
    words.includes(tokens[at + 1]?.fold ?? '')
const atEnd: Guard = (tokens, at) =>
  at > 0 && tokens[at - 1]?.kind === 'word' && (tokens[at + 1] === undefined || tokens[at + 1]?.kind === 'mark')

const beforeDay = before('nay', 'qua', 'kia', 'truoc', 'roi')

/**
 * Shortenings of text messages, what each stands for and where. From counts of young people's posts (ViLexNorm), less what farmers do not write, and farmers' own.
 * Those of units and money (t, tr, h, đ, m) are left to the readers of amounts: only the figure before them tells.
 */
const shortenings: readonly (readonly [typed: string, meant: string, guard: Guard])[] = [
  ['ko k0 kh hk hok khum khom', 'không', always],
  ['k', 'không', notBehindNumber],
  ['dc', 'được', (tokens, at) => tokens[at + 1]?.fold !== ':'],
  ['đc', 'được', always],
  ['bn bnh bnhieu bnhiu bnhju', 'bao nhiêu', always],
  ['nhiu nhju n', 'nhiêu', behind('bao')],
  ['h gjo', 'giờ', behind('bao', 'bay', 'may')],
  ['bh bjo bgio', 'bây giờ', always],
  ['hnay hnai', 'hôm nay', always],
  ['hqua hqa hwa', 'hôm qua', always],
  // Mường Hum is a commune.
  ['hum', 'hôm', (tokens, at) => tokens[at - 1]?.fold !== 'muong' && beforeDay(tokens, at)],
  ['mik mk mjh mjnh', 'mình', always],
  ['ck', 'chồng', always],
  ['vk', 'vợ', always],
  ['vs', 'với', always],
  ['trc', 'trước', always],
  ['ntn', 'như thế nào', always],
  ['tn', 'thế nào', behind('nhu')],
  ['sdt', 'số điện thoại', always],
  ['đt', 'điện thoại', always],
  ['dt', 'điện thoại', behind('so')],
  ['bvtv', 'bảo vệ thực vật', always],
  ['cx', 'cũng', always],
  ['lm', 'làm', always],
  ['nc', 'nước', always],
  ['ik', 'đi', always],
  ['j', 'gì', always],
  ['r', 'rồi', atEnd],
]

interface Meant {
  words: readonly Letters[]
  meant: string
  guard: Guard
}

/** Makes the step that puts words in place of shortenings, out of a way to take a phrase apart. */
export function expander(takeApart: (phrase: string) => Token[]): (tokens: Token[]) => Token[] {
  const table = new Map<string, Meant>()
  for (const [typed, meant, guard] of shortenings) {
    const words = takeApart(meant).map(({ fold, key, bit, sound }) => ({ fold, key, bit, sound }))
    for (const token of takeApart(typed)) table.set(token.key, { words, meant, guard })
  }
  const isShortened = (token: Token): boolean => token.kind === 'word' && table.has(token.key)
  return (tokens) => {
    if (!tokens.some(isShortened)) return tokens
    return tokens.flatMap((token, at) => {
      const meant = token.kind === 'word' ? table.get(token.key) : undefined
      return meant?.guard(tokens, at) === true ? spread(token, meant) : [token]
    })
  }
}

/** The words a shortening stands for: the first bears all its letters, the others none. */
function spread(token: Token, { words, meant }: Meant): Token[] {
  return words.map((word, index) =>
    index === 0
      ? { ...token, ...word, accented: false, repair: { read: meant, rule: 'shortening' } }
      : { ...token, ...word, start: token.end, accented: false, glued: false },
  )
}
