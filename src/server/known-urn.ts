import type { Urn } from '../channels/channel.ts'
import { firstContact } from '../farm/world.ts'
import { findUrn, type KnownPerson } from '../store/queries/people.ts'
import type { Store } from '../store/store.ts'
import { insert, type Row, type Write } from '../store/writes.ts'

export interface Known {
  urn: Row<'urns'>
  people: KnownPerson[]
  /** What makes them known, where they were not. */
  writes: Write[]
}

interface KnowOptions {
  store: Store
  clock(): number
  newId(): string
}

/** The URN and its people; a stranger gets a row and a nameless person. */
export async function knowUrn(options: KnowOptions, channel: string, address: Urn): Promise<Known> {
  const { store } = options
  const hash = store.keys.hash(address)
  const found = await findUrn(store.db, hash)
  if (found) return withPerson(options, found.urn, found.people)
  const urn = urnRow(options, channel, address)
  const known = withPerson(options, urn, [])
  return { ...known, writes: [insert('urns', urn), ...known.writes] }
}

/** The row of an address that is not known yet. */
export function urnRow({ store, clock, newId }: KnowOptions, channel: string, address: Urn): Row<'urns'> {
  return {
    id: newId(),
    scheme: address.startsWith('zalo:') ? 'zalo' : 'tel',
    hash: store.keys.hash(address),
    address: store.keys.seal(address),
    channel,
    stoppedAt: null,
    lastInboundAt: null,
    quietUntil: null,
    sendingId: null,
    sendingUntil: null,
    createdAt: clock(),
  }
}

/** Somebody writes from every URN: one whose people were erased begins anew. */
export function withPerson({ clock, newId }: KnowOptions, urn: Row<'urns'>, people: KnownPerson[]): Known {
  if (people.length > 0) return { urn, people, writes: [] }
  const { known, writes } = firstContact(urn, newId(), clock())
  return { urn, people: [known], writes }
}
