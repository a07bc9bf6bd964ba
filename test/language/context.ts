import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { parseCropBook } from '../../src/language/books/crop-book.ts'
import { parseMarketBook } from '../../src/language/books/market-book.ts'
import { parsePlaceBook } from '../../src/language/books/place-book.ts'
import type { CropBook, MarketBook, PlaceBook, ReadingContext } from '../../src/language/types.ts'

function content(name: string): unknown {
  return parse(readFileSync(new URL(`../../content/${name}`, import.meta.url), 'utf8'))
}

/** The crops as shipped. */
export const crops: CropBook = bookOf(parseCropBook(content('crops.yaml')))
/** The places as shipped. */
export const places: PlaceBook = bookOf(parsePlaceBook(content('places.yaml')))
/** The markets as shipped. */
export const markets: MarketBook = bookOf(parseMarketBook(content('markets.yaml')))

function bookOf<T>(result: { book: T } | { problems: unknown }): T {
  if ('book' in result) return result.book
  throw new Error(`content is refused: ${JSON.stringify(result.problems)}`)
}

/** Sunday 22 November 2026, eight in the morning, in the north. */
export function contextWith(changes: Partial<ReadingContext> = {}): ReadingContext {
  return { now: { day: '2026-11-22', minutes: 480 }, crops, places, markets, saoM2: 360, tense: 'past', ...changes }
}
