import { outgoing } from '../../../src/farm/outgoing.ts'
import { CLASSES } from '../../../src/store/queries/due-outbox.ts'
import type { SqliteStore } from '../../../src/store/sqlite.ts'
import { insert, type MessageClass, type Write } from '../../../src/store/writes.ts'
import { NOW } from '../../delivery/fixtures.ts'
import type { Adapter } from './adapter.ts'

const MINUTE_MS = 60_000

interface PlannedMessage {
  id: string
  class: MessageClass
  person: number
  /** What its text says. */
  what: string
  /** Written so long after the beginning. */
  inMs: number
  usefulMs: number
}

/** What one schedule holds, drawn by its seed. */
export interface Plan {
  people: number
  messages: PlannedMessage[]
  /** Part of the requests with which something goes wrong. */
  badness: number
  /** When every request is answered 429: for an hour, or never. */
  limited: { from: number; to: number }
  /** Requests during which a process dies, counted from 1. */
  kills: ReadonlySet<number>
  workers: number
}

const MOST_MESSAGES = 14

export function planOf(random: () => number, { type, classes = CLASSES }: Adapter): Plan {
  const below = (most: number) => Math.floor(random() * most)
  const people = 2 + below(4)
  const messages: PlannedMessage[] = []
  let inMs = 0
  for (let n = 0, most = 6 + below(MOST_MESSAGES - 5); n < most; n++) {
    // Ids are in order of time.
    inMs += below(20_000)
    const last = messages.at(-1)
    // The same words to the same person: the provider's list shows two that look alike. Zalo's echo names no message of ours.
    const isTwin = last !== undefined && type !== 'zalo' && type !== 'zalo-bot' && random() < 0.15
    messages.push({
      id: `019ab000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`,
      class: isTwin ? last.class : (classes[below(classes.length)] ?? 'reply'),
      person: isTwin ? last.person : below(people),
      what: isTwin ? last.what : `${n}`,
      inMs,
      usefulMs: random() < 0.2 ? MINUTE_MS * (1 + below(60)) : 24 * 60 * MINUTE_MS,
    })
  }
  const from = NOW + below(3 * MINUTE_MS)
  return {
    ...{ people, messages },
    badness: 0.15 + random() * 0.6,
    limited: random() < 0.15 ? { from, to: from + 60 * MINUTE_MS } : { from: 0, to: 0 },
    kills: new Set(Array.from({ length: below(4) }, () => 1 + below(25))),
    workers: 1 + below(2),
  }
}

const urnOf = (person: number): string => `u${person}`

/** People who agreed, each with an address on this channel. */
export const personWrites = ({ keys }: SqliteStore, adapter: Adapter, people: number): Write[] =>
  Array.from({ length: people }, (_, person) => {
    const address = adapter.addressOf(person)
    const [personId, urnId, at] = [`p-${urnOf(person)}`, urnOf(person), { createdAt: NOW }]
    return [
      insert('people', { id: personId, role: 'farmer', locale: 'vi', consent: 'agreed', ...at }),
      insert('urns', {
        ...{ id: urnId, scheme: adapter.scheme, channel: adapter.type, ...at },
        ...{ hash: keys.hash(address), address: keys.seal(address) },
      }),
      insert('personUrns', { personId, urnId, ...at }),
    ]
  }).flat()

export const messageWrite = (message: PlannedMessage, now: number): Write =>
  outgoing({
    ...{ id: message.id, class: message.class, now, deadline: now + message.usefulMs },
    urnId: urnOf(message.person),
    personId: `p-${urnOf(message.person)}`,
    locale: 'vi',
    revision: 'r1',
    texts: [{ key: 't.said', values: { what: message.what } }],
  })
