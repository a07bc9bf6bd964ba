import { matchAt, phraseLexicon } from '../text/lexicon.ts'
import { tokenize } from '../text/tokens.ts'

/** Some day, week or season behind that no calendar tells: of a season whose months nobody has told too. */
const vague = phraseLexicon(
  `hôm trước, hôm nọ, hôm rồi, hôm bữa, bữa trước, bữa nọ, bữa rồi, bữa hổm, ngày trước, dạo trước, dạo nọ, đợt trước, đợt rồi, lứa trước, lứa rồi, tuần kia, tháng kia,
  vụ mùa, vụ đông, vụ hè, vụ hè thu, vụ thu đông, vụ đông xuân, vụ xuân, vụ chiêm, vụ ngoái, mùa trước, mùa ngoái, mùa rồi`,
)

/** The words of a text that name a day so vaguely that it can only be asked for (`hôm nọ`, `vụ đông`); null: none. Of no use where a day was read. */
export function vagueDayIn(text: string): string | null {
  const tokens = tokenize(text)
  for (let at = 0; at < tokens.length; at++) {
    const match = matchAt(vague, tokens, at)
    const [first, last] = [tokens[at], match === null ? undefined : tokens[match.to - 1]]
    if (first !== undefined && last !== undefined) return text.slice(first.start, last.end)
  }
  return null
}
