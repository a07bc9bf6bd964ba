import { compileLexicon, matchAt } from './lexicon.ts'
import { isExpected, type Scan, type Span } from './scan.ts'

const yes = `ừ, ừm, ờ, ok, oke, okay, oki, okê, vâng, dạ, dạ vâng, dạ đúng, dạ có, dạ được, đúng, đúng rồi, đúng vậy, phải, phải rồi, đồng ý, có, được, đc, dc,
  chuẩn, chính xác, yes, uh, uhm, um, uk, ừ đúng, ok đúng, vâng đúng, có đồng ý, 👍, 👌, ✅`
const no = `không, ko, k, kh, hk, hông, hong, khum, hổng, không phải, không đúng, ko phải, ko đúng, k phải, k đúng, không được, ko được,
  không có, ko có, không đồng ý, ko đồng ý, dạ không, dạ ko, dạ không đúng, dạ không phải, dạ chưa, dạ sai, chưa, chưa đúng, chưa phải, sai, sai rồi, thôi, no, nhầm, nhầm rồi, đừng, dừng, 👎, ❌`

/** `không sai`, `dạ ko nhầm`: no mistake is a yes, though it begins with a no. */
const noMistake = ['', 'dạ '].flatMap((opened) =>
  ['không', 'ko', 'k', 'kh', 'hông', 'không có'].flatMap((not) =>
    ['sai', 'nhầm'].flatMap((mistake) => [`${opened}${not} ${mistake}`, `${opened}${not} ${mistake} đâu`]),
  ),
)

const answers = compileLexicon<boolean>([
  ...noMistake.map((phrase) => [phrase, true] as const),
  ...yes.split(',').map((phrase) => [phrase.trim(), true] as const),
  ...no.split(',').map((phrase) => [phrase.trim(), false] as const),
])
const polite = compileLexicon<'polite'>(
  ['ạ', 'a', 'nhé', 'nhe', 'nha', 'em', 'cháu', 'cán bộ', 'anh', 'chị', 'rồi', 'đấy', 'bạn', 'cb'].map(
    (word) => [word, 'polite'] as const,
  ),
)

/**
 * Reads yes or no at the beginning of a text: it has to be the whole text, or, where it was asked for, be followed by a mark or a figure (`không, 4 tạ`).
 * Unaccented `dung` is đúng, dừng or đừng: yes where a yes or no was asked for, both readings where not.
 */
export function yesNoAt(scan: Scan, at: number): Span | null {
  const match = matchAt(answers, scan.tokens, at)
  if (match === null) return null
  const isAsked = isExpected(scan, 'yes-no')
  if (!isWholeText(scan, at, match.to, isAsked)) return null
  // Who stops says so to the trigger words, long before a yes is looked for.
  const values = isAsked && match.values.length > 1 ? match.values.filter((value) => value) : match.values
  const [first, ...others] = values
  if (first === undefined) return null
  return {
    type: 'yes-no',
    readings: [{ yes: first }, ...others.map((value) => ({ yes: value }))],
    from: at,
    to: match.to,
  }
}

function isWholeText(scan: Scan, from: number, to: number, isAsked: boolean): boolean {
  if (skipPolite(scan, 0) < from) return false
  const end = skipPolite(scan, to)
  const next = scan.tokens[end]
  if (next === undefined) return true
  return isAsked && (next.kind === 'figure' || (end > to && scan.tokens[to]?.kind === 'mark'))
}

/** The index behind polite words, marks and further answers (`vâng, đúng rồi`). */
function skipPolite(scan: Scan, from: number): number {
  let at = from
  while (at < scan.tokens.length) {
    const match = matchAt(polite, scan.tokens, at) ?? matchAt(answers, scan.tokens, at)
    if (match !== null) at = match.to
    else if (scan.tokens[at]?.kind === 'mark') at += 1
    else break
  }
  return at
}
