import { z } from 'zod'
import { type BookProblem, problemsOf } from '../../language/books/problems.ts'
import type { Budget } from '../budget.ts'
import { type Costs, type Figure, missingIn, SMS_CHANNELS, type SmsTable } from '../costs.ts'
import { OPERATORS } from '../operators.ts'

const MOST_VND = 1_000_000_000_000
const WHOLE = 'a sum is written in whole đồng, 0 or more, as 350'

const wholeVnd = z.custom<number>(
  (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_VND,
  WHOLE,
)
const assumption = z.strictObject({ assumed: wholeVnd })

/** A sum, or one that no contract confirms yet: `{ assumed: 350 }`. */
const figure = z.unknown().transform((value, context): Figure => {
  const isAssumption = typeof value === 'object' && value !== null
  const parsed = (isAssumption ? assumption : wholeVnd).safeParse(value)
  if (parsed.success)
    return typeof parsed.data === 'number'
      ? { vnd: parsed.data, isAssumed: false }
      : { vnd: parsed.data.assumed, isAssumed: true }
  const missing = value === undefined || value === null
  if (missing) context.addIssue({ code: 'custom', message: 'the price is missing' })
  else for (const { path, message } of parsed.error.issues) context.addIssue({ code: 'custom', path, message })
  return z.NEVER
})

/** A group of entries whose names are known; another is refused at its own place, in the words of `unknown`. */
const named = <T>(names: readonly string[], entry: z.ZodType<T>, unknown: (name: string) => string) =>
  z.record(z.string(), z.unknown()).transform((group, context): Record<string, T> => {
    const read: Record<string, T> = {}
    for (const [name, value] of Object.entries(group)) {
      if (!names.includes(name)) {
        context.addIssue({ code: 'custom', path: [name], message: unknown(name) })
        continue
      }
      const parsed = entry.safeParse(value)
      if (parsed.success) read[name] = parsed.data
      else
        for (const { path, message } of parsed.error.issues)
          context.addIssue({ code: 'custom', path: [name, ...path], message })
    }
    return read
  })

const table = named(
  [...OPERATORS, 'other'],
  figure,
  (name) => `there is no operator "${name}": ${[...OPERATORS, 'other'].join(', ')}`,
).superRefine((prices: SmsTable, context) => {
  const missing = missingIn(prices)
  if (missing.length > 0)
    context.addIssue({
      code: 'custom',
      message: `there is no price for ${missing.join(', ')}, nor "other" for all that are not listed`,
    })
})

const sms = named(
  SMS_CHANNELS,
  table,
  (name) => `there is no SMS channel "${name}": ${SMS_CHANNELS.join(', ')}`,
).refine((tables) => Object.keys(tables).length > 0, { message: 'there is no table of any SMS channel' })

const code = z.record(z.string().regex(/^\d[\dx]{2,5}$/, 'a short code is written 8041, its class 80xx'), figure)

const limit = z
  .strictObject({ vnd: wholeVnd.optional(), parts: z.int().min(0).optional() })
  .refine(({ vnd, parts }) => vnd !== undefined || parts !== undefined, {
    message: 'a budget needs vnd, parts, or both',
  })
  .transform(({ vnd = null, parts = null }) => ({ vnd, parts }))

const budget = z.strictObject({ month: limit.optional(), broadcast: limit.optional() })

const zalo = z.strictObject({
  free: figure,
  after: figure,
  templateToUser: figure,
  templateToPhone: figure,
  bot: figure,
})

const schema = z.strictObject({
  sms,
  zalo,
  farmer: z.strictObject({ number: figure, codes: code.default({}) }),
  fees: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        for: z.enum(['sms', 'zalo']),
        vnd: figure,
        months: z.int().min(1).max(120),
      }),
    )
    .default([]),
  budget: budget.nullish(),
})

/** A budget as it is written, in `content/costs.yaml` or in a flow's test: `{ month: { vnd: 20000000 } }`. */
export const budgetSchema = budget.transform(budgetOf)

function budgetOf(most: z.output<typeof budget> | null | undefined): Budget {
  return { month: most?.month ?? null, broadcast: most?.broadcast ?? null }
}

/** The price tables and budgets of `content/costs.yaml`, from its parsed value; or what is wrong with them. */
export function parseCosts(value: unknown): { book: Costs } | { problems: BookProblem[] } {
  const parsed = schema.safeParse(value ?? {})
  if (!parsed.success) return { problems: problemsOf(parsed.error) }
  const { fees, budget: most, ...rest } = parsed.data
  return {
    book: {
      ...rest,
      fees: fees.map(({ vnd, ...fee }) => ({ ...fee, cost: vnd })),
      budget: budgetOf(most),
    },
  }
}
