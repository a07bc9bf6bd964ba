import { z } from 'zod'
import type { Crop, CropBook } from '../types.ts'
import { type BookProblem, problemsOf } from './problems.ts'

const names = z.record(z.string(), z.string().min(1)).refine((name) => name.vi !== undefined, 'needs a name in vi')
const words = z.array(z.string().min(1))
const bounds = z
  .tuple([z.number().positive(), z.number().positive()])
  .refine(([low, high]) => low <= high, 'the lower bound comes first')

const formSchema = z.strictObject({ name: names, words, priceVnd: bounds.optional() })
const cropSchema = z.strictObject({
  name: names,
  soldBy: z.enum(['mass', 'count', 'volume']),
  words,
  yieldKgPerHa: bounds.optional(),
  forms: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), formSchema).default({}),
})
const bookSchema = z.strictObject({ crops: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), cropSchema) })

/** The crops of `content/crops.yaml`, from its parsed value; or what is wrong with it, each with its path (`crops.maize.words`). */
export function parseCropBook(value: unknown): { book: CropBook } | { problems: BookProblem[] } {
  const parsed = bookSchema.safeParse(value)
  if (!parsed.success) return { problems: problemsOf(parsed.error) }
  const book = new Map<string, Crop>()
  for (const [key, { yieldKgPerHa, forms, ...crop }] of Object.entries(parsed.data.crops)) {
    const ownForms = Object.entries(forms).map(([form, { priceVnd, ...rest }]) => [
      form,
      { ...rest, ...(priceVnd && { priceVnd }) },
    ])
    book.set(key, { key, ...crop, ...(yieldKgPerHa && { yieldKgPerHa }), forms: Object.fromEntries(ownForms) })
  }
  return { book }
}
