import { compileLexicon, type Lexicon, matchAt } from '../text/lexicon.ts'
import { compileSlips, matchSlipped, type SlipIndex } from '../text/slips.ts'
import { type Token, tokenize } from '../text/tokens.ts'
import * as signs from './name-signs.ts'

/** Someone who may be named: family, middle and given words in this order; null: no name is known. */
export interface Member {
  id: string
  name: string | null
}

/** Where people are named: more than one reading where the words fit several. Places are UTF-16 units of the text, end excluded. */
export interface NameFact {
  readings: [{ person: string }, ...{ person: string }[]]
  start: number
  end: number
  said: string
}

interface Forms {
  all: Lexicon<string>
  /** Of names kept without any accent: whatever accents are typed may be theirs. */
  plain: Lexicon<string>
  slips: SlipIndex
}
interface Known {
  /** Names, their ends of two words or more, and the family with the given word (Vàng Mẩy). */
  ends: Forms
  /** Last words. */
  givens: Forms
  words: ReadonlyMap<string, readonly string[]>
}
interface Said {
  text: string
  tokens: readonly Token[]
  /** The same, as if no accent had been typed. */
  bare: readonly Token[]
  accented: boolean
  /** Whether some letters are small: then a capital means something. */
  mixed: boolean
}
interface Found {
  people: string[]
  from: number
  to: number
}

/** More words than any name has. */
const MAX_WORDS = 8

/**
 * Where members are named in a text, in its order; none overlap, the longest wins. Told are the whole name, its end of two words or more, the family with the given
 * name, or the given name behind a word of address or kin or as the whole text (see {@link readNameAlone}) if it is no everyday word.
 */
export function readNames(text: string, members: readonly Member[]): NameFact[] {
  const known = compile(members)
  const said = takeApart(text)
  const found: Found[] = []
  for (let at = 0; at < said.tokens.length; at++) {
    const end = endAt(known, said, at)
    if (end !== null) found.push(end)
    const given = addressedAt(known, said, at)
    if (given !== null) found.push(given)
  }
  const chosen = longest(found)
  if (chosen.length > 0) return chosen.map((one) => factOf(text, said, one))
  const alone = aloneIn(known, said)
  return alone === null || isEveryday(said, alone) ? [] : [factOf(text, said, alone)]
}

/** The member whose name, its end or given word the text is and nothing more but polite words, as the answer to who it is; an everyday word counts too. Null: none. */
export function readNameAlone(text: string, members: readonly Member[]): NameFact | null {
  const said = takeApart(text)
  const alone = aloneIn(compile(members), said)
  return alone === null ? null : factOf(text, said, alone)
}

function compile(members: readonly Member[]): Known {
  const taken = members.map(({ id, name }) => {
    const said = name ?? ''
    const tokens = tokenize(said).filter(({ kind, start, end }) => kind === 'word' && end > start)
    const last = tokens.slice(-MAX_WORDS)
    return { id, tokens: last, words: last.map(({ start, end }) => said.slice(start, end)) }
  })
  const formsOf = (least: number, most: number): Forms => {
    const forms = taken.flatMap(({ id, words, tokens }) => {
      const isPlain = tokens.every((word) => !word.accented)
      const ends = words.map((_, from) => words.slice(from)).filter(({ length }) => length >= least && length <= most)
      const pairs = least === 2 && words.length > 2 ? [[words[0], words.at(-1)]] : []
      return [...ends, ...pairs].map((form) => ({ phrase: form.join(' '), id, isPlain }))
    })
    const all = compileLexicon(forms.map(({ phrase, id }) => [phrase, id] as const))
    const plain = compileLexicon(forms.flatMap(({ phrase, id, isPlain }) => (isPlain ? [[phrase, id] as const] : [])))
    return { all, plain, slips: compileSlips(all) }
  }
  const words = new Map(taken.map(({ id, tokens }) => [id, tokens.map((word) => word.fold)]))
  return { ends: formsOf(2, MAX_WORDS), givens: formsOf(1, 1), words }
}

function takeApart(text: string): Said {
  const tokens = tokenize(text)
  const bare = tokens.map((token) => ({ ...token, key: token.fold, accented: false }))
  return { text, tokens, bare, accented: tokens.some((token) => token.accented), mixed: /\p{Ll}/u.test(text) }
}

/** The members that a form at token `at` fits, exact accents before others; with a slip of a key only one alone. */
function lookUp({ all, plain, slips }: Forms, { tokens, bare }: Said, at: number): Found | null {
  const own = matchAt(all, tokens, at)
  const other = matchAt(plain, bare, at)
  if (own !== null && (other === null || own.to > other.to || own.exact))
    return { people: own.values, from: at, to: own.to }
  if (other !== null) {
    const both = own !== null && own.to === other.to ? [...own.values, ...other.values] : other.values
    return { people: [...new Set(both)], from: at, to: other.to }
  }
  const slipped = matchSlipped(all, slips, tokens, at)
  return slipped?.values.length === 1 ? { people: slipped.values, from: at, to: slipped.to } : null
}

function endAt(known: Known, said: Said, at: number, isAlone = false): Found | null {
  const found = lookUp(known.ends, said, at)
  if (found === null || isUnit(said, found.to - 1, at - 1)) return null
  const isShort = said.tokens[at]?.kind === 'word' && signs.shortAddress.has(said.tokens[at]?.key ?? '')
  if (isShort && isDoubtful(said, at, at + 1)) return null
  const isClear = isAlone || isPairClear(said, found)
  const people = found.people.filter(
    (person) => !isOfOtherFamily(known, said, found, person) && (isClear || !isPair(known, said, found, person)),
  )
  // "a Páo" is A Páo, and any anh Páo.
  const others = isShort && found.to === at + 2 ? (lookUp(known.givens, said, at + 1)?.people ?? []) : []
  return people.length === 0 ? null : { ...found, people: [...new Set([...people, ...others])] }
}

/** Whether two words are a member's family and given word, with others left out between them. */
function isPair(known: Known, said: Said, { from, to }: Found, person: string): boolean {
  const own = known.words.get(person) ?? []
  return own.length > 2 && to - from === 2 && own.at(-2) !== said.tokens[from]?.fold
}

/** `hoang thang 3`, `tan ta`: a given word of every day behind a family's is a name by its accents, by capitals or behind what opens a person's name. */
function isPairClear(said: Said, { from, to }: Found): boolean {
  const given = to - 1
  if (matchAt(signs.setPhrases, said.tokens, given) !== null && !said.tokens[given]?.accented) return false
  if (matchAt(signs.everyday, said.tokens, given) === null || said.tokens[given]?.accented) return true
  if (isCapital(said, from) && isCapital(said, given)) return true
  return addressAt(said, from - 1) || matchAt(signs.openings, said.tokens, from - 1)?.to === from
}

/** `Sùng A Páo` is not Giàng A Páo. */
function isOfOtherFamily(known: Known, said: Said, { from, to }: Found, person: string): boolean {
  const own = known.words.get(person) ?? []
  if (own.length === to - from || own.includes(said.tokens[from - 1]?.fold ?? '')) return false
  return isFamilyAt(said, from - 1)
}

function isFamilyAt(said: Said, at: number): boolean {
  const { tokens } = said
  const token = tokens[at]
  if (token?.kind !== 'word') return false
  if (token.accented ? matchAt(signs.families, tokens, at) !== null : signs.plainFamilies.has(token.fold)) return true
  if (!isCapital(said, at)) return false
  if (matchAt(signs.capitalFamilies, tokens, at, true) !== null) return true
  const isPlace = matchAt(signs.openings, tokens, at) !== null || addressAt(said, at)
  return !isPlace && tokens[at - 1]?.kind === 'word'
}

function addressedAt(known: Known, said: Said, at: number): Found | null {
  const isDotted = said.tokens[at - 1]?.fold === '.' && signs.shortAddress.has(said.tokens[at - 2]?.key ?? '')
  const by = isDotted ? at - 2 : at - 1
  if (said.tokens[at]?.kind !== 'word' || !(isDotted || addressAt(said, by))) return null
  // "Sùng A Páo": there the a is no anh.
  if (signs.shortAddress.has(said.tokens[by]?.key ?? '') && isFamilyAt(said, by - 1)) return null
  const found = lookUp(known.givens, said, at)
  if (found === null || isUnit(said, at, by) || isNumber(said, at)) return null
  if (isSetPhrase(said, by) || isDeed(said, at)) return null
  if ((!isDotted && isDoubtful(said, by, at)) || isNamedOn(known, said, at + 1)) return null
  return found
}

function addressAt({ tokens }: Said, at: number): boolean {
  if (tokens[at]?.kind !== 'word') return false
  return matchAt(signs.address, tokens, at) !== null || matchAt(signs.accentedAddress, tokens, at, true) !== null
}

/** `ba ta` is three tạ: a number before what may be a unit. */
function isUnit({ tokens }: Said, at: number, by: number): boolean {
  const before = tokens[by]
  const isNumber =
    before?.kind === 'figure' || (before !== undefined && matchAt(signs.numberNames, tokens, by) !== null)
  return isNumber && matchAt(signs.unitNames, tokens, at) !== null
}

/** `bác bảy tạ ngô` is seven tạ, `ong bay bao 3 ta` what Bảy tells. */
function isNumber({ tokens }: Said, at: number): boolean {
  if (matchAt(signs.numberNames, tokens, at) === null || matchAt(signs.unitNames, tokens, at + 1) === null) return false
  return tokens[at + 2]?.kind !== 'figure'
}

function isSetPhrase({ tokens, accented }: Said, by: number): boolean {
  const name = tokens[by + 1]
  if (accented && name !== undefined && signs.pronouns.has(name.key)) return true
  return matchAt(signs.setPhrases, tokens, by) !== null || matchAt(signs.setPhrases, tokens, by + 1) !== null
}

/** `anh bao 3 ta`: he reports (báo), and is no Bảo, but where a verb of its own follows (`anh bao ban 3 ta`). */
function isDeed(said: Said, at: number): boolean {
  const { tokens } = said
  if (isCapital(said, at) || matchAt(signs.deeds, tokens, at) === null) return false
  const next = tokens[at + 1]
  return next !== undefined && next.kind !== 'mark' && matchAt(signs.deeds, tokens, at + 1) === null
}

/** `em co may gat`, `vang a may hong`: an everyday word behind what may be no word of address, and nothing there that opens a person's name. */
function isDoubtful({ tokens }: Said, by: number, at: number): boolean {
  const word = tokens[by]
  if (word === undefined || word.accented || !signs.doubtfulAddress.has(word.fold)) return false
  if (matchAt(signs.everyday, tokens, at) === null) return false
  const before = tokens[by - 1]
  return before !== undefined && before.kind !== 'mark' && matchAt(signs.openings, tokens, by - 1) === null
}

/** Whether the name goes on: `anh Seo Páo` is not Seo. */
function isNamedOn(known: Known, said: Said, at: number): boolean {
  if (said.tokens[at]?.kind !== 'word') return false
  if (isCapital(said, at)) return true
  return lookUp(known.givens, said, at)?.to === at + 1 && matchAt(signs.everyday, said.tokens, at) === null
}

function isCapital({ text, tokens, mixed }: Said, at: number): boolean {
  const token = tokens[at]
  return mixed && token !== undefined && /^\p{Lu}\p{Ll}/u.test(text.slice(token.start, token.end).normalize('NFC'))
}

/** The longest form with nothing but polite words around it; of several as long, all people. */
function aloneIn(known: Known, said: Said): Found | null {
  const isBeside = ({ kind, fold }: Token) => kind === 'mark' || signs.besideName.has(fold)
  const first = said.tokens.findIndex((token) => !isBeside(token))
  const last = said.tokens.findLastIndex((token) => !isBeside(token))
  const found: Found[] = []
  for (let at = 0; at <= (first < 0 ? said.tokens.length - 1 : first); at++) {
    const one = endAt(known, said, at, true) ?? lookUp(known.givens, said, at)
    if (one !== null && one.to > last) found.push(one)
  }
  const [best] = found.toSorted((a, b) => b.to - b.from - (a.to - a.from))
  if (best === undefined) return null
  const alike = found.filter(({ from, to }) => to - from === best.to - best.from)
  return { ...best, people: [...new Set(alike.flatMap(({ people }) => people))] }
}

function isEveryday({ tokens }: Said, { from, to }: Found): boolean {
  return to === from + 1 && matchAt(signs.everyday, tokens, from) !== null
}

/** The longest of those that overlap, the first of two as long. */
function longest(found: readonly Found[]): Found[] {
  const taken = new Set<number>()
  const chosen = found
    .toSorted((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)
    .filter(({ from, to }) => {
      const places = Array.from({ length: to - from }, (_, index) => from + index)
      if (places.some((place) => taken.has(place))) return false
      for (const place of places) taken.add(place)
      return true
    })
  return chosen.sort((a, b) => a.from - b.from)
}

function factOf(text: string, { tokens }: Said, { people, from, to }: Found): NameFact {
  const start = tokens[from]?.start ?? 0
  const end = tokens[to - 1]?.end ?? start
  const [first = '', ...others] = people
  return {
    readings: [{ person: first }, ...others.map((person) => ({ person }))],
    start,
    end,
    said: text.slice(start, end),
  }
}
