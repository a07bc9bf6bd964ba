/** How many texts the project's own sets must be read right in, and the most that may be wrong. */
export interface Bar {
  right: number
  wrong: number
}

/**
 * Exactly what is measured: one text lost is noticed. Raised with every text that is read or added, never lowered; 97 percent of all of them, and none
 * wrong, is the least that was asked for.
 */
export const BARS: Readonly<Record<string, Bar>> = {
  texts: { right: 1158, wrong: 0 },
  'texts/first': { right: 153, wrong: 0 },
  'texts/second': { right: 96, wrong: 0 },
  'plain-words': { right: 2000, wrong: 0 },
}
