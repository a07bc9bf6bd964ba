import { compileLexicon, matchAt } from '../text/lexicon.ts'
import { remembered } from '../text/remember.ts'
import { isExpected, type Scan, type Span } from '../text/scan.ts'

/**
 * What a word does in an answer: says yes, or only politely so (`vâng không đi được`), says that one will come, consents, declines, denies what follows, says
 * that something is wrong, names what is agreed to, leaves it open, or carries nothing.
 */
type Part = 'yes' | 'polite yes' | 'will' | 'consent' | 'no' | 'not' | 'wrong' | 'matter' | 'open' | 'nothing' | 'mark'

const words: readonly (readonly [Exclude<Part, 'mark'>, string])[] = [
  [
    'yes',
    `đúng, đúng rồi, đúng vậy, đúng thế, phải, phải rồi, đồng ý, nhất trí, có, được, được rồi, cũng được, chuẩn, chuẩn rồi, chính xác, chắc chắn, chắc rồi, tất nhiên,
    đương nhiên, hẳn rồi, yes, ok, oke, okay, oki, okê, okie, okela, ô kê, thế cũng được, vậy cũng được, 👍, 👌, ✅, ✔, ☑, 🆗, 💯`,
  ],
  ['polite yes', 'ừ, ừm, ờ, ừa, vâng, vg, dạ, uh, uhm, um, uk, ukm, ừ thì, vâng thì'],
  ['no', 'thôi, no, khỏi, miễn, đừng, dừng, 👎, ❌, ✖, 🚫, 🙅'],
  ['consent', 'dy, đy'],
  ['not', 'không, hông, hong, hổng, hem, chưa, chẳng, chả, đâu có'],
  ['wrong', 'sai, sai rồi, nhầm, nhầm rồi, lộn, sai hết'],
  ['will', 'đi, đi được, đi chứ, đến được, tới được, dự được, tham gia, muốn, thích, đăng ký'],
  [
    'matter',
    'đến, tới, dự, cần, nhận, gửi, gửi đi, làm, lấy, học, họp, bán, mua, nhắn, nhắn tin, ghi, ham, đổi, đổi được, nghe, rảnh, tiện',
  ],
  [
    'open',
    `có thể, có lẽ, không biết, chưa biết, không rõ, chưa rõ, không nhớ, không hiểu, chưa hiểu, không chắc, chưa chắc, không có thể, biết thế nào, thế nào, chắc là, hình như, để, khi nào, sao,
    bao giờ, bao nhiêu, không nghe, không nghe rõ`,
  ],
  [
    'nothing',
    `ạ, a, nhé, nhe, nha, em, cháu, cán bộ, anh, chị, rồi, đấy, đó, bạn, cb, bác, chú, tôi, mình, nhà em, nhà mình, nhà tôi, luôn, nữa, đâu, thì, là, mà, thật, hết, lắm, quá, ơi, gì,
    cảm ơn, cám ơn, thank, thanks, 🙏, 😊, 🙂, 😄, 😀, ❤`,
  ],
]

const parts = compileLexicon<Part>(
  words.flatMap(([part, list]) => list.split(',').map((word) => [word.trim(), part] as const)),
)

/** Without its accents cô is có. */
const accentedParts = compileLexicon<Part>([['cô', 'nothing']])

/** Nobody says yes in more. */
const MAX_PARTS = 12

/**
 * Reads yes or no at the beginning of a text: it has to be the whole text, or, where it was asked for, be followed by a mark or a figure (`không, 4 tạ`).
 * Unaccented `dung` is đúng, dừng or đừng: yes where a yes or no was asked for, both readings where not.
 */
export function yesNoAt(scan: Scan, at: number): Span | null {
  const opening = firstWordOf(scan)
  if (opening >= 0 && at > opening) return null
  const said = partsFrom(scan, at)
  const isAsked = isExpected(scan, 'yes-no')
  // DI and DY answer an invitation and the question for consent, by their triggers: they confirm nothing else.
  if (isAsked && said?.some(({ values: [part] }) => part === 'will' || part === 'consent')) return null
  if (said === null || said.length > MAX_PARTS || !isWholeText(scan, said, isAsked)) return null
  const meanings = meaningsOf(said.map(({ values }) => values))
  // Who stops says so to the trigger words, long before a yes is looked for.
  const values = isAsked && meanings.length > 1 ? meanings.filter((value) => value) : meanings
  const [first, ...others] = values
  const last = said.findLast(({ values: [part] }) => part !== 'mark' && part !== 'nothing')
  if (first === undefined || last === undefined) return null
  return {
    type: 'yes-no',
    readings: [{ yes: first }, ...others.map((value) => ({ yes: value }))],
    from: at,
    to: last.to,
    rule: 'yes-no',
  }
}

/** The first token that is no mark, or -1. */
const firstWordOf = remembered((scan) => scan.tokens.findIndex(({ kind }) => kind !== 'mark'))

interface Said {
  values: readonly [Part, ...Part[]]
  to: number
}

/** The parts of an answer from token `at` on, as far as they go or are too many; null where the first word is none. */
function partsFrom(scan: Scan, from: number): Said[] | null {
  // "gì có", "gì cơ" ask back.
  if (scan.tokens[from]?.fold === 'gi') return null
  const said: Said[] = []
  for (let at = from; at < scan.tokens.length && said.length <= MAX_PARTS; ) {
    const match = matchAt(accentedParts, scan.tokens, at, true) ?? matchAt(parts, scan.tokens, at)
    if (match === null && scan.tokens[at]?.kind !== 'mark') break
    said.push(match === null ? { values: ['mark'], to: at + 1 } : { values: match.values, to: match.to })
    at = match?.to ?? at + 1
  }
  return said[0] === undefined || said[0].values[0] === 'mark' ? null : said
}

function isWholeText(scan: Scan, said: readonly Said[], isAsked: boolean): boolean {
  const last = said.at(-1)
  const next = scan.tokens[last?.to ?? 0]
  if (next === undefined) return true
  const isClosed = said.slice(1).some(({ values }) => values[0] === 'mark')
  return isAsked && (next.kind === 'figure' || isClosed)
}

/** All that an answer may mean; one word at most may be two parts. */
function meaningsOf(said: readonly (readonly [Part, ...Part[]])[]): boolean[] {
  const doubtful = said.findIndex((values) => values.length > 1)
  const choices = said[doubtful] ?? ['nothing']
  const all = choices.map((choice) => {
    const chosen = said.map(([first], index) => (index === doubtful ? choice : first))
    return meaningOf(chosen)
  })
  return [...new Set(all.flat())]
}

/** What parts mean, clause by clause; both where the clauses differ. */
function meaningOf(said: readonly Part[]): boolean[] {
  if (said.includes('open')) return []
  const clauses: Part[][] = [[]]
  for (const part of said) {
    if (part === 'mark') clauses.push([])
    else if (part !== 'nothing') clauses.at(-1)?.push(part)
  }
  return [...new Set(clauses.filter((clause) => clause.length > 0).flatMap(clauseMeaning))]
}

function clauseMeaning(clause: readonly Part[]): boolean[] {
  const rest = clause.slice(clause.findIndex((part) => part !== 'polite yes'))
  const [first, ...others] = clause.every((part) => part === 'polite yes') ? [] : rest
  switch (first) {
    case undefined:
      return [true]
    case 'not':
      return [others[0] === 'wrong']
    case 'wrong':
      return [false]
    case 'matter':
      return []
    case 'no':
      // thôi được: all right then, or enough.
      return others[0] === 'yes' ? [true, false] : [false]
    default:
      // được không, đi chưa ask back.
      if (others.at(-1) === 'not') return []
      return others.includes('not') || others.includes('wrong') ? clauseMeaning(others) : [true]
  }
}
