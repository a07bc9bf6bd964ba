import { asc, desc, eq, isNull } from 'drizzle-orm'
import { dayOf } from '../conversation/calendar.ts'
import { answerCells } from '../farm/answer-cells.ts'
import { findUrn } from '../store/queries/people.ts'
import { outbox } from '../store/schema/outbox.ts'
import { people } from '../store/schema/people.ts'
import { prices } from '../store/schema/prices.ts'
import { answers, yields } from '../store/schema/records.ts'
import { attendances } from '../store/schema/trainings.ts'
import { tables } from '../store/schema.ts'
import type { Cast } from './given.ts'
import { counted, type Mismatch, mismatch } from './mismatch.ts'
import type { Stage } from './stage.ts'

type Expectation = (stage: Stage, expected: unknown, cast: Cast) => Promise<Mismatch | null>

/** What a test may expect to be kept at its end, by name. */
const EXPECTATIONS: Readonly<Record<string, Expectation>> = {
  /** The one yield report kept, by the columns named. */
  yield: async (stage, expected) => {
    const rows = await stage.store.db.select().from(yields).where(isNull(yields.withdrawnAt)).orderBy(desc(yields.id))
    if (rows.length !== 1) return counted('yield', rows.length, 1)
    return differences('yield', rows[0] ?? {}, expected)
  },
  yields: async (stage, expected) => {
    const rows = await stage.store.db.select().from(yields).where(isNull(yields.withdrawnAt))
    return counted('yields', rows.length, expected)
  },
  /** How many reports are kept for each person, by name. */
  yields_by: async (stage, expected) => {
    const rows = await stage.store.db
      .select({ name: people.name })
      .from(yields)
      .innerJoin(people, eq(people.id, yields.personId))
      .where(isNull(yields.withdrawnAt))
    const wanted = Object.entries(expected ?? {})
    const kept = ([name, reports]: [string, unknown]) =>
      counted(`yields_by ${name}`, rows.filter((row) => row.name === name).length, reports)
    const others = rows.filter(({ name }) => !wanted.some(([each]) => each === name)).length
    return wanted.map(kept).find(Boolean) ?? counted('yields_by', others, 0)
  },
  yields_without_person: async (stage, expected) => {
    const rows = await stage.store.db.select().from(yields).where(isNull(yields.personId))
    return counted('yields_without_person', rows.length, expected)
  },
  /** The one survey answered: each question named, its answer as an export shows it. `answers: 0`: none was kept. */
  answers: async (stage, expected) => {
    const rows = await stage.store.db.select().from(answers)
    const wrong = counted('answers', rows.length, expected === 0 ? 0 : 1)
    if (wrong || expected === 0) return wrong
    const kept = Object.fromEntries(
      answerCells(rows[0]?.values ?? {}).map(({ question, answer }) => [question, answer]),
    )
    return differences('answers', kept, expected)
  },
  /** The one answer to a training that was kept. */
  attendance: async (stage, expected) => {
    const rows = await stage.store.db.select().from(attendances)
    if (rows.length !== 1) return counted('attendance', rows.length, 1)
    return differences('attendance', rows[0] ?? {}, expected)
  },
  /** Reminders sent or still to be sent. */
  reminders: async (stage, expected) => {
    const rows = await stage.store.db.select().from(outbox).where(eq(outbox.class, 'reminder'))
    const left = rows.filter(({ status }) => status === 'queued' || status === 'sent').length
    return counted('reminders', left, expected)
  },
  /** All prices, in the order they came, by the columns named. */
  prices: async (stage, expected) => {
    const rows = await stage.store.db.select().from(prices).orderBy(asc(prices.recordedAt), asc(prices.id))
    const wanted = Array.isArray(expected) ? expected : []
    if (rows.length !== wanted.length) return counted('prices', rows.length, wanted.length)
    return wanted.map((each, index) => differences('price', rows[index] ?? {}, each)).find(Boolean) ?? null
  },
  /** Everything someone is told the price of, by the columns named. */
  subscriptions: async (stage, expected) => {
    const { priceSubscriptions: table } = tables
    const rows = await stage.store.db.select().from(table).where(isNull(table.endedAt)).orderBy(asc(table.id))
    const wanted = Array.isArray(expected) ? expected : []
    if (rows.length !== wanted.length) return counted('subscriptions', rows.length, wanted.length)
    return wanted.map((each, index) => differences('subscription', rows[index] ?? {}, each)).find(Boolean) ?? null
  },
  stopped: async (stage, expected, cast) => {
    const known = await findUrn(stage.store.db, stage.store.keys.hash(cast.urnOf('farmer')))
    const isStopped = known?.urn.stoppedAt != null
    return isStopped === expected ? null : differences('stopped', { stopped: isStopped }, { stopped: expected })
  },
  /** What the farmer's number said of advertising: of everybody who shares it. */
  advertising: async (stage, expected, cast) => {
    const known = await findUrn(stage.store.db, stage.store.keys.hash(cast.urnOf('farmer')))
    const said = [...new Set(known?.people.map(({ person }) => person.advertising))].join(', ')
    return said === expected ? null : differences('advertising', { advertising: said }, { advertising: expected })
  },
  /** The day from which on messages are wanted again; null: no rest. */
  quiet: async (stage, expected, cast) => {
    const known = await findUrn(stage.store.db, stage.store.keys.hash(cast.urnOf('farmer')))
    const until = known?.people[0]?.person.quietUntil ?? null
    const day = until === null ? null : dayOf(until)
    return day === expected ? null : differences('quiet', { quiet: day }, { quiet: expected })
  },
}

/** Looks at what was kept. Gives what differed, and under which name of `expect`; null: all as expected. */
export async function checkExpectations(
  stage: Stage,
  cast: Cast,
  expect: Readonly<Record<string, unknown>>,
): Promise<(Mismatch & { name: string }) | null> {
  for (const [name, expected] of Object.entries(expect)) {
    const check = EXPECTATIONS[name]
    const names = Object.keys(EXPECTATIONS).join(', ')
    const wrong = check
      ? await check(stage, expected, cast)
      : mismatch(`"expect" không có "${name}", chỉ có: ${names}`, `"expect" knows no "${name}", only: ${names}`)
    if (wrong) return { ...wrong, name }
  }
  return null
}

function differences(what: string, row: Record<string, unknown>, expected: unknown): Mismatch | null {
  for (const [name, value] of Object.entries(expected as Record<string, unknown>)) {
    const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    const column = name in row ? name : camel
    if (!(column in row)) {
      const names = Object.keys(row).join(', ')
      return mismatch(`"${what}" không có "${name}", chỉ có: ${names}`, `"${what}" has no "${name}", only: ${names}`)
    }
    const [kept, wanted] = [JSON.stringify(row[column]), JSON.stringify(value)]
    if (row[column] !== value)
      return mismatch(
        `"${name}": bài thử mong ${wanted}, hệ thống giữ ${kept}`,
        `"${name}": ${wanted} expected, ${kept} kept`,
      )
  }
  return null
}
