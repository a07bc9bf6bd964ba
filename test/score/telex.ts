import type { Format } from './case.ts'

/** Words as typed when the Telex keyboard did not set the marks. */
export const telex: Format = {
  file: 'telex_variants.jsonl',
  kinds: {
    telex_word: ({ text, expected }) => {
      if (typeof expected !== 'string') return { out: 'no word stated' }
      const fold = unaccented(expected)
      return { as: 'fold', value: expected === text ? { fold } : { fold, repaired: expected } }
    },
  },
}

/** A word as the corpus has it, lower case, without its marks. */
function unaccented(word: string): string {
  return word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gu, 'd')
}
