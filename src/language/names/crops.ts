import { isCommonWord, isReadersWord } from '../text/common-words.ts'
import { compileLexicon, type Lexicon, type Match, matchAt, phraseLexicon, wordsOf } from '../text/lexicon.ts'
import { compileMixed, type MixedLexicon, matchMixed } from '../text/mixed-sounds.ts'
import { madeOnceFor, remembered, rememberedAt } from '../text/remember.ts'
import { isExpected, type Scan, type Span } from '../text/scan.ts'
import { compileSlips, matchSlipped, type SlipIndex } from '../text/slips.ts'
import { tokenize } from '../text/tokens.ts'
import type { Crop, CropBook, CropReading } from '../types.ts'
import { ofSaidForm, withForm } from './crop-forms.ts'
import { isProduct } from './crop-products.ts'
import {
  isChild,
  isOpenWord,
  isOtherPhrase,
  isProperName,
  isVerbHere,
  isWholeAnswer,
  mayBeAdded,
  type Opener,
  openerBefore,
  skipVariety,
} from './crop-signs.ts'
import { skipState } from './crop-states.ts'
import { matchShort, shortNames } from './short-slips.ts'
import { usualVnd } from './usual-prices.ts'

interface Compiled {
  words: Lexicon<string>
  mixed: MixedLexicon<string>
  slips: SlipIndex
  /** Its names of three letters. */
  short: readonly string[]
  /** Words that tell a form, for each crop. */
  forms: ReadonlyMap<string, Lexicon<string>>
}

const compile = madeOnceFor((book: CropBook): Compiled => {
  const crops = [...book.values()]
  const entries = crops.flatMap((crop) =>
    [...crop.words, ...(crop.name.vi ? [crop.name.vi] : [])].map((word) => [word, crop.key] as const),
  )
  const forms = crops.map((crop) => {
    const formWords = Object.entries(crop.forms).flatMap(([form, { words }]) =>
      words.map((word) => [word, form] as const),
    )
    return [crop.key, compileLexicon(formWords)] as const
  })
  const words = compileLexicon(entries)
  return {
    words,
    mixed: compileMixed(words),
    slips: compileSlips(words),
    short: shortNames(wordsOf(words).filter((word) => !isCommonWord(word) && !isReadersWord(word))),
    forms: new Map(forms),
  }
})

/** Accented words that sound in northern speech like a crop's and are words of their own: lean meat, cheap, a continent. In NFC, the tone at the end. */
const ownWords = new Set(
  ['nạc', 'châu', 'chà', 'chúc', 'rẻ', 'giẻ', 'rong', 'giong', 'giàu', 'dâu', 'dầu', 'giấu'].flatMap((word) =>
    tokenize(word).map(({ key }) => key),
  ),
)

interface Head extends Match<string> {
  meant?: readonly string[]
  repair?: CropSpan['span']['repair']
  /** Whether it is a short name with a slip: one only beside an amount. */
  isShort?: boolean
}

/** The name at token `at`: as typed, else with sounds mixed up that northern speech mixes (`nợn đen`, `xắn`), else with one slip of a key (`gungg`). */
function headAt(scan: Scan, at: number, { words, mixed, slips, short }: Compiled): Head | null {
  const typed = matchAt(words, scan.tokens, at)
  const token = scan.tokens[at]
  const isWordByItself = token?.accented !== true || ownWords.has(token.key)
  const sounding = matchMixed(mixed, scan.tokens, at, typed ? typed.to - at + 1 : isWordByItself ? 2 : 1)
  if (sounding !== null) return { ...sounding, repair: 'mixed-sounds' }
  const slipped = matchSlipped(words, slips, scan.tokens, at, typed ? typed.to - at + 1 : 1)
  if (slipped !== null) return { ...slipped, repair: 'slip' }
  const meant = typed === null ? matchShort(words, short, scan.tokens, at) : null
  return meant === null ? typed : { ...meant, repair: 'slip', isShort: true }
}

/** Unaccented crop words that are common words besides: hỏi, đầu, trả, mất, đó … A price beside one is not enough to make it a crop. */
const commonWords = new Set(
  'hoi que le man de lon bo trau nghe dao do dong be che tra mat mon thach san lac lua bap ot trau'.split(' '),
)
/** Phrases that begin with the letters of a crop: `gung dao nay` is gừng dạo này. */
const otherPhrases = phraseLexicon('dạo này, dạo trước, dạo gần đây, bỏ ăn, bỏ bú')
/** Unaccented these stand before a quantity as độ, about. */
const approximateWords = new Set(['do'])

/**
 * The crop as it is meant beside an amount, or null where the amount does not make it one. A weight or an area speaks for what is weighed or grown, con for an
 * animal.
 * @param isListed whether its place in a list of prices shows an everyday word to be a crop
 */
export function cropBeside(
  scan: Scan,
  { span, sure, meant }: CropSpan,
  amount: Span,
  isListed = false,
): CropSpan['span'] | null {
  const isHeads = saysHeads(amount)
  if (amount.type === 'money' && !isHeads && !isListed && meant.some((word) => commonWords.has(word))) return null
  if (!sure && meant.some(isCommonWord) && !(amount.type !== 'money' && isOnlyOne(scan, span))) return null
  if (amount.from === span.to && meant.some((word) => approximateWords.has(word))) return null
  const suits = (key: string): boolean => {
    const crop = scan.context.crops.get(key)
    if (isHeads) return isAnimal(scan.context.crops, key)
    // "trau 5 bao" is trấu, husk.
    if (isFilled(amount) && isAnimal(scan.context.crops, key)) return false
    if (amount.type === 'money' && span.readings.length > 1) return isUsualFor(amount, crop)
    if (amount.type === 'area') return crop?.yieldKgPerHa !== undefined
    return amount.type !== 'mass' || crop?.soldBy === 'mass'
  }
  const [first, ...others] = span.readings.filter(({ crop }) => suits(crop))
  const beside = formedBehind(scan, sure ? span : { ...span, rule: 'crop-beside-amount' as const }, amount)
  if (first === undefined) return meant.some(isOpenWord) && amount.type !== 'money' ? null : beside
  return others.length === 0 && span.readings.length === 1 ? beside : { ...beside, readings: [first, ...others] }
}

/** `hoi 50 can kho`: the one crop's form said behind its amount, where nothing is told behind it. */
function formedBehind(scan: Scan, span: CropSpan['span'], amount: Span): CropSpan['span'] {
  const [{ crop, form }, ...others] = span.readings
  const forms = others.length > 0 || form !== undefined ? undefined : compile(scan.context.crops).forms.get(crop)
  const behind = forms === undefined || amount.from < span.to ? null : matchAt(forms, scan.tokens, amount.to)
  const next = behind && scan.tokens[behind.to]
  if (behind === null || (next !== undefined && next?.kind !== 'mark')) return span
  return { ...span, readings: [{ crop, form: behind.values[0] }] }
}

/** Whether a text names no crop but one, and nothing tells against that. */
const isOnlyOne = (scan: Scan, { from, readings }: CropSpan['span']): boolean =>
  mayBeAdded(scan, from) && namedIn(scan).every((key) => readings.some(({ crop }) => crop === key))

/** Whether a price is one that the crop may have: nghệ costs thousands a kilogram, a nghé millions. */
function isUsualFor(price: Extract<Span, { type: 'money' }>, crop: Crop | undefined): boolean {
  const bounds = crop === undefined ? null : usualVnd(crop)
  return bounds === null || price.readings.some(({ vnd }) => vnd >= bounds[0] && vnd <= bounds[1])
}

/** `5 con`, `12 triệu 1 con`. */
function saysHeads(amount: Span): boolean {
  if (amount.type === 'count') return amount.readings.every(({ unit }) => unit === 'con')
  return amount.type === 'money' && amount.readings.every(({ per }) => per === 'con')
}

/** `5 bao`, `2 gùi`: what animals are not put into. */
function isFilled(amount: Span): boolean {
  return amount.type === 'count' && amount.readings.every(({ unit }) => sacks.has(unit))
}
const sacks = new Set(['bao', 'gùi', 'gánh', 'thúng', 'bung', 'túi', 'bì', 'bịch'])

/** A crop found. Unless `sure` it is one only beside a quantity or a price: a single word without accents is most often another word (hoi: hỏi). */
export interface CropSpan {
  span: Extract<Span, { type: 'crop' }>
  sure: boolean
  /** Its first word without accents: as typed, or where that is a slip each it may be a slip of. */
  meant: readonly string[]
}

/**
 * Reads a crop and the form it is in: `gừng`, `gao seng cu`, `hoi kho`. Sure is what has accents, two words, a word such as giá or bán before it, or was
 * asked for.
 */
export const cropAt = rememberedAt(findCrop)

function findCrop(scan: Scan, at: number): CropSpan | null {
  const known = compile(scan.context.crops)
  const head = headAt(scan, at, known)
  if (head === null || isOtherWord(scan, at, head, known)) return null
  const keys = preferAnimals(scan, at, head.values, scan.context.crops)
  const extents = ofSaidForm(keys.map((key) => withForm(scan, key, known.forms.get(key), at, head.to)))
  const [first, ...others] = extents
  if (first === undefined) return null
  const from = Math.min(...extents.map((extent) => extent.from))
  const named = skipVariety(scan, Math.max(...extents.map((extent) => extent.to)))
  if (isProduct(scan, from, named)) return null
  const isHead = keys.some((key) => isAnimal(scan.context.crops, key))
  const to = skipVariety(scan, skipState(scan, named, isHead))
  const opener = openerBefore(scan, from)
  const readings: [CropReading, ...CropReading[]] = [first.reading, ...others.map((other) => other.reading)]
  const meant = head.meant ?? [scan.tokens[from]?.fold ?? '']
  const isDoubtful = isChild(scan, named - 1)
  const isShown = isOpened(opener, meant) && !isDoubtful
  const isByItself = !isShown && !isDoubtful && isWritten(scan, at, from, named, head.exact)
  const rule = isShown ? 'crop-opened' : isByItself ? 'crop-written' : 'crop-asked'
  const { repair } = head
  return {
    span: {
      type: 'crop',
      readings,
      from,
      to,
      rule,
      ...(repair && { repair }),
      ...(opener === 'telling' && { bonus: 2 }),
    },
    sure: head.isShort !== true && (isShown || isByItself || isAnswer(scan, known, from, to, meant)),
    meant,
  }
}

/** Whether a crop's name at token `at` is another word there: part of a phrase, a person's name, a verb. */
function isOtherWord(scan: Scan, at: number, head: Head, known: Compiled): boolean {
  if (matchAt(otherPhrases, scan.tokens, at) !== null) return true
  const isOnlyCrop = (): boolean => namedIn(scan).every((key) => head.values.includes(key))
  if (isOtherPhrase(scan, at, head.to, isOnlyCrop) || isReadersOwn(scan, at, head)) return true
  if (head.to > at + 1) return false
  return isProperName(scan, at) || isVerbHere(scan, at, (next) => isDoneTo(scan, known, next, next < at))
}

/** Whether a word for a crop is one the readers need, typed without accents (`toi 2 ta`, `nam ngoai`): it is no crop but where that is all of the answer. */
function isReadersOwn(scan: Scan, at: number, { to, exact }: Head): boolean {
  const token = scan.tokens[at]
  if (token === undefined || to > at + 1 || !isReadersWord(token.fold)) return false
  const isWritten = token.accented || (scan.accented && exact)
  return !isWritten && !(isExpected(scan, 'crop') && isWholeAnswer(scan, at, to))
}

/** All that the words of a text may name, in any sense. */
const namedIn = remembered((scan) => {
  const { words } = compile(scan.context.crops)
  return scan.tokens.flatMap((_, at) => matchAt(words, scan.tokens, at)?.values ?? [])
})

/** Whether a crop is named at token `at`; one told before may be no animal (`trâu bê 5 con`). */
function isDoneTo(scan: Scan, { words }: Compiled, at: number, isBefore: boolean): boolean {
  const named = matchAt(words, scan.tokens, at)
  return named !== null && !(isBefore && named.values.every((key) => isAnimal(scan.context.crops, key)))
}

const isOpened = (opener: Opener | null, meant: readonly string[]): boolean =>
  opener !== null && (opener !== 'weak' || !meant.some(isOpenWord))

/** Two words, or one with its accents. */
function isWritten(scan: Scan, at: number, from: number, to: number, exact: boolean): boolean {
  if (to - from > 1 || scan.tokens[at]?.accented === true || (scan.accented && exact)) return true
  // "ngo nuong": grown on a slope.
  return scan.tokens[to]?.fold === 'nuong' && !isOpenWord(scan.tokens[at]?.fold ?? '')
}

/** One word without accents is a crop where one was asked for, or where nothing else is said; an everyday word only where both are so. */
function isAnswer(scan: Scan, { words }: Compiled, from: number, to: number, meant: readonly string[]): boolean {
  const isAsked = isExpected(scan, 'crop')
  if (meant.some(isOpenWord))
    return isAsked && isWholeAnswer(scan, from, to, (at) => matchAt(words, scan.tokens, at)?.to ?? null)
  return isAsked || isWholeAnswer(scan, from, to)
}

/** Whether the crop at token `at` can only be an animal. */
export function isAnimalAt(scan: Scan, at: number): boolean {
  const found = cropAt(scan, at)
  return found?.span.from === at && found.span.readings.every(({ crop }) => isAnimal(scan.context.crops, crop))
}

/** Whether a crop of the book is an animal: it is counted by con. */
export function isAnimal(book: CropBook, key: string): boolean {
  return book.get(key)?.words.some((word) => word.startsWith('con ')) ?? false
}

/** `3 con de`: behind con an animal is meant, where one of the meanings is an animal. */
function preferAnimals(scan: Scan, at: number, keys: readonly string[], book: CropBook): readonly string[] {
  if (keys.length < 2 || scan.tokens[at - 1]?.fold !== 'con') return keys
  const animals = keys.filter((key) => isAnimal(book, key))
  return animals.length > 0 ? animals : keys
}
