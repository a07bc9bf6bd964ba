import { uuidv7 } from 'uuidv7'
import type { SqliteStore } from '../../src/store/sqlite.ts'
import { insert, type NewRow, type Write } from '../../src/store/writes.ts'
import { phoneOf } from './farmers.ts'

/** The leader's phone. */
export const LEADER = '+84909000000'
/** What the leader texts, and how the alert begins that its members get. */
export const ALERT = 'bao gia gung 15k ban xeo'
export const isAlert = (text: string): boolean => / mua gung .* tai Ban Xeo/.test(text)
/** What a member texts meanwhile; each question has its answer. */
export const QUESTION = 'gia gung'

const AT_ONCE = 100

/** A cooperative with a leader and so many members who agreed, by Twilio. `now`: epoch ms. */
export async function addCooperative(store: SqliteStore, members: number, now: number): Promise<void> {
  const [cooperativeId, commune] = [uuidv7(), '02725']
  const person = (phone: string, over: Partial<NewRow<'people'>>): Write[] => {
    const [personId, urnId, address] = [uuidv7(), uuidv7(), `tel:${phone}`]
    const { keys } = store
    const sealed = { hash: keys.hash(address), address: keys.seal(address) }
    const known = { cooperativeId, commune, locale: 'vi', consent: 'agreed', createdAt: now } as const
    return [
      insert('people', { id: personId, role: 'farmer', ...known, ...over }),
      insert('urns', { id: urnId, scheme: 'tel', ...sealed, channel: 'twilio', createdAt: now }),
      insert('personUrns', { personId, urnId, createdAt: now }),
    ]
  }
  const day = new Date(now).toISOString().slice(0, 10)
  const price = { crop: 'ginger', form: 'fresh', place: commune, day, priceVnd: 14_500, unit: 'kg' } as const
  const first: Write[] = [
    insert('cooperatives', { id: cooperativeId, name: 'HTX Mường Vi', commune, createdAt: now }),
    insert('prices', { id: uuidv7(), ...price, source: 'xã', status: 'kept', recordedAt: now }),
    ...person(LEADER, { role: 'leader', name: 'May' }),
  ]
  for (let from = 0, writes = first; from < members; from += AT_ONCE, writes = []) {
    for (let n = from; n < Math.min(members, from + AT_ONCE); n++) writes.push(...person(phoneOf(n), {}))
    const result = await store.commit({ writes })
    if (result.type !== 'committed') throw new Error(`members not kept: ${result.type}`)
  }
}

/** How many of so many members have none, and how many have two, of the messages that a provider took for these phones. */
export function missedAndDoubled(phones: readonly string[], members: number): { missed: number; doubled: number } {
  const counts = new Map<string, number>()
  for (const phone of phones) counts.set(phone, (counts.get(phone) ?? 0) + 1)
  const all = [LEADER, ...Array.from({ length: members }, (_, n) => phoneOf(n))]
  return {
    missed: all.filter((phone) => !counts.has(phone)).length,
    doubled: [...counts.values()].filter((count) => count > 1).length,
  }
}

/** The value that so much of all (0 to 1) do not exceed; of none: 0. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}
