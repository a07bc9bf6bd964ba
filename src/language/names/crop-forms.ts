import { type Lexicon, matchAt } from '../text/lexicon.ts'
import type { Scan } from '../text/scan.ts'
import type { CropReading } from '../types.ts'

/** `nghe tuoi`: a form is said, and so one of those that have it is meant, nghệ and no nghé. */
export function ofSaidForm(extents: readonly Extent[]): readonly Extent[] {
  const formed = extents.filter(({ reading }) => reading.form !== undefined)
  return formed.length > 0 ? formed : extents
}

/** Where a crop with its form stands, and what it reads as. */
export interface Extent {
  from: number
  to: number
  reading: CropReading
}

/** The crop with a word for its form inside it, right before it or right behind it. */
export function withForm(
  scan: Scan,
  crop: string,
  forms: Lexicon<string> | undefined,
  from: number,
  to: number,
): Extent {
  if (forms === undefined) return { from, to, reading: { crop } }
  const behind = matchAt(forms, scan.tokens, to)
  if (behind !== null) return { from, to: behind.to, reading: { crop, form: behind.values[0] } }
  for (let at = from; at < to; at++) {
    const inside = matchAt(forms, scan.tokens, at)
    if (inside !== null && inside.to <= to) return { from, to, reading: { crop, form: inside.values[0] } }
  }
  for (let back = 1; back <= 2; back++) {
    const before = matchAt(forms, scan.tokens, from - back)
    if (before !== null && before.to === from)
      return { from: from - back, to, reading: { crop, form: before.values[0] } }
  }
  return { from, to, reading: { crop } }
}
