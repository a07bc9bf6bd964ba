import type { Format, Line } from './case.ts'

const number = ({ expected }: Line) => ({ as: 'number', value: { number: expected } }) as const

/** Numbers spelled out by machine, with and without accents. */
export const spellout: Format = {
  file: 'generated_spellout.jsonl',
  kinds: { numeral: number, numeral_nodiacritics: number },
}
