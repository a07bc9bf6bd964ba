import Database from 'better-sqlite3'
import { databaseOf } from './served.ts'

/** What an installation holds, read beside it. */
export interface Records {
  /** Rows of a query, as the database gives them. */
  all<T>(query: string, ...values: (string | number)[]): T[]
  /** The first column of the first row. */
  count(query: string, ...values: (string | number)[]): number
  close(): void
}

export function openRecords(dir: string): Records {
  const client = new Database(databaseOf(dir), { timeout: 5000 })
  return {
    all: <T>(query: string, ...values: (string | number)[]) => client.prepare(query).all(...values) as T[],
    count: (query, ...values) =>
      Number(
        client
          .prepare(query)
          .pluck()
          .get(...values),
      ),
    close: () => void client.close(),
  }
}

/** Waits until `isSo`, looking every 100 ms. False: it was not within `withinMs`. */
export async function until(isSo: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs
  while (!(await isSo())) {
    if (performance.now() > deadline) return false
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return true
}

/** Nothing waits: no message, no held fragment, no reply that is due or held. */
export const isQuiet = (records: Records): boolean =>
  records.count(
    `select (select count(*) from messages where status = 'waiting')
       + (select count(*) from outbox where status in ('queued', 'errored'))
       + (select count(*) from sessions where wake_at is not null)`,
  ) === 0

/** How often each occurs. */
export function countBy(things: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const thing of things) counts.set(thing, (counts.get(thing) ?? 0) + 1)
  return counts
}
