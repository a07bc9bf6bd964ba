import type { Scan } from './scan.ts'

/**
 * A finder that looks once at each token of a text: readers ask each other the same again and again. Only the text in hand is remembered, since texts are read one
 * after the other; a map of texts costs more than the looking.
 */
export function rememberedAt<T extends NonNullable<unknown> | null>(
  find: (scan: Scan, at: number) => T,
): (scan: Scan, at: number) => T {
  let tokens: Scan['tokens'] = []
  let found: (T | undefined)[] = []
  return (scan, at) => {
    if (scan.tokens !== tokens) {
      tokens = scan.tokens
      found = new Array(tokens.length + 1)
    }
    if (at < 0) return find(scan, at)
    const known = found[at]
    if (known !== undefined) return known
    const value = find(scan, at)
    found[at] = value
    return value
  }
}

/** The same for what is found in a text as a whole. */
export function remembered<T extends NonNullable<unknown> | null>(find: (scan: Scan) => T): (scan: Scan) => T {
  const once = rememberedAt(find)
  return (scan) => once(scan, 0)
}

/** What is made once for each book. The one in use is kept at hand: nearly always there is but one. */
export function madeOnceFor<Book extends object, Made>(make: (book: Book) => Made): (book: Book) => Made {
  const byBook = new WeakMap<Book, Made>()
  let latest: { book: Book; made: Made } | undefined
  return (book) => {
    if (latest?.book === book) return latest.made
    const made = byBook.get(book) ?? make(book)
    byBook.set(book, made)
    latest = { book, made }
    return made
  }
}
