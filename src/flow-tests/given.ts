import { z } from 'zod'
import type { Budget } from '../conversation/budget.ts'
import { budgetSchema } from '../conversation/load/costs.ts'
import type { Program } from '../conversation/types.ts'
import { insert, type Write } from '../store/writes.ts'
import type { Stage } from './stage.ts'

/** Who is on stage, and what is known before the talk begins. */

const NO_BUDGET: Budget = { month: null, broadcast: null }

const personSchema = z.strictObject({
  name: z.string().optional(),
  role: z.enum(['farmer', 'leader', 'officer']).optional(),
  commune: z.string().optional(),
  consent: z.enum(['none', 'asked', 'agreed', 'refused']).optional(),
  /** Others who text from the same phone. */
  shares: z.array(z.string()).optional(),
})

const schema = z.strictObject({
  person: personSchema.default({}),
  people: z.record(z.string(), personSchema).default({}),
  /** As when real farmers are served. */
  production: z.boolean().default(false),
  /** As in `content/costs.yaml`; none where the test gives none, whatever stands there. */
  budget: budgetSchema.default(NO_BUDGET),
  rows: z.record(z.string(), z.array(z.record(z.string(), z.json()))).default({}),
})

export type Speaker = 'farmer' | 'leader' | 'officer' | 'second' | (string & {})

/** A number of a range no operator uses, by who speaks. */
const NUMBERS: Record<string, string> = {
  farmer: '+84912345678',
  officer: '+84912000001',
  leader: '+84912000002',
  second: '+84912000003',
}
const urnOf = (speaker: Speaker): `tel:${string}` => `tel:${NUMBERS[speaker] ?? '+84912000009'}`

const ROLES = ['leader', 'officer'] as const

export interface Cast {
  urnOf(speaker: Speaker): `tel:${string}`
}

export const COOPERATIVE_ID = '01900000-0000-7000-8000-00000000c00b'

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})$/

/** The program with the budget that a test gives: what the project may spend is no matter of its scripts. */
export function withBudget(program: Program, given: Readonly<Record<string, unknown>>): Program {
  const parsed = schema.safeParse(given)
  const budget = parsed.data?.budget ?? NO_BUDGET
  const { month, broadcast } = program.costs.budget
  const isSame = budget === NO_BUDGET && month === null && broadcast === null
  return isSame ? program : { ...program, costs: { ...program.costs, budget } }
}

/** In rows, `$leader` stands for that person's id, `$leader_urn` for their phone's, `$cooperative` for theirs, and an instant may be written `2026-11-26T08:00+07:00`. */
function resolved(
  values: Readonly<Record<string, unknown>>,
  ids: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const value = (raw: unknown): unknown => {
    if (typeof raw !== 'string') return raw
    if (INSTANT.test(raw)) return Date.parse(raw)
    return raw.startsWith('$') ? (ids.get(raw.slice(1)) ?? raw) : raw
  }
  return Object.fromEntries(Object.entries(values).map(([name, raw]) => [name, value(raw)]))
}

/** `given` holds what a test can't be given. The message is English. */
export class GivenError extends Error {
  override readonly name = 'GivenError'
  readonly vi: string

  constructor(vi: string, en: string) {
    super(en)
    this.vi = vi
  }
}

/** Puts the cast into the database: the farmer always, the others where the test names them. */
export async function setStage(stage: Stage, given: Readonly<Record<string, unknown>>): Promise<Cast> {
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const where = issue?.path.map(String).join('.') || 'given'
    throw new GivenError(`"given" viết sai ở "${where}"`, `"given" is not right at "${where}": ${issue?.message ?? ''}`)
  }
  const { person, people, rows, production } = parsed.data
  stage.settings.isProduction = production
  const ids = new Map([['cooperative', COOPERATIVE_ID]])
  const writes: Write[] = [
    insert('cooperatives', { id: COOPERATIVE_ID, name: 'HTX Mường Vi', commune: '02725', createdAt: stage.now() }),
    ...personWrites(stage, 'farmer', person, ids),
  ]
  for (const [speaker, each] of Object.entries(people)) writes.push(...personWrites(stage, speaker, each, ids))
  for (const [table, list] of Object.entries(rows)) {
    for (const values of list) writes.push({ type: 'insert', table, values: resolved(values, ids) } as unknown as Write)
  }
  const result = await stage.store.commit({ writes })
  if (result.type !== 'committed') {
    const reason = 'reason' in result ? result.reason : result.type
    throw new GivenError(`"given" không ghi được: ${reason}`, `"given" can not be written: ${reason}`)
  }
  return { urnOf }
}

function personWrites(
  stage: Stage,
  speaker: Speaker,
  person: z.output<typeof personSchema>,
  ids: Map<string, string>,
): Write[] {
  if (speaker === 'farmer' && person.consent === 'none' && !person.name) return []
  const { keys } = stage.store
  const address = urnOf(speaker)
  const urnId = stage.newId()
  const now = stage.now()
  const urn = {
    id: urnId,
    scheme: 'tel' as const,
    hash: keys.hash(address),
    address: keys.seal(address),
    channel: 'simulator',
  }
  const role = person.role ?? ROLES.find((each) => each === speaker) ?? 'farmer'
  ids.set(`${speaker}_urn`, urnId)
  const names = [person.name ?? null, ...(person.shares ?? [])]
  return [
    insert('urns', { ...urn, createdAt: now }),
    ...names.flatMap((name, index) => {
      const id = stage.newId()
      if (index === 0) ids.set(speaker, id)
      return [
        insert('people', {
          id,
          name,
          role,
          cooperativeId: COOPERATIVE_ID,
          commune: person.commune ?? null,
          locale: 'vi',
          consent: person.consent ?? 'agreed',
          createdAt: now,
        }),
        insert('personUrns', { personId: id, urnId, createdAt: now + index }),
      ]
    }),
  ]
}
