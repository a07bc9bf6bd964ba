import { z } from 'zod'
import { approvalsOf } from '../store/queries/approvals.ts'
import { outboxNaming } from '../store/queries/outbox.ts'
import { loadPerson, loadUrn, urnsOfPerson } from '../store/queries/people.ts'
import type { Db } from '../store/store.ts'
import { type Row, update, type Write } from '../store/writes.ts'

/** What stands where the name stood, in messages to others. */
const ERASED_NAME = 'người đã xoá'

/** Of those who have one. */
export async function namesOf(db: Db, people: readonly string[]): Promise<string[]> {
  const known = await Promise.all(people.map((id) => loadPerson(db, id)))
  return known.flatMap((each) => each?.person.name ?? [])
}

/** Stored JSON with every string that is one of the names and nothing else replaced. */
export function withoutNames(stored: unknown, names: readonly string[]): unknown {
  if (typeof stored === 'string') return names.includes(stored) ? ERASED_NAME : stored
  if (Array.isArray(stored)) return stored.map((each) => withoutNames(each, names))
  const object = z.record(z.string(), z.unknown()).safeParse(stored)
  if (!object.success) return stored
  return Object.fromEntries(Object.entries(object.data).map(([key, each]) => [key, withoutNames(each, names)]))
}

/**
 * Takes the names of people out of what was written to others: who shares their phone was asked "1 Tả, 2 Lý", a second person was told
 * who asks. What waits is still sent, without the name; of what has left the words are blanked.
 */
export async function nameWrites(db: Db, people: readonly string[]): Promise<Write[]> {
  const names = await namesOf(db, people)
  const urns = await Promise.all(people.flatMap((id) => [sharedUrns(db, id), urnsOfApprovals(db, id)]))
  const found = await Promise.all(
    [...new Set(urns.flat())].flatMap((urnId) => names.map((name) => outboxNaming(db, urnId, name))),
  )
  const rows = new Map(found.flat().map((row) => [row.id, row]))
  return [...rows.values()]
    .filter(({ personId }) => personId === null || !people.includes(personId))
    .map((row) => update('outbox', { id: row.id }, renamed(row, names)))
}

const renamed = (row: Row<'outbox'>, names: readonly string[]): Partial<Row<'outbox'>> => ({
  texts: withoutNames(row.texts, names),
  choices: withoutNames(row.choices, names),
  // Of one that may have left, its words are what the provider is asked about.
  ...(row.status === 'queued' || row.status === 'errored' ? {} : { text: null }),
})

async function sharedUrns(db: Db, personId: string): Promise<string[]> {
  const known = await Promise.all((await urnsOfPerson(db, personId)).map(({ id }) => loadUrn(db, id)))
  return known.flatMap((each) => (each?.people.some(({ person }) => person.id !== personId) ? [each.urn.id] : []))
}

async function urnsOfApprovals(db: Db, personId: string): Promise<string[]> {
  const involved = await approvalsOf(db, personId)
  const all = involved.flatMap(({ askedBy, approver, decidedBy }) => [askedBy, approver, decidedBy])
  const others = new Set(all.filter((id): id is string => id !== null && id !== personId))
  const urns = await Promise.all([...others].map((id) => urnsOfPerson(db, id)))
  return [...involved.map(({ askedUrn }) => askedUrn), ...urns.flat().map(({ id }) => id)]
}
