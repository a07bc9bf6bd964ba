import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { attachmentIdsOf } from '../store/queries/attachments.ts'
import { loadUrn, urnsOfPerson } from '../store/queries/people.ts'
import { loadSession } from '../store/queries/sessions.ts'
import { ticketsOf } from '../store/queries/tickets.ts'
import type { Db } from '../store/store.ts'
import { insert, type Row, remove, update, updateOne, type Write } from '../store/writes.ts'
import { namesOf, nameWrites, withoutNames } from './erase-name.ts'

/** An erasure as it was asked for. */
export interface Erasure {
  /** Where it was asked. */
  urnId: string
  /** Asked in a talk of that URN: its session is under way, and forgets by itself. */
  isTalking?: true
  now: number
  newId(): string
  source: Row<'consents'>['source']
  proof?: string
  messageId?: string | null
}

/** Of a message of ours, what holds words. */
const BLANK = { text: null, texts: [], choices: null } as const

/** What erases a person, as `erasePeople` does. */
export const erasePerson = (db: Db, personId: string, asked: Erasure): Promise<Write[]> =>
  erasePeople(db, [personId], asked)

/**
 * What erases people, together where they share a URN: name, place, texts, survey answers, sessions, subscriptions. Their figures stay
 * without them, and so does the ledger, which proves what was asked. The URN row keeps its hash and address: what is needed to answer
 * the next text.
 */
export async function erasePeople(db: Db, people: readonly string[], asked: Erasure): Promise<Write[]> {
  const eachOf = async (write: (personId: string) => Promise<Write[]>) => (await Promise.all(people.map(write))).flat()
  return [
    // First: what is blanked below stays so.
    ...(await nameWrites(db, people)),
    ...(await eachOf((personId) => personWrites(db, personId, asked.now))),
    ...(await eachOf((personId) => ledgerOf(db, personId, asked))),
    ...(await urnsToForget(db, people, asked.isTalking ? asked.urnId : undefined)),
  ]
}

async function personWrites(db: Db, personId: string, now: number): Promise<Write[]> {
  const cancelled = { status: 'cancelled', reason: 'erased', settledAt: now } as const
  return [
    update('yields', { personId }, { personId: null, messageId: null }),
    update('prices', { enteredBy: personId }, { enteredBy: null, messageId: null }),
    remove('answers', { personId }),
    remove('attendances', { personId }),
    remove('priceSubscriptions', { personId }),
    ...(await attachmentIdsOf(db, personId)).map((id) => remove('attachments', { id })),
    ...(await ticketsOf(db, personId)).flatMap(({ id }) => [
      // What was texted to an officer, and what they answered.
      update('outbox', { ticketId: id, status: 'queued' }, cancelled),
      update('outbox', { ticketId: id, status: 'errored' }, cancelled),
      update('outbox', { ticketId: id }, BLANK),
      update('ticketEntries', { ticketId: id }, { text: '' }),
      update('tickets', { id }, { personId: null, status: 'closed' }),
    ]),
    update('ticketEntries', { personId }, { text: '', personId: null }),
    update('outbox', { personId, status: 'queued' }, cancelled),
    update('outbox', { personId, status: 'errored' }, cancelled),
    update('outbox', { personId }, { ...BLANK, personId: null }),
    update('messages', { personId }, { text: '', payload: null, attachments: null, personId: null }),
    update('people', { id: personId }, { ...NOBODY, erasedAt: now }),
    remove('personUrns', { personId }),
  ]
}

/** Every number and Zalo user of theirs: a list that knows them by another than the one they asked from must find it too. */
async function ledgerOf(db: Db, personId: string, asked: Erasure): Promise<Write[]> {
  const { urnId: asker, now: at, newId, source, proof = null, messageId = null } = asked
  // Staff were told it some other way.
  const how = source === 'staff' ? null : 'asked'
  const urnIds = new Set([asker, ...(await urnsOfPerson(db, personId)).map(({ id }) => id)])
  return [...urnIds].map((urnId) =>
    insert('consents', { id: newId(), personId, urnId, kind: 'erased', how, source, proof, messageId, at }),
  )
}

/** Ways a message of ours may have come to its end. */
const SETTLED = [
  ...(['wired', 'sent', 'delivered', 'read', 'failed', 'stopped', 'expired'] as const),
  ...(['uncertain', 'superseded', 'cancelled'] as const),
]

/**
 * What blanks the texts of someone who did not agree to their being kept. What is not sent yet and what waits for its turn stays
 * as it is, or the answer would be lost; so does what they asked an officer.
 */
export const forgetTold = (personId: string): Write[] => [
  update('messages', { personId, status: 'taken' }, { text: '', payload: null, attachments: null }),
  ...SETTLED.map((status) => update('outbox', { personId, status }, BLANK)),
]

/** A person of whom nothing is known any more. */
export const NOBODY = {
  name: null,
  role: 'farmer',
  commune: null,
  village: null,
  cooperativeId: null,
  sensitive: null,
  containerKg: null,
  consent: 'none',
  consentAskedAt: null,
  advertising: 'none',
  quietHours: null,
  quietUntil: null,
} as const

/** What a shared phone has is the others' too: its session, what waits of it, is kept for them, but not that this person texts. */
async function urnsToForget(db: Db, people: readonly string[], ownUrn: string | undefined): Promise<Write[]> {
  const writes: Write[] = []
  const urns = await Promise.all(people.map((personId) => urnsOfPerson(db, personId)))
  for (const id of new Set(urns.flat().map((urn) => urn.id))) {
    const known = await loadUrn(db, id)
    if (!known?.people.every(({ person }) => people.includes(person.id))) {
      if (id !== ownUrn) writes.push(...(await sessionWithout(db, people, id)))
      continue
    }
    writes.push(
      remove('quarantine', { urnId: id }),
      remove('setAside', { urnId: id }),
      remove('phoneClaims', { urnId: id }),
      remove('phoneClaims', { phoneUrnId: id }),
    )
    if (id !== ownUrn) writes.push(remove('sessions', { urnId: id }))
  }
  return writes
}

const keptSession = z.looseObject({
  person: z.looseObject({ id: z.string() }).nullable(),
  last: z.looseObject({ person: z.string() }).nullable(),
})

/** The session no longer takes who writes for one of them, nor corrects their record, nor bears their name. One that can't be read would begin anew. */
async function sessionWithout(db: Db, people: readonly string[], urnId: string): Promise<Write[]> {
  const stored = await loadSession(db, urnId)
  if (!stored) return []
  const { version } = stored
  const parsed = keptSession.safeParse(stored.state)
  if (!parsed.success) return [remove('sessions', { urnId })]
  const { person, last } = parsed.data
  const state = {
    ...keptSession.parse(withoutNames(parsed.data, await namesOf(db, people))),
    person: person && people.includes(person.id) ? null : person,
    last: last && people.includes(last.person) ? null : last,
  }
  if (isDeepStrictEqual(state, parsed.data)) return []
  return [updateOne('sessions', { urnId, version }, { version: version + 1, state })]
}
