import { z } from 'zod'
import type { Channel, Urn } from '../channels/channel.ts'
import { type KnownUrn, loadPerson, loadUrn } from '../store/queries/people.ts'
import { loadSession } from '../store/queries/sessions.ts'
import type { Row } from '../store/writes.ts'
import type { Delivery } from './context.ts'
import { channelFor } from './route.ts'

/** Whom a row goes to, as the database has it now. */
export interface Recipient {
  urn: Row<'urns'>
  /** Whom the row is about; null: not known. */
  person: Row<'people'> | null
  isDemo: boolean
  address: Urn
  /** null: none is configured for this address. */
  channel: Channel | null
  /** When the question open to this URN was put; null: none is, or the row is a reply. */
  questionAt: number | null
}

const address = z.custom<Urn>((text) => typeof text === 'string' && /^(tel|zalo):./.test(text))
/** All that is read of a session here; the rest is the conversation's. */
const openQuestion = z.object({ question: z.object({ at: z.number() }).nullable() })

/** undefined: the URN is gone. Throws where its address can't be opened or its session can't be read. */
export async function loadRecipient(delivery: Delivery, row: Row<'outbox'>): Promise<Recipient | undefined> {
  const { store, channels } = delivery
  const known = await loadUrn(store.db, row.urnId)
  if (known === undefined) return undefined
  const person = await personOf(delivery, row, known)
  const isDemo = person?.isDemo ?? known.people.some((each) => each.person.isDemo)
  const session = row.class === 'reply' ? undefined : await loadSession(store.db, row.urnId)
  return {
    urn: known.urn,
    person,
    isDemo,
    address: address.parse(store.keys.open(known.urn.address)),
    channel: channelFor(channels, known.urn, isDemo),
    questionAt: session === undefined ? null : (openQuestion.parse(session.state).question?.at ?? null),
  }
}

/** Where a row names nobody, the one whose address it is, if it is one's alone. */
async function personOf({ store }: Delivery, row: Row<'outbox'>, known: KnownUrn): Promise<Row<'people'> | null> {
  if (row.personId === null) return known.people.length === 1 ? (known.people[0]?.person ?? null) : null
  const here = known.people.find(({ person }) => person.id === row.personId)
  return here?.person ?? (await loadPerson(store.db, row.personId))?.person ?? null
}
