import { z } from 'zod'
import { type BookProblem, problemsOf } from '../../language/books/problems.ts'
import { FIRST_MINUTE, LAST_MINUTE } from '../law-hours.ts'
import { isShortener } from '../links.ts'
import { DEFAULT_RULES, type SendingRules } from '../sending-rules.ts'

const day = z.iso.date({ error: 'a day is written 2026-11-26' })
const hour = z
  .string()
  .regex(/^([01]\d|2[0-4]):[0-5]\d$/, 'an hour is written 07:00')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))
const MOST = 'so many unasked messages are a whole number from 1 to 100'
const most = z.int(MOST).min(1, MOST).max(100, MOST)

const domain = z
  .string()
  .regex(/^(?:[a-z0-9-]+\.)+[a-z]{2,}$/, 'a domain is written htxmuongvi.vn')
  .refine((name) => !isShortener(name), 'it shortens links, which is refused: write the domain of your own page')

const span = z
  .strictObject({
    name: z.string().min(1),
    from: day,
    to: day,
    holds: z.enum(['broadcasts', 'all']).default('broadcasts'),
  })
  .refine(({ from, to }) => from <= to, { message: 'a holiday ends after it begins', path: ['to'] })
const tet = z.strictObject({
  name: z.string().min(1),
  tet: z.strictObject({ before: z.int().min(0).max(15), after: z.int().min(0).max(15) }),
  holds: z.enum(['broadcasts', 'all']).default('broadcasts'),
})

/** Either of the two by what it names, so that a mistake is told of the one that was meant. */
const holiday = z.looseObject({}).transform((entry, context) => {
  const parsed = ('tet' in entry ? tet : span).safeParse(entry)
  if (parsed.success) return parsed.data
  for (const { path, message } of parsed.error.issues) context.addIssue({ code: 'custom', path, message })
  return z.NEVER
})

const rulesSchema = z
  .strictObject({
    hours: z.strictObject({ from: hour, to: hour }).optional(),
    most: z.strictObject({ day: most, week: most }).optional(),
    alerts: z.enum(['service', 'advertising']).default('service'),
    holidays: z.array(holiday).default([]),
    links: z.array(domain).default([]),
  })
  .refine(({ hours }) => hours === undefined || (hours.from >= FIRST_MINUTE && hours.to <= LAST_MINUTE), {
    message: 'the law lets nobody write unasked before 07:00 or from 22:00 on',
    path: ['hours'],
  })
  .refine(({ hours }) => hours === undefined || hours.from < hours.to, {
    message: 'the first hour must lie before the last',
    path: ['hours'],
  })
  .refine(({ most: caps }) => caps === undefined || caps.day <= caps.week, {
    message: 'a day can have no more than its week',
    path: ['most'],
  })

/** The rules of `content/sending.yaml`, from its parsed value; or what is wrong with it. */
export function parseSendingRules(value: unknown): { book: SendingRules } | { problems: BookProblem[] } {
  const parsed = rulesSchema.safeParse(value ?? {})
  if (!parsed.success) return { problems: problemsOf(parsed.error) }
  const { hours, most: caps, alerts, holidays, links } = parsed.data
  return {
    book: {
      hours: hours ?? DEFAULT_RULES.hours,
      most: caps ?? DEFAULT_RULES.most,
      alerts,
      links,
      holidays: holidays.map((one) => ({
        name: one.name,
        holds: one.holds,
        days: 'tet' in one ? { tet: one.tet } : { from: one.from, to: one.to },
      })),
    },
  }
}
