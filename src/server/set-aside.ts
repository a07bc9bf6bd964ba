import type { ChannelEvent } from '../channels/channel.ts'
import { findUrn } from '../store/queries/people.ts'
import { allSetAside, countSetAside } from '../store/queries/set-aside.ts'
import type { Store } from '../store/store.ts'
import { insert, remove, type Write } from '../store/writes.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { failureTicket } from './waiting.ts'

/** Requests that were answered 200 and that a mistake in the program keeps from having their effect: kept until it is mended. */
export interface SetAside {
  /** `events`: what it holds, where it could be read; `code`: why not, without its text. False: not kept, keep it where it is. */
  put(record: Buffer, events: readonly ChannelEvent[], code: string): Promise<boolean>
  /** Tries all again, oldest first; what `take` says yes to leaves. */
  retry(take: (record: Buffer) => Promise<boolean>): Promise<void>
  count(): Promise<number>
}

export interface SetAsideOptions {
  store: Store
  clock(): number
  newId(): string
  log: Log
  metrics: Metrics
}

export function createSetAside(options: SetAsideOptions): SetAside {
  const { store, clock, newId, log, metrics } = options
  return {
    async put(record, events, code) {
      const { urnId, ticket } = await concerned(options, events)
      const id = newId()
      const row = insert('setAside', { id, urnId, record: store.keys.sealBytes(record), code, at: clock() })
      let result = await store.commit({ writes: [row, ...ticket] })
      // The record matters more than its ticket, whose number another may have taken.
      if (result.type === 'refused') result = await store.commit({ writes: [row] })
      if (result.type !== 'committed') return false
      log.error({ setAsideId: id, urnId, code }, 'request set aside: it could not be handled')
      metrics.count('mua_set_aside_total')
      return true
    },
    async retry(take) {
      for (const { id, record } of await allSetAside(store.db))
        if (await take(store.keys.openBytes(record))) await store.commit({ writes: [remove('setAside', { id })] })
    },
    count: () => countSetAside(store.db),
  }
}

/** Whose it is, where we know them; what they wrote opens a ticket, for a person has to look. */
async function concerned(
  options: SetAsideOptions,
  events: readonly ChannelEvent[],
): Promise<{ urnId: string | null; ticket: Write[] }> {
  const { store, clock } = options
  const event = events.find((each) => 'from' in each)
  const known = event && (await findUrn(store.db, store.keys.hash(event.from)))
  if (!known) return { urnId: null, ticket: [] }
  const urnId = known.urn.id
  if (event.type !== 'message') return { urnId, ticket: [] }
  const about = { urnId, personId: known.people[0]?.person.id ?? null, text: event.text }
  return { urnId, ticket: await failureTicket(options, about, clock()) }
}
