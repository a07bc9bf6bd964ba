import { parse } from 'yaml'
import { z } from 'zod'
import type { ImportRow } from '../import/import.ts'

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

/** The tips of `content/tips.yaml`, as rows for `importTips`: what a new installation starts with. Throws ZodError on a file that is not of that form. */
export function tipRows(yaml: string): ImportRow[] {
  return schema.parse(parse(yaml)).tips.map(({ crop, ...tip }, index) => {
    const given = { ...tip, crop: crop.join(', ') || undefined }
    const cells = Object.entries(given).filter((cell): cell is [string, string] => cell[1] !== undefined)
    return { line: index + 1, cells: Object.fromEntries(cells) }
  })
}
