import { allSetAside, countSetAside } from '../store/queries/set-aside.ts'
import type { Store } from '../store/store.ts'
import { insert, remove, type Write } from '../store/writes.ts'
import { knowUrn } from './known-urn.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { openSealed } from './open-sealed.ts'
import type { Spooled } from './spooled.ts'
import { failureTicket } from './waiting.ts'

/** Requests that were answered 200 and that a mistake in the program keeps from having their effect: kept until it is mended. */
export interface SetAside {
  /**
   * `request`: what it holds, where it could be read; `code`: why not, without its text. False: not kept, keep it where it
   * is. Safe to repeat: one record is kept once, with one ticket.
   */
  put(record: Buffer, request: Spooled | null, code: string): Promise<boolean>
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
    async put(record, request, code) {
      const claim = { channel: CLAIMS, externalId: store.keys.hash(record.toString('base64')) }
      const sealed = store.keys.sealBytes(record)
      // A number or a URN that another took meanwhile is read again; the record matters more than its ticket.
      for (const hasTicket of [true, true, false]) {
        const { urnId, writes, ticket } = await concerned(options, request)
        const id = newId()
        const row = insert('setAside', { id, urnId, record: sealed, code, at: clock() })
        const result = await store.commit({ claim, writes: [...writes, row, ...(hasTicket ? ticket : [])] })
        if (result.type === 'duplicate') return true
        if (result.type === 'unavailable') return false
        if (result.type !== 'committed') continue
        log.error({ setAsideId: id, urnId, code }, 'request set aside: it could not be handled')
        metrics.count('mua_set_aside_total')
        return true
      }
      return false
    },
    async retry(take) {
      for (const { id, record } of await allSetAside(store.db)) {
        const opened = openSealed(store.keys, record)
        if (opened === null) log.error({ setAsideId: id }, 'request set aside can not be opened')
        else if (await take(opened)) await store.commit({ writes: [remove('setAside', { id })] })
      }
    },
    count: () => countSetAside(store.db),
  }
}

/** Under this the records set aside are claimed, by their keyed hash. */
const CLAIMS = 'set-aside'

interface Concerned {
  urnId: string | null
  /** What makes a stranger known: so the record is found when they are erased. */
  writes: Write[]
  ticket: Write[]
}

/** Whose it is; what they wrote opens a ticket, for a person has to look. */
async function concerned(options: SetAsideOptions, request: Spooled | null): Promise<Concerned> {
  const event = request?.events.find((each) => 'from' in each)
  if (!request || !event) return { urnId: null, writes: [], ticket: [] }
  const { urn, people, writes } = await knowUrn(options, request.channel, event.from)
  if (event.type !== 'message') return { urnId: urn.id, writes, ticket: [] }
  const about = { urnId: urn.id, personId: people[0]?.person.id ?? null, text: event.text }
  return { urnId: urn.id, writes, ticket: await failureTicket(options, about, options.clock()) }
}
