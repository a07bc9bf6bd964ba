import { readFacts } from './facts.ts'
import { REPORT_TYPES } from './report-types.ts'
import { fold } from './text/fold.ts'
import type { Fact, ReadingContext } from './types.ts'

/** What parts two reports of one text: a mark, `và`, `còn`, `với`. */
const PARTING = /[,;.\n+]|(?:^| )(?:va|con|voi)(?: |$)/

const JOINT_AT_END = /(?:[\s,;.+]|(?<=\s)(?:và|va|còn|con|với|voi)\s*$)+$/u

/**
 * Parts a text that tells several harvests (`ngo 3 ta, lua 5 bao`) into one text for each, in order, the day and the place that stand with the first said in
 * each. Null where it tells one, or where it is not plain which amount is of which crop: then all is one report, and asked about.
 */
export function partReports(text: string, context: ReadingContext): string[] | null {
  return partFacts(text, readFacts(text, REPORT_TYPES, context).facts)
}

/** {@link partReports} for a text that was read already, by its facts. */
export function partFacts(text: string, facts: readonly Fact[]): string[] | null {
  return partsOf(text, facts)?.map((part) => part.map(({ said }) => said).join(PART_JOINT)) ?? null
}

/** What stands between the pieces of one report. */
export const PART_JOINT = ', '

/** A piece of one of several reports, and where it stands in the whole text. */
export interface Piece {
  said: string
  start: number
}

/** The pieces of each report that {@link partReports} parts a text into, by its facts: its own words, then the day and the place it shares with the first. */
export function partsOf(text: string, facts: readonly Fact[]): Piece[][] | null {
  if (cropsOf(facts).size < 2) return null
  const groups = byMarks(text, facts) ?? byOrder(facts)
  if (groups === null || !groups.every(isReport) || cropsOf(facts).size !== groups.length) return null
  const shared = (groups[0] ?? []).filter(({ type }) => type === 'date' || type === 'place')
  return groups.map((group, index) => {
    const from = index === 0 ? 0 : (group[0]?.start ?? 0)
    const to = groups[index + 1]?.[0]?.start ?? text.length
    // "5 con" ends with an animal, "3 ta ngo con" with a joint.
    const end = group.at(-1)?.end ?? from
    const own = { said: text.slice(from, end) + text.slice(end, to).replace(JOINT_AT_END, ''), start: from }
    const missing = index === 0 ? [] : shared.filter(({ type }) => !group.some((fact) => fact.type === type))
    return [own, ...missing.map(({ said, start }) => ({ said, start }))]
  })
}

/** Facts between the marks that stand outside of them; marks without a crop between them belong to what is before. */
function byMarks(text: string, facts: readonly Fact[]): Fact[][] | null {
  const groups: Fact[][] = [[]]
  for (const [index, fact] of facts.entries()) {
    const gap = text.slice(facts[index - 1]?.end ?? fact.start, fact.start)
    if (index > 0 && (PARTING.test(fold(gap)) || PARTING.test(gap))) groups.push([])
    groups.at(-1)?.push(fact)
  }
  if (groups.length < 2) return null
  const joined: Fact[][] = []
  for (const group of groups) {
    const before = joined.at(-1)
    const isOwn = group.some(({ type }) => type === 'crop')
    const isOpen = before !== undefined && !before.some(({ type }) => type === 'crop')
    if (before && (!isOwn || isOpen)) before.push(...group)
    else joined.push([...group])
  }
  return joined
}

/** Without marks: crops and amounts in turn, `ngo 3 ta lua 5 bao` or `3 ta ngo 5 bao lua`, and nothing else that could be of either. */
function byOrder(facts: readonly Fact[]): Fact[][] | null {
  const told = facts.filter(({ type }) => type === 'crop' || isAmount(type))
  if (told.length !== facts.filter(({ type }) => type !== 'date' && type !== 'place').length) return null
  const [first] = told
  if (
    first === undefined ||
    told.some((fact, at) => ((at % 2 === 0) !== (fact.type === 'crop')) === (first.type === 'crop'))
  )
    return null
  const groups: Fact[][] = []
  for (const fact of facts) {
    const opens = fact.type === first.type || (isAmount(fact.type) && isAmount(first.type))
    if (groups.length === 0 || opens) groups.push([])
    groups.at(-1)?.push(fact)
  }
  return groups
}

const isAmount = (type: Fact['type']): boolean => type === 'mass' || type === 'count' || type === 'volume'

/** One crop, and an amount of it. */
const isReport = (group: readonly Fact[]): boolean =>
  cropsOf(group).size === 1 && group.some(({ type }) => isAmount(type))

/** The crops told, each once. */
const cropsOf = (facts: readonly Fact[]): ReadonlySet<string> =>
  new Set(facts.flatMap(({ type, readings }) => (type === 'crop' ? [JSON.stringify(readings)] : [])))
