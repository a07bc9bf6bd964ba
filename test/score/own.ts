import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { KINDS } from '../../src/cli/understand.ts'
import { type Case, NOW } from './case.ts'
import { readLines } from './read-lines.ts'

const FOLDER = join(import.meta.dirname, '../language/texts')

const line = z.strictObject({
  text: z.string(),
  as: z.enum(KINDS),
  value: z.record(z.string(), z.json()).nullable(),
  why: z.string().min(1),
  now: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?\+07:00$/)
    .optional(),
  when: z.enum(['past', 'future']).optional(),
})

/** The jobs of the texts that are flows of another name, or of none yet: then no flow is the right one. */
const FLOWS: Readonly<Record<string, string | null>> = {
  'ask-price': 'price',
  help: 'menu',
  subscribe: 'subscribe-price',
  sell: null,
  diary: null,
}

function inFlows(value: Case['value']): Case['value'] {
  const job = value !== null && typeof value === 'object' && 'intent' in value ? String(value.intent) : null
  if (job === null) return value
  const flow = job in FLOWS ? (FLOWS[job] ?? null) : job
  return flow === null ? null : { intent: flow }
}

/** Reads the project's own texts (format in their README), those that were kept unchanged since their first reading as corpora of their own (`first`, `second`). Throws BadInput for a malformed line. */
export function readOwn(): Case[] {
  return [
    ...readFolder(FOLDER, 'texts'),
    ...readFolder(join(FOLDER, 'first'), 'texts/first'),
    ...readFolder(join(FOLDER, 'second'), 'texts/second'),
  ]
}

function readFolder(folder: string, corpus: string): Case[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.jsonl')) : []
  return names.sort().flatMap((name) =>
    readLines(join(folder, name), line).map(({ at, data: { text, as, value, now, when = 'past' } }) => ({
      corpus,
      kind: basename(name, '.jsonl'),
      at,
      text,
      as,
      value: as === 'intent' ? inFlows(value) : value,
      now: now === undefined ? NOW : Date.parse(now),
      tense: when,
    })),
  )
}
