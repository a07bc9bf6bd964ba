import { asc, desc, eq, isNull } from 'drizzle-orm'
import { findUrn } from '../store/queries/people.ts'
import { attendances, outbox, prices, tables, yields } from '../store/schema.ts'
import type { Cast } from './given.ts'
import type { Stage } from './stage.ts'

type Expectation = (stage: Stage, expected: unknown, cast: Cast) => Promise<string | null>

/** What a test may expect to be kept at its end, by name. */
const EXPECTATIONS: Readonly<Record<string, Expectation>> = {
  /** The one yield report kept, by the columns named. */
  yield: async (stage, expected) => {
    const rows = await stage.store.db.select().from(yields).where(isNull(yields.withdrawnAt)).orderBy(desc(yields.id))
    if (rows.length !== 1) return `${rows.length} yield reports were kept, where one was expected`
    return differences('yield', rows[0] ?? {}, expected)
  },
  yields: async (stage, expected) => {
    const rows = await stage.store.db.select().from(yields).where(isNull(yields.withdrawnAt))
    return rows.length === expected ? null : `${rows.length} yield reports were kept, where ${expected} were expected`
  },
  yields_without_person: async (stage, expected) => {
    const rows = await stage.store.db.select().from(yields).where(isNull(yields.personId))
    return rows.length === expected ? null : `${rows.length} figures without a person, where ${expected} were expected`
  },
  /** The one answer to a training that was kept. */
  attendance: async (stage, expected) => {
    const rows = await stage.store.db.select().from(attendances)
    if (rows.length !== 1) return `${rows.length} answers to trainings were kept, where one was expected`
    return differences('attendance', rows[0] ?? {}, expected)
  },
  /** Reminders sent or still to be sent. */
  reminders: async (stage, expected) => {
    const rows = await stage.store.db.select().from(outbox).where(eq(outbox.class, 'reminder'))
    const left = rows.filter(({ status }) => status === 'queued' || status === 'sent').length
    return left === expected ? null : `${left} reminders, where ${expected} were expected`
  },
  /** All prices, in the order they came, by the columns named. */
  prices: async (stage, expected) => {
    const rows = await stage.store.db.select().from(prices).orderBy(asc(prices.recordedAt), asc(prices.id))
    const wanted = Array.isArray(expected) ? expected : []
    if (rows.length !== wanted.length) return `${rows.length} prices were kept, where ${wanted.length} were expected`
    return wanted.map((each, index) => differences('price', rows[index] ?? {}, each)).find(Boolean) ?? null
  },
  /** Everything someone is told the price of, by the columns named. */
  subscriptions: async (stage, expected) => {
    const { priceSubscriptions: table } = tables
    const rows = await stage.store.db.select().from(table).where(isNull(table.endedAt)).orderBy(asc(table.id))
    const wanted = Array.isArray(expected) ? expected : []
    if (rows.length !== wanted.length) return `${rows.length} subscriptions stand, where ${wanted.length} were expected`
    return wanted.map((each, index) => differences('subscription', rows[index] ?? {}, each)).find(Boolean) ?? null
  },
  stopped: async (stage, expected, cast) => {
    const known = await findUrn(stage.store.db, stage.store.keys.hash(cast.urnOf('farmer')))
    const isStopped = known?.urn.stoppedAt != null
    return isStopped === expected ? null : `stopped is ${isStopped}, where ${expected} was expected`
  },
}

/** Looks at what was kept. Gives what differed; null: all as expected. */
export async function checkExpectations(
  stage: Stage,
  cast: Cast,
  expect: Readonly<Record<string, unknown>>,
): Promise<string | null> {
  for (const [name, expected] of Object.entries(expect)) {
    const check = EXPECTATIONS[name]
    if (!check) return `"expect" knows no "${name}", only: ${Object.keys(EXPECTATIONS).join(', ')}`
    const wrong = await check(stage, expected, cast)
    if (wrong) return wrong
  }
  return null
}

function differences(what: string, row: Record<string, unknown>, expected: unknown): string | null {
  for (const [name, value] of Object.entries(expected as Record<string, unknown>)) {
    const column = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    if (!(column in row)) return `a ${what} has no "${name}"`
    if (row[column] !== value)
      return `${what}.${name} is ${JSON.stringify(row[column])}, where ${JSON.stringify(value)} was expected`
  }
  return null
}
