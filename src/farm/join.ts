import { consentsOf } from '../store/queries/consents.ts'
import { loadPerson } from '../store/queries/people.ts'
import { subscriptionsOf } from '../store/queries/prices.ts'
import { attendancesOfPerson } from '../store/queries/trainings.ts'
import type { Db } from '../store/store.ts'
import { insertNew, type Row, remove, update, type Write } from '../store/writes.ts'
import { NOBODY } from './erase.ts'

/**
 * What makes one person of two: `own`, who writes from this URN and from no other, is `other` from now on, with all they told.
 * Of `own` nothing is left but an empty row. Where both asked for the same, `other`'s stands; of what both said of consent, the last.
 */
export const joinWrites = async (db: Db, own: string, other: string, urnId: string, now: number): Promise<Write[]> => [
  ...(await doubleSubscriptions(db, own, other, now)),
  ...(await seats(db, own, other)),
  ...(await refusal(db, own, other)),
  ...(await wishes(db, own, other)),
  update('answers', { personId: own }, { personId: other }),
  update('tickets', { personId: own }, { personId: other }),
  update('ticketEntries', { personId: own }, { personId: other }),
  update('messages', { personId: own }, { personId: other }),
  update('outbox', { personId: own }, { personId: other }),
  update('consents', { personId: own }, { personId: other }),
  update('yields', { personId: own }, { personId: other }),
  update('priceSubscriptions', { personId: own }, { personId: other }),
  remove('personUrns', { personId: own, urnId }),
  insertNew('personUrns', { personId: other, urnId, createdAt: now }),
  update('people', { id: own }, { ...NOBODY, erasedAt: now }),
]

/** Who `person` is once this is written; undefined: who they were. */
export function joinedTo(writes: readonly Write[], person: string): string | undefined {
  for (const write of writes)
    if (write.type === 'update' && write.table === 'messages' && write.where.personId === person)
      return write.set.personId ?? undefined
  return undefined
}

async function doubleSubscriptions(db: Db, own: string, other: string, now: number): Promise<Write[]> {
  const theirs = await subscriptionsOf(db, other)
  return (await subscriptionsOf(db, own))
    .filter(({ crop, form }) => theirs.some((each) => each.crop === crop && each.form === form))
    .map(({ id }) => update('priceSubscriptions', { id }, { endedAt: now }))
}

/** What they refused as `own` is not agreed to by an older paper of `other`: they are asked anew. */
async function refusal(db: Db, own: string, other: string): Promise<Write[]> {
  const lastAnswer = async (personId: string) =>
    (await consentsOf(db, personId)).findLast(({ kind }) => kind === 'agreed' || kind === 'refused')
  const said = await lastAnswer(own)
  const before = await lastAnswer(other)
  if (said?.kind !== 'refused' || (before && before.at > said.at)) return []
  return [update('people', { id: other }, { consent: 'refused' })]
}

/** Of advertising what either said last, and the longer rest; quiet hours where only `own` has some. */
async function wishes(db: Db, own: string, other: string): Promise<Write[]> {
  const [said, before] = [await loadPerson(db, own), await loadPerson(db, other)]
  if (!said || !before) return []
  const isAbout = ({ kind }: Row<'consents'>) => kind === 'advertising_agreed' || kind === 'advertising_refused'
  const lastOf = async (id: string) => (await consentsOf(db, id)).findLast(isAbout)?.at ?? 0
  const isLater = said.person.advertising !== 'none' && (await lastOf(own)) >= (await lastOf(other))
  const rest = Math.max(said.person.quietUntil ?? 0, before.person.quietUntil ?? 0)
  const set = {
    ...(isLater ? { advertising: said.person.advertising } : {}),
    ...(rest > 0 ? { quietUntil: rest } : {}),
    ...(before.person.quietHours === null && said.person.quietHours ? { quietHours: said.person.quietHours } : {}),
  }
  return Object.keys(set).length === 0 ? [] : [update('people', { id: other }, set)]
}

/** One person has one seat. */
async function seats(db: Db, own: string, other: string): Promise<Write[]> {
  const theirs = new Set((await attendancesOfPerson(db, other)).map(({ trainingId }) => trainingId))
  return (await attendancesOfPerson(db, own)).map(({ trainingId }) =>
    theirs.has(trainingId)
      ? remove('attendances', { trainingId, personId: own })
      : update('attendances', { trainingId, personId: own }, { personId: other }),
  )
}
