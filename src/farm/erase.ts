import { urnsOfPerson } from '../store/queries/people.ts'
import type { Db } from '../store/store.ts'
import { remove, update, type Write } from '../store/writes.ts'

/**
 * What erases a person: name, place, texts, survey answers, sessions, subscriptions. Their figures stay without them, and so does the
 * ledger, which proves what was asked. The URN row keeps its hash and address: what is needed to answer the next text.
 * @param ownUrn the URN that asked: its session is under way, and forgets by itself
 */
export async function erasePerson(db: Db, personId: string, now: number, ownUrn?: string): Promise<Write[]> {
  const urns = await urnsOfPerson(db, personId)
  return [
    update('yields', { personId }, { personId: null, messageId: null }),
    update('prices', { enteredBy: personId }, { enteredBy: null, messageId: null }),
    remove('answers', { personId }),
    remove('attendances', { personId }),
    remove('priceSubscriptions', { personId }),
    update('outbox', { personId, status: 'queued' }, { status: 'cancelled', reason: 'erased' }),
    update('outbox', { personId }, { text: null, texts: [], personId: null }),
    update('messages', { personId }, { text: '', attachments: null, personId: null }),
    update('ticketEntries', { personId }, { text: '', personId: null }),
    update('tickets', { personId }, { personId: null }),
    update(
      'people',
      { id: personId },
      {
        name: null,
        commune: null,
        village: null,
        cooperativeId: null,
        sensitive: null,
        containerKg: null,
        consent: 'none',
        consentAskedAt: null,
        erasedAt: now,
      },
    ),
    remove('personUrns', { personId }),
    ...urns.filter(({ id }) => id !== ownUrn).map(({ id }) => remove('sessions', { urnId: id })),
  ]
}
