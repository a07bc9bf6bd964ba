import { numberPhraseAt } from '../numbers/number-phrase.ts'
import { compileLexicon, matchAt, phraseLexicon } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'

const dong = compileLexicon<'vnd'>([
  ['đồng', 'vnd'],
  ['đ', 'vnd'],
  ['₫', 'vnd'],
  ['vnd', 'vnd'],
  ['vnđ', 'vnd'],
  ['việt nam đồng', 'vnd'],
])
const foreign = phraseLexicon(
  `usd, đô la, đô mỹ, đôla, dollar, cny, rmb, ndt, nhân dân tệ, euro, eur, ơ rô, yên nhật, bảng anh, won, uôn, ringgit, rupee, baht`,
)
/** Without their accents these are đó, tẻ and kịp. */
const accentedForeign = phraseLexicon('đô, tệ, kíp')

/** The index behind a word or sign for đồng, or null. */
export function skipDong(scan: Scan, at: number): number | null {
  return matchAt(dong, scan.tokens, at)?.to ?? null
}

/** `20$`, `usd 20`, `20 đô la`: the index behind money that is no đồng, or null. */
export function foreignAt(scan: Scan, at: number): number | null {
  const leading = skipForeign(scan, at)
  const phrase = numberPhraseAt(scan, leading ?? at)
  if (phrase === null || leading !== null) return phrase?.to ?? null
  const match = matchAt(accentedForeign, scan.tokens, phrase.to, true)
  return skipForeign(scan, phrase.to) ?? match?.to ?? null
}

function skipForeign(scan: Scan, at: number): number | null {
  const token = scan.tokens[at]
  if (token?.kind === 'mark') return /^\p{Sc}$/u.test(token.fold) && token.fold !== '₫' ? at + 1 : null
  return matchAt(foreign, scan.tokens, at)?.to ?? null
}
