import { phraseBefore, skipFiller } from './text/fillers.ts'
import { matchAt, phraseLexicon } from './text/lexicon.ts'
import { type Token, tokenize } from './text/tokens.ts'
import type { Fact } from './types.ts'

/** Whether a fact tells when or where, and not what. */
export const isFrame = ({ type }: Fact): boolean => type === 'date' || type === 'place'

type Groups = readonly (readonly Fact[])[]

/**
 * The day and the place that one of several harvests without its own has from the others. What leads a harvest holds on until another begins one; what stands bare at
 * the very end is of all. Anything else told beside it (gặt, bán, còn, a word that is not understood) makes it the last one's own. Where both are told it gets both,
 * and is asked.
 */
export function framesFor(text: string, groups: Groups, index: number): Fact[] {
  const isMissing = ({ type }: Fact) => !groups[index]?.some((fact) => fact.type === type)
  const ended = index < groups.length - 1 && isBareEnd(text, groups) ? endOf(groups.at(-1) ?? []) : []
  const begun = groups.slice(0, index).map((group, at) => (isBareHead(text, groups, at) ? headOf(group) : []))
  // "ngo 3 ta hom kia, lua 5 bao, gung 2 ta hom qua": of the one in the middle either day may be meant.
  const first = (groups[0] ?? []).filter((fact) => isFrame(fact) && ended.some(({ type }) => type === fact.type))
  const held = (['date', 'place'] as const).flatMap((type) => {
    const told = [first, ...begun].findLast((frames) => frames.some((fact) => fact.type === type)) ?? []
    return told.filter((fact) => fact.type === type)
  })
  return [...held, ...ended].filter(isMissing)
}

/** The days and places before what a group tells, and those behind it. */
const headOf = (group: readonly Fact[]): readonly Fact[] =>
  group.slice(
    0,
    group.findIndex((fact) => !isFrame(fact)),
  )
const endOf = (group: readonly Fact[]): readonly Fact[] =>
  group.slice(group.findLastIndex((fact) => !isFrame(fact)) + 1)

/** `hôm qua bẻ ngô 3 tạ`, but not `hôm qua họp, ngô 3 tạ` or `bán hôm qua ngô 3 tạ`. */
function isBareHead(text: string, groups: Groups, index: number): boolean {
  const group = groups[index] ?? []
  const [first] = group
  const own = group.find((fact) => !isFrame(fact))
  if (first === undefined || own === undefined || first === own) return false
  const before = text.slice(groups[index - 1]?.at(-1)?.end ?? 0, first.start)
  return !isDeed(before) && gapsOf(text, group, first.end, own.start).every((gap) => holdsOnly(gap, skipReporting))
}

/** Whether nothing stands by the day and the place at the end but words of reporting, and nothing in the text is told of one harvest that is not understood. */
function isBareEnd(text: string, groups: Groups): boolean {
  const facts = groups.flat()
  const last = groups.at(-1) ?? []
  const [first, before] = [facts[0]?.start ?? 0, groups.at(-2)?.at(-1)?.end ?? 0]
  if (isOfOneSale(groups)) return false
  return (
    gapsOf(text, facts, first, before).every((gap) => holdsOnly(gap, skipReporting)) &&
    gapsOf(text, last, before, text.length).every((gap) => holdsOnly(gap, skipGeneral))
  )
}

/** `ngo 3 ta, lua 2 tan 7k hom 20`: a price of one alone, which was sold on that day. */
function isOfOneSale(groups: Groups): boolean {
  const isPriced = (group: readonly Fact[]) => group.some(({ type }) => type === 'money')
  return groups.some(isPriced) && !groups.every(isPriced)
}

/** What stands between the facts from one place of a text to another. */
function gapsOf(text: string, facts: readonly Fact[], from: number, to: number): string[] {
  const gaps: string[] = []
  let at = from
  for (const { start, end } of facts.filter((fact) => fact.start >= from && fact.end <= to)) {
    gaps.push(text.slice(at, start))
    at = end
  }
  return [...gaps, text.slice(at, to)]
}

type Skip = (tokens: readonly Token[], at: number) => number | null

function holdsOnly(gap: string, skip: Skip): boolean {
  const tokens = tokenize(gap)
  for (let at = 0; at < tokens.length; ) {
    const next = tokens[at]?.kind === 'mark' ? at + 1 : skip(tokens, at)
    if (next === null) return false
    at = next
  }
  return true
}

const reporting = phraseLexicon(
  'báo, bc, xin, gửi, đều, cùng, cả, cả hai, cả ba, hai thứ, hai loại, thu về, cảm ơn, cám ơn, đều gặt, đều thu, đều bẻ, đều dỡ, đều đào, đều nhổ, đều hái, cùng gặt, cùng bẻ',
)
const reaping = phraseLexicon('gặt, bẻ, dỡ, đào, nhổ, hái, cắt, bới, tuốt, chặt, gặt được, bẻ được, đào được, dỡ được')
/** Fillers that set one crop apart from the others. */
const apart = phraseLexicon('còn, mới, vừa, lại, giá, bán giá')

/** Skips words of reporting, how a crop was brought in, and the 2 of `1. ngô 3 tạ 2. lúa 5 bao`. */
const skipReporting: Skip = (tokens, at) =>
  skipWords(tokens, at) ?? matchAt(reaping, tokens, at)?.to ?? (isListNumber(tokens, at) ? at + 2 : null)

const isListNumber = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.kind === 'figure' && ['.', ')'].includes(tokens[at + 1]?.fold ?? '')

/** Skips words of reporting that are of any crop. */
const skipGeneral: Skip = (tokens, at) =>
  (matchAt(reaping, tokens, at) ?? matchAt(apart, tokens, at)) ? null : skipWords(tokens, at)

const skipWords: Skip = (tokens, at) => matchAt(reporting, tokens, at)?.to ?? skipFiller({ tokens }, at)

const deeds = phraseLexicon('bán, mua, họp')

/** Whether a deed of its own stands at the end of some words, fillers only behind it. */
function isDeed(words: string): boolean {
  const tokens = tokenize(words)
  return phraseBefore({ tokens }, deeds, tokens.length) !== null
}
