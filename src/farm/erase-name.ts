import { z } from 'zod'
import { approvalsOf } from '../store/queries/approvals.ts'
import { outboxNaming } from '../store/queries/outbox.ts'
import { loadPerson, loadUrn, urnsOfPerson } from '../store/queries/people.ts'
import type { Db } from '../store/store.ts'
import { type Row, update, type Write } from '../store/writes.ts'

/** What stands where the name stood, in messages to others. */
const ERASED_NAME = 'người đã xoá'

/** Stored JSON with every string that is this name and nothing else replaced. */
export function withoutName(stored: unknown, name: string): unknown {
  if (stored === name) return ERASED_NAME
  if (Array.isArray(stored)) return stored.map((each) => withoutName(each, name))
  const object = z.record(z.string(), z.unknown()).safeParse(stored)
  if (!object.success) return stored
  return Object.fromEntries(Object.entries(object.data).map(([key, each]) => [key, withoutName(each, name)]))
}

/**
 * Takes a person's name out of what was written to others: who shares their phone was asked "1 Tả, 2 Lý", a second person was told who
 * asks. What waits is still sent, without the name; of what has left the words are blanked.
 */
export async function nameWrites(db: Db, personId: string): Promise<Write[]> {
  const name = (await loadPerson(db, personId))?.person.name
  if (!name) return []
  const urnIds = new Set([...(await sharedUrns(db, personId)), ...(await urnsOfApprovals(db, personId))])
  const rows = await Promise.all([...urnIds].map((urnId) => outboxNaming(db, urnId, name)))
  return rows
    .flat()
    .filter((row) => row.personId !== personId)
    .map((row) => update('outbox', { id: row.id }, renamed(row, name)))
}

const renamed = ({ texts, choices, settledAt, status }: Row<'outbox'>, name: string): Partial<Row<'outbox'>> => ({
  texts: withoutName(texts, name),
  choices: withoutName(choices, name),
  // Of one that may have left, its words are what the provider is asked about.
  ...(settledAt === null && (status === 'queued' || status === 'errored') ? {} : { text: null }),
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
