import { z } from 'zod'
import type { MarketBook } from '../types.ts'
import { type BookProblem, problemsOf } from './problems.ts'

const day = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/, 'a day is written 2026-11-26')
/** The signs of the zodiac that days are called by, one after the other. */
const SIGNS = ['tý', 'sửu', 'dần', 'mão', 'thìn', 'tỵ', 'ngọ', 'mùi', 'thân', 'dậu', 'tuất', 'hợi'] as const
const marketSchema = z
  .strictObject({
    name: z.string().min(1),
    otherNames: z.array(z.string().min(1)).default([]),
    commune: z
      .string()
      .regex(/^\d{5}$/, 'a commune code has five digits')
      .optional(),
    lunarDigits: z.array(z.int().min(0).max(9)).default([]),
    weekdays: z.array(z.int().min(1).max(7)).default([]),
    zodiacDays: z.array(z.enum(SIGNS)).default([]),
    everyDays: z.strictObject({ days: z.int().min(2).max(60), from: day }).optional(),
    alsoOn: z.array(day).default([]),
    notOn: z.array(day).default([]),
    source: z.string().min(1),
    confidence: z.string().min(1),
  })
  .refine(
    ({ lunarDigits, weekdays, zodiacDays, everyDays }) =>
      everyDays !== undefined || lunarDigits.length + weekdays.length + zodiacDays.length > 0,
    { message: 'a market needs lunarDigits, weekdays, zodiacDays or everyDays' },
  )
const bookSchema = z.strictObject({ markets: z.array(marketSchema) })

/** The markets of `content/markets.yaml`, from its parsed value; or what is wrong with it. */
export function parseMarketBook(value: unknown): { book: MarketBook } | { problems: BookProblem[] } {
  const parsed = bookSchema.safeParse(value)
  if (!parsed.success) return { problems: problemsOf(parsed.error) }
  return {
    book: parsed.data.markets.map((entry) => {
      const { commune, everyDays, zodiacDays, source: _source, confidence: _confidence, ...market } = entry
      return {
        ...market,
        zodiacDays: zodiacDays.map((sign) => SIGNS.indexOf(sign)),
        ...(commune !== undefined && { commune }),
        ...(everyDays !== undefined && { everyDays }),
      }
    }),
  }
}
