import type { Keys } from '../store/crypto.ts'
import { outboxByOnceKey } from '../store/queries/outbox.ts'
import { findUrn, loadPerson } from '../store/queries/people.ts'
import { entriesOf, openAbuseTickets } from '../store/queries/tickets.ts'
import type { Db } from '../store/store.ts'
import type { Row, Write } from '../store/writes.ts'
import { nextWorkingTime } from './actions/tickets.ts'
import { outgoing } from './outgoing.ts'

/** A ticket about a flood or loop that is older is no news. */
const NEWS_MS = 48 * 60 * 60 * 1000

interface NoticeContext {
  keys: Keys
  /** Whom tickets are texted to; null: nobody. */
  officerUrn: string | null
  revision: string
  newId(): string
}

/** Tells the officer of each ticket that a flood or a loop has opened, once, in working hours. Safe to repeat; gives nothing in the end. */
export async function planAbuseNotices(db: Db, now: number, context: NoticeContext): Promise<Write[]> {
  const tickets = await openAbuseTickets(db, now - NEWS_MS)
  const officer =
    context.officerUrn === null || tickets.length === 0
      ? undefined
      : await findUrn(db, context.keys.hash(context.officerUrn))
  if (!officer) return []
  const told = new Set((await outboxByOnceKey(db, PREFIX)).map(({ onceKey }) => onceKey))
  const untold = tickets.filter(({ id }) => !told.has(PREFIX + id))
  const [first] = officer.people
  return Promise.all(
    untold.map(async (ticket) =>
      outgoing({
        id: context.newId(),
        now,
        class: 'service',
        urnId: officer.urn.id,
        personId: first?.person.id ?? null,
        locale: first?.person.locale ?? 'vi',
        revision: context.revision,
        texts: [{ key: 'tickets.abuse', values: await valuesOf(db, ticket) }],
        dueAt: nextWorkingTime(now),
        ticketId: ticket.id,
        onceKey: PREFIX + ticket.id,
      }),
    ),
  )
}

const PREFIX = 'abuse:'

async function valuesOf(db: Db, { id, number, personId }: Row<'tickets'>) {
  const person = personId === null ? undefined : (await loadPerson(db, personId))?.person
  const [entry] = await entriesOf(db, id)
  return {
    ticket: String(number),
    name: person?.name ?? null,
    place: person?.commune ? { place: person.commune } : null,
    // What stands in the ticket is Vietnamese first, English behind it.
    seen: entry?.text.split(' / ')[0] ?? null,
  }
}
