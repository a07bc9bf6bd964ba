import { z } from 'zod'
import { type BookProblem, problemsOf } from './book.ts'
import { compileLexicon, type Lexicon, matchAt } from './lexicon.ts'
import { isExpected, type Scan, type Span } from './scan.ts'
import type { Place, PlaceBook } from './types.ts'

const placeSchema = z.strictObject({
  code: z.string().regex(/^\d{5}$/, 'a commune code has five digits'),
  name: z.string().min(1),
  level: z.enum(['xã', 'phường', 'đặc khu']),
  formerNames: z.array(z.string().min(1)).default([]),
})
const bookSchema = z.strictObject({
  provinces: z.array(z.strictObject({ name: z.string().min(1), places: z.array(placeSchema) })),
})

/** The places of `content/places.yaml`, by code, from its parsed value; or what is wrong with it. */
export function parsePlaceBook(value: unknown): { book: PlaceBook } | { problems: BookProblem[] } {
  const parsed = bookSchema.safeParse(value)
  if (!parsed.success) return { problems: problemsOf(parsed.error) }
  const book = new Map<string, Place>()
  const problems: BookProblem[] = []
  for (const [index, province] of parsed.data.provinces.entries()) {
    for (const [row, place] of province.places.entries()) {
      if (book.has(place.code)) {
        problems.push({
          path: ['provinces', index, 'places', row, 'code'],
          message: `code ${place.code} is given twice`,
        })
      }
      book.set(place.code, { ...place, province: province.name })
    }
  }
  return problems.length > 0 ? { problems } : { book }
}

interface Compiled {
  names: Lexicon<string>
  provinces: Lexicon<string>
}
const compiled = new WeakMap<PlaceBook, Compiled>()

function compile(book: PlaceBook): Compiled {
  const known = compiled.get(book)
  if (known !== undefined) return known
  const entries = [...book.values()].flatMap((place) =>
    [place.name, ...place.formerNames].map((name) => [name, place.code] as const),
  )
  const provinces = new Set([...book.values()].map((place) => place.province))
  const made = {
    names: compileLexicon(entries),
    provinces: compileLexicon([...provinces].map((name) => [name, name] as const)),
  }
  compiled.set(book, made)
  return made
}

const levels = compileLexicon<'level'>(
  ['xã', 'phường', 'thị trấn', 'tt', 'x', 'p'].map((word) => [word, 'level'] as const),
)
const provinceWords = compileLexicon<'province'>(['tỉnh', 'huyện'].map((word) => [word, 'province'] as const))

const atWords = compileLexicon<'at'>(['ở', 'tại', 'chợ', 'về', 'lên'].map((word) => [word, 'at'] as const))
/** Names that without their accents say something else: bán liền, bao ai, năm có, giá hồi. Alone they are no places. */
const commonNames = new Set(['ban lien', 'ban ho', 'bao ai', 'nam co', 'gia hoi', 'lao chai'])

function isCommon(scan: Scan, from: number, to: number): boolean {
  const words = scan.tokens.slice(from, to)
  return words.every((word) => !word.accented) && commonNames.has(words.map((word) => word.fold).join(' '))
}

/**
 * Reads a commune or ward by its name or a former one, with `xã` before it or not and the province behind it. A name borne by several places gives them all,
 * unless the province tells.
 */
export function placeAt(scan: Scan, at: number): Span | null {
  const { names, provinces } = compile(scan.context.places)
  const start = matchAt(levels, scan.tokens, at)?.to ?? at
  if (matchAt(provinceWords, scan.tokens, at - 1) !== null) return null
  const name = matchAt(names, scan.tokens, start)
  if (name === null) return null
  const isShown = start > at || isExpected(scan, 'place') || matchAt(atWords, scan.tokens, at - 1) !== null
  if (!isShown && (name.to - start < 2 || isCommon(scan, start, name.to))) return null
  const comma = scan.tokens[name.to]?.fold === ',' ? name.to + 1 : name.to
  const word = matchAt(provinceWords, scan.tokens, comma)?.to ?? comma
  const province = matchAt(provinces, scan.tokens, word)
  const inProvince =
    province === null
      ? []
      : name.values.filter((code) => scan.context.places.get(code)?.province === province.values[0])
  const to = inProvince.length > 0 && province !== null ? province.to : name.to
  const [first, ...others] = inProvince.length > 0 ? inProvince : name.values
  if (first === undefined) return null
  return { type: 'place', readings: [{ place: first }, ...others.map((place) => ({ place }))], from: at, to }
}
