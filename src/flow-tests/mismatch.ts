/** What a test expected and did not get, in a sentence for the person who wrote it. */
export interface Mismatch {
  vi: string
  en: string
}

export const mismatch = (vi: string, en: string): Mismatch => ({ vi, en })

/** Other figures than expected: null where they agree. `name` as in `expect`. */
export const counted = (name: string, found: number, expected: unknown): Mismatch | null =>
  found === expected
    ? null
    : mismatch(
        `"${name}": bài thử mong ${JSON.stringify(expected)}, hệ thống giữ ${found}`,
        `"${name}": ${JSON.stringify(expected)} expected, ${found} kept`,
      )
