import { z } from 'zod'
import type { Json, SlotValue, TextRef, TextValue } from './types.ts'

/** What was written down as JSON, checked as it is read back: sessions, outbox rows, survey answers. */

const figure = z.number()
const words = z.string()

export const storedJson: z.ZodType<Json> = z.json()

const vague = { about: z.exactOptional(z.literal(true)), min: z.exactOptional(figure), max: z.exactOptional(figure) }
const time = z.exactOptional(words)

/** A value in a slot, with how it was read. */
export const storedSlot: z.ZodType<SlotValue> = z.union([
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('number'), number: figure, ...vague }),
    z.object({ type: z.literal('money'), vnd: figure, per: z.exactOptional(words), ...vague }),
    z.object({ type: z.literal('mass'), kg: figure, ...vague }),
    z.object({ type: z.literal('area'), m2: figure, ...vague }),
    z.object({ type: z.literal('count'), count: figure, unit: words, kg: z.exactOptional(figure), ...vague }),
    z.object({ type: z.literal('volume'), l: figure, ...vague }),
    z.object({ type: z.literal('crop'), crop: words, form: z.exactOptional(words) }),
    z.object({ type: z.literal('place'), place: words }),
    z.object({ type: z.literal('phone'), phone: words }),
    z.object({ type: z.literal('yes-no'), yes: z.boolean() }),
    z.object({ type: z.literal('text'), text: words }),
    z.object({ type: z.literal('option'), option: words }),
  ]),
  z.object({ type: z.literal('date'), date: words, time }),
  z.object({ type: z.literal('date'), from: words, to: words }),
])

/** What a talk's slots held, by name. */
export const storedSlots: z.ZodType<Record<string, SlotValue>> = z.record(z.string(), storedSlot)

const orNothing = z.exactOptional(words.nullable())

/** A value for a text. */
export const storedValue: z.ZodType<TextValue> = z.lazy(() =>
  z.union([
    words,
    figure,
    z.null(),
    z.object({ m2: figure }),
    // Before the weight alone, which it may have too.
    z.object({ count: figure, unit: words, kg: z.exactOptional(figure) }),
    z.object({ kg: figure }),
    z.object({ l: figure }),
    z.object({ vnd: figure, per: orNothing }),
    z.object({ day: words }),
    z.object({ at: figure }),
    z.object({ crop: words, form: orNothing }),
    z.object({ place: words, district: z.exactOptional(z.literal(true)) }),
    z.object({ texts: storedTexts }),
    z.object({ options: z.array(storedValue) }),
  ]),
)

/** What a message says. */
export const storedTexts: z.ZodType<TextRef[]> = z.array(
  z.object({ key: words, values: z.exactOptional(z.record(z.string(), storedValue)) }),
)
