import { TICKET_GAP_MS } from '../conversation/loop-limits.ts'
import { abuseTicket, nextTicketNumber } from '../store/queries/tickets.ts'
import type { Db } from '../store/store.ts'
import { insert, type Row, type Write } from '../store/writes.ts'

/** What was seen, for a person to judge: in both languages, without texts or numbers of theirs. */
export interface Seen {
  vi: string
  en: string
}

/**
 * What opens a ticket about a flood or a loop: to be committed with what was withheld. Empty where one about this URN is open, or
 * was opened in the last 24 hours: it opens once, not with every text.
 */
export async function abuseTicketWrites(
  db: Db,
  about: Pick<Row<'tickets'>, 'urnId' | 'personId'>,
  seen: Seen,
  { now, newId }: { now: number; newId(): string },
): Promise<Write[]> {
  if (await abuseTicket(db, about.urnId, now - TICKET_GAP_MS)) return []
  const id = newId()
  const number = await nextTicketNumber(db)
  const { urnId, personId } = about
  return [
    insert('tickets', { id, number, urnId, personId, kind: 'abuse', status: 'open', openedAt: now }),
    insert('ticketEntries', { id: newId(), ticketId: id, from: 'farmer', personId, text: written(seen), at: now }),
  ]
}

/** As it stands in the ticket: Vietnamese first, English beside it. */
const written = ({ vi, en }: Seen): string => `${vi} / ${en}`
