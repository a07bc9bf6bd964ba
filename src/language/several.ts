import { readFacts } from './facts.ts'
import { REPORT_TYPES } from './report-types.ts'
import { framesFor, isFrame } from './shared-frames.ts'
import { fold } from './text/fold.ts'
import type { Fact, ReadingContext } from './types.ts'

/** What parts two reports of one text: a mark, `và`, `còn`, `với`. */
const PARTING = /[,;.\n+]|(?:^| )(?:va|con|voi)(?: |$)/

const JOINT_AT_END = /(?:[\s,;.+]|(?<=\s)(?:và|va|còn|con|với|voi)\s*$)+$/u

/**
 * Parts a text that tells several harvests (`ngo 3 ta, lua 5 bao`) or several prices (`gung 15k, ngo 7k`) into one text for each, in order, the day and the place that stand with the first said in
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
  const marked = byMarks(text, facts)
  const groups = marked ?? byOrder(facts)
  if (groups === null || cropsOf(facts).size !== groups.length) return null
  const isBound = (group: readonly Fact[], index: number) =>
    isLedByFigure(text, groups[index - 1], group) || isOfOneHarvest(text, groups[index - 1], group)
  if (groups.some(isBound)) return null
  if (!areReports(groups) && !(marked !== null && isOneUnread(text, marked))) return null
  return groups.map((group, index) => {
    const from = index === 0 ? 0 : (group[0]?.start ?? 0)
    const to = groups[index + 1]?.[0]?.start ?? text.length
    // "5 con" ends with an animal, "3 ta ngo con" with a joint.
    const end = group.at(-1)?.end ?? from
    const own = { said: text.slice(from, end) + text.slice(end, to).replace(JOINT_AT_END, ''), start: from }
    return [own, ...sharedWith(text, groups, index).map(({ said, start }) => ({ said, start }))]
  })
}

/** The day and the place that a report without its own has from the others ({@link framesFor}). Of a list of prices the only one is of all, wherever it stands. */
function sharedWith(text: string, groups: readonly (readonly Fact[])[], index: number): Fact[] {
  if (!tellsPrices(groups.flat())) return framesFor(text, groups, index)
  const all = groups.flat().filter(isFrame)
  const isOnly = ({ type }: Fact) => all.filter((fact) => fact.type === type).length === 1
  const isMissing = ({ type }: Fact) => !groups[index]?.some((fact) => fact.type === type)
  const own = groups[0]?.filter(isFrame) ?? []
  return [...own, ...all.filter((fact) => isOnly(fact) && !own.includes(fact))].filter(isMissing)
}

/** Whether facts tell prices and no amounts: a list of prices, not of harvests. */
export const tellsPrices = (facts: readonly Fact[]): boolean =>
  facts.some(({ type }) => type === 'money') && !facts.some(({ type }) => isAmount(type))

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

/**
 * Without marks: crops and what is told of them in turn, `ngo 3 ta lua 5 bao`, `3 ta ngo 5 bao lua` or `gung 15k ngo 7k`. Of each crop the same must be told
 * (`ngo 3 ta 2 sao lua 5 bao 3 sao`): else what stands between two of them could be of either.
 */
function byOrder(facts: readonly Fact[]): Fact[][] | null {
  const isCrop = ({ type }: Fact) => type === 'crop'
  const told = facts.filter((fact) => !isFrame(fact))
  const [first, last] = [told[0], told.at(-1)]
  if (first === undefined || last === undefined || isCrop(first) === isCrop(last)) return null
  const groups: Fact[][] = []
  const leading = leadingFrames(facts)
  const held: Fact[] = []
  let isOver = true
  for (const fact of facts) {
    if (isFrame(fact)) {
      if (groups.length === 0 || leading.has(fact.type)) held.push(fact)
      else groups.at(-1)?.push(fact)
      continue
    }
    if (isCrop(first) ? isCrop(fact) : isOver) groups.push(held.splice(0))
    isOver = isCrop(fact)
    groups.at(-1)?.push(...held.splice(0), fact)
  }
  groups.at(-1)?.push(...held)
  const kinds = groups.map((group) => kindsOf(group).join())
  return kinds.every((kind) => kind === kinds[0]) ? groups : null
}

/** Days or places of which one stands before each report, and none at the end: `hom qua ngo 3 ta hom nay lua 5 bao`. */
function leadingFrames(facts: readonly Fact[]): ReadonlySet<Fact['type']> {
  const [first, last] = [facts[0], facts.at(-1)]
  const isLed = first !== undefined && isFrame(first) && last?.type !== first.type
  return new Set(isLed ? [first.type] : [])
}

/** What is told in a group, each kind once; two of a kind are kept, so that no other group is like it by chance. */
const kindsOf = (group: readonly Fact[]): string[] =>
  group.flatMap((fact) => (isFrame(fact) ? [] : isAmount(fact.type) ? ['amount'] : [fact.type])).sort()

const isAmount = (type: Fact['type']): boolean => type === 'mass' || type === 'count' || type === 'volume'

/** Each of one crop, and each with an amount of it; or each with its price and nothing harvested. */
const areReports = (groups: readonly (readonly Fact[])[]): boolean =>
  groups.every((group) => cropsOf(group).size === 1) &&
  (groups.every((group) => group.some(({ type }) => isAmount(type))) || groups.every(tellsPrices))

const partOf = /(?:^| )(?:gom|bao gom|ke ca|tinh ca|trong do)(?: |$)/
const made = /(?:^| )(?:duoc|dc|ra|thanh|con)(?: |$)/

/** `5 tạ thóc được 3 tạ gạo`, `ngô 3 tạ gồm cả nếp 50kg`: the same harvest milled, or a part of it. */
function isOfOneHarvest(text: string, before: readonly Fact[] | undefined, group: readonly Fact[]): boolean {
  if (before === undefined) return false
  const gap = fold(text.slice(before.at(-1)?.end, group[0]?.start))
  const keys = [before, group].map((facts) =>
    facts.flatMap(({ type, readings }) => (type === 'crop' ? readings.map(({ crop }) => crop) : [])).join(),
  )
  return partOf.test(gap) || (keys[0] === keys[1] && made.test(gap))
}

/** `ngày 20 ngô 3 tạ, 21 lúa 2 tạ`: behind a day in figures a bare one that leads a harvest may be its day, and no other day holds on over it. */
function isLedByFigure(text: string, before: readonly Fact[] | undefined, group: readonly Fact[]): boolean {
  const isDated = before?.some(({ type, said }) => type === 'date' && /\d/.test(said)) === true
  return isDated && /(?:^|[\s,;])\d{1,2}\s*$/.test(text.slice(before.at(-1)?.end, group[0]?.start))
}

/**
 * `ngo 3 ta, lua 5 xyz`: harvests parted by marks, of some of which the amount is there and can't be read. It is asked for; the one that could be read is not theirs.
 */
function isOneUnread(text: string, groups: readonly (readonly Fact[])[]): boolean {
  const isRead = (group: readonly Fact[]) => group.some(({ type }) => isAmount(type))
  const isUnread = (group: readonly Fact[], index: number) => {
    const last = group.at(-1)?.end ?? 0
    const gap = text.slice(last, groups[index + 1]?.[0]?.start ?? text.length)
    return group.every(({ type }) => type === 'crop') && /\d/.test(gap)
  }
  return (
    groups.every((group) => cropsOf(group).size === 1) &&
    groups.some(isRead) &&
    groups.every((group, index) => isRead(group) || isUnread(group, index))
  )
}

/** The crops told, each once. */
const cropsOf = (facts: readonly Fact[]): ReadonlySet<string> =>
  new Set(facts.flatMap(({ type, readings }) => (type === 'crop' ? [JSON.stringify(readings)] : [])))
