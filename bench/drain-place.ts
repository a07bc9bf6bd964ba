import { DEFAULT_COSTS } from '../src/conversation/costs.ts'
import { DEFAULT_RULES } from '../src/conversation/sending-rules.ts'
import type { Program } from '../src/conversation/types.ts'
import { outgoing } from '../src/farm/outgoing.ts'
import { openSqliteStore } from '../src/store/sqlite.ts'
import { insert, type Write } from '../src/store/writes.ts'
import { KEY } from '../test/trials/served.ts'

/** 09:00 in Vietnam on Monday 23 November 2026: what we start may go. The processes of one round begin there together. */
export const START = Date.UTC(2026, 10, 23, 2, 0)
const TEXT = 'Giá gừng trâu hôm nay ở chợ Mường Khương: {what} đ/kg.'
/** People a commit. */
const SLICE = 100

/** The scripts of the benchmark: one text. */
export const drainProgram = (): Program => ({
  revision: 'bench',
  texts: new Map([['vi', new Map([['bench.price', { sms: TEXT, zalo: TEXT }]])]]),
  sending: DEFAULT_RULES,
  flows: new Map(),
  crops: new Map(),
  places: new Map(),
  markets: [],
  costs: DEFAULT_COSTS,
  zaloTemplates: [],
})

/** A database in which so many people wait for one message each, of one broadcast. */
export async function fill(file: string, count: number): Promise<void> {
  const store = await openSqliteStore({ file, key: KEY })
  const commit = async (writes: Write[]) => {
    const result = await store.commit({ writes })
    if (result.type !== 'committed') throw new Error(`not kept: ${result.type}`)
  }
  const at = { createdAt: START }
  const broadcast = { kind: 'price_alert' as const, status: 'sending' as const, cooperativeId: 'c', authorId: 'a' }
  await commit([insert('broadcasts', { id: 'b', ...broadcast, values: {}, confirmedAt: START, ...at })])
  for (let from = 0; from < count; from += SLICE) {
    const writes: Write[] = []
    for (let n = from; n < Math.min(count, from + SLICE); n++) writes.push(...waiting(store.keys, n))
    await commit(writes)
  }
  await store.emptyLog()
  await store.close()
}

function waiting(keys: Awaited<ReturnType<typeof openSqliteStore>>['keys'], n: number): Write[] {
  const [address, at] = [`tel:+8491${String(n).padStart(7, '0')}`, { createdAt: START }]
  const [personId, urnId] = [idOf('p', n), idOf('u', n)]
  return [
    insert('people', { id: personId, role: 'farmer', locale: 'vi', consent: 'agreed', ...at }),
    insert('urns', {
      id: urnId,
      scheme: 'tel',
      channel: 'twilio',
      hash: keys.hash(address),
      address: keys.seal(address),
      ...at,
    }),
    insert('personUrns', { personId, urnId, ...at }),
    outgoing({
      ...{ id: idOf('o', n), now: START, class: 'broadcast', urnId, personId, locale: 'vi', revision: 'bench' },
      ...{ broadcastId: 'b', onceKey: `bench:${n}`, texts: [{ key: 'bench.price', values: { what: 15_000 + n } }] },
    }),
  ]
}

/** As long as a UUID, in order. */
const idOf = (kind: string, n: number): string => `019ab000-0000-7000-${kind}000-${n.toString(16).padStart(12, '0')}`
