import { parse } from 'yaml'
import { z } from 'zod'
import type { SheetRow } from '../imports/sheet.ts'

const text = z.string().min(1)
const schema = z.strictObject({
  tips: z.array(
    z.strictObject({
      id: text,
      crop: z.array(text).default([]),
      topic: text,
      vi: text,
      en: text.optional(),
      basis: text.optional(),
      reviewer: text.optional(),
      reviewed_on: text.optional(),
    }),
  ),
})

/** The tips of `content/tips.yaml`, as rows to be imported: what a new installation starts with. Throws ZodError on a file that is not of that form. */
export function tipRows(yaml: string): SheetRow[] {
  return schema.parse(parse(yaml)).tips.map(({ crop, en = '', basis = '', reviewer = '', ...tip }, index) => ({
    row: index + 1,
    cells: { ...tip, crop: crop.join(', '), en, basis, reviewer, reviewed_on: tip.reviewed_on ?? '' },
  }))
}
