import { z } from 'zod'
import { MAX_EXAMPLES } from '../limits.ts'
import { HOOKS } from '../types.ts'

/** What a flow file may hold. Each step is one verb; its schema is found by that verb, so that a message can name it. */

const name = z.string().regex(/^[a-z][a-z0-9_]*$/)
const id = z.string().regex(/^[a-z][a-z0-9-]*$/)
const target = z.string().min(1)
const phrase = z.union([z.string().min(1), z.number()]).transform(String)

export const slotSchema = z.strictObject({
  type: z.enum(['crop', 'amount', 'area', 'date', 'money', 'place', 'phone', 'number', 'text', 'code']),
  optional: z.boolean().default(false),
  tense: z.enum(['past', 'future']).default('past'),
  default: z.literal('today').optional(),
  latest: z.literal('today').optional(),
  asked_only: z.boolean().default(false),
  most: z.string().optional(),
  total: name.optional(),
  unread: z.enum(['ask', 'say']).optional(),
})

const triggerSchema = z.union([
  phrase,
  z.strictObject({ whole: phrase }),
  z.strictObject({ start: phrase, with: z.array(name).min(1), unless: z.array(phrase).default([]) }),
  z.strictObject({ anywhere: phrase, with: z.array(name).min(1) }),
  z.strictObject({ slots: z.array(name).min(1) }),
])

const optionSchema = z.strictObject({
  id,
  text: z.string().optional(),
  words: z.array(phrase).default([]),
  go: target.optional(),
  start: id.optional(),
})

const steps = z.array(z.looseObject({}))
export const STEP_SCHEMAS = {
  say: z.strictObject({ id, say: z.string().min(1) }),
  ask: z.strictObject({ id, ask: name }),
  fill: z.strictObject({ id, fill: z.array(name).min(1), need: z.enum(['all', 'one']).default('all') }),
  choose: z.strictObject({
    id,
    choose: z.string().min(1),
    into: name.optional(),
    options: z.array(optionSchema).min(1).max(9),
  }),
  confirm: z.strictObject({
    id,
    confirm: z.string().min(1),
    takes: z.array(name).default([]),
    again: target.optional(),
    yes: z
      .strictObject({ words: z.array(phrase).default([]), only: z.boolean().default(false), go: target.optional() })
      .optional(),
    no: z.strictObject({ words: z.array(phrase).default([]), forget: z.array(name).default([]), go: target }),
  }),
  // biome-ignore lint/suspicious/noThenProperty: the word staff write; never awaited
  when: z.strictObject({ id, when: z.string().min(1), then: steps.optional(), else: steps.optional() }),
  do: z.strictObject({
    id,
    do: z.string().min(1),
    with: z.record(z.string(), z.json()).default({}),
    on: z.record(z.string(), target).default({}),
  }),
  go: z.strictObject({ id, go: target }),
  call: z.strictObject({ id, call: id }),
  handoff: z.strictObject({ id, handoff: z.string().min(1) }),
  end: z.strictObject({ id, end: z.literal(true) }),
} as const
export type Verb = keyof typeof STEP_SCHEMAS
export const VERBS = Object.keys(STEP_SCHEMAS) as Verb[]

export type RawStep = { [V in Verb]: { verb: V } & z.output<(typeof STEP_SCHEMAS)[V]> }[Verb]

/** A talk that must go as written; kept as it stands here, read by whoever plays it. */
const testSchema = z.strictObject({
  name: z.string().optional(),
  channel: z.enum(['sms', 'zalo']).default('sms'),
  now: z.string().optional(),
  given: z.record(z.string(), z.json()).default({}),
  talk: z.array(z.record(z.string(), z.json())).min(1),
  expect: z.record(z.string(), z.json()).default({}),
})
export type FlowTest = z.output<typeof testSchema>

export const flowSchema = z.strictObject({
  title: z.string().min(1),
  triggers: z.array(triggerSchema).default([]),
  examples: z.array(z.string().min(1)).max(MAX_EXAMPLES).default([]),
  guess: z.enum(['ask', 'begin']).optional(),
  roles: z.array(z.enum(['farmer', 'leader', 'officer'])).default([]),
  hook: z.enum(HOOKS).optional(),
  always: z.boolean().default(false),
  resumes: z.boolean().default(false),
  corrects: name.optional(),
  withdraws: id.optional(),
  instead_of: id.optional(),
  slots: z.record(name, slotSchema).default({}),
  steps: z.array(z.unknown()).min(1),
  tests: z.array(testSchema).default([]),
})
export type RawFlow = z.output<typeof flowSchema>

/** Every key that some part of a flow may have, for whoever mistypes one. */
export const KEYS: readonly string[] = [
  ...new Set(
    [flowSchema, slotSchema, optionSchema, testSchema, ...Object.values(STEP_SCHEMAS)].flatMap(({ shape }) =>
      Object.keys(shape),
    ),
  ),
]
