import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import type { Urn } from '../../src/channels/channel.ts'
import { createBullDispatcher } from '../../src/delivery/bullmq/dispatcher.ts'
import type { Delivery } from '../../src/delivery/context.ts'
import type { Dispatcher, DispatcherOptions } from '../../src/delivery/dispatcher.ts'
import { createEmbeddedDispatcher } from '../../src/delivery/embedded.ts'
import { type Outgoing, outgoing } from '../../src/farm/outgoing.ts'
import { nextDueAt } from '../../src/store/queries/due-outbox.ts'
import { loadOutbox } from '../../src/store/queries/outbox.ts'
import { openSqliteStore, type SqliteStore } from '../../src/store/sqlite.ts'
import { insert, type NewRow, type Row, type Write } from '../../src/store/writes.ts'
import { KEY, NOW, program, TEXTS } from './fixtures.ts'
import { Provider } from './provider.ts'

type UrnOver = Omit<Partial<NewRow<'urns'>>, 'address'> & { person?: Partial<NewRow<'people'>>; address?: Urn }
type RowOver = Partial<Outgoing> & { what?: string }

/** Which dispatcher the tests of this folder work with; BullMQ's needs a Redis. */
let redisUrl: string | null = null
export const useRedis = (url: string): void => {
  redisUrl = url
}

export interface Rig {
  store: SqliteStore
  delivery: Delivery
  sms: Provider
  zalo: Provider
  /** Everything counted, as `name label label`. */
  counted: Map<string, number>
  logged: string[]
  /** How many commits each transaction carried. */
  groups: number[]
  setNow(now: number): void
  /** Sets the clock and sends what is due then. */
  at(now: number): Promise<void>
  /** Moves the clock from one row that comes due to the next, and sends, until none is open. */
  untilAllEnd(): Promise<void>
  addUrn(id: string, over?: UrnOver): Promise<void>
  /** A row of the outbox; `what` is what its text says. */
  queue(id: string, over?: RowOver): Promise<void>
  write(...writes: Write[]): Promise<void>
  row(id: string): Promise<Row<'outbox'>>
  dispatcher(over?: Partial<DispatcherOptions>): Dispatcher
  /** Before the test ends, where it opens many. */
  close(): Promise<void>
}

export async function openRig(
  options: { file?: string; canLook?: boolean; patienceMs?: number; at?: number } = {},
): Promise<Rig> {
  let now = options.at ?? NOW
  const clock = () => now
  const file = options.file ?? join(tmp(), 'mua.db')
  const groups: number[] = []
  const store = await openSqliteStore({
    ...{ file, key: KEY, clock, patienceMs: options.patienceMs ?? 10_000 },
    onCommit: ({ commits }) => groups.push(commits),
  })
  const sms = new Provider('twilio', clock, options.canLook ?? true)
  const zalo = new Provider('zalo', clock, false)
  const counted = new Map<string, number>()
  const logged: string[] = []
  const delivery = deliveryOf(store, [sms, zalo], clock, counted, logged)
  const dispatchers: Dispatcher[] = []
  let isOpen = true
  const close = async () => {
    if (!isOpen) return
    isOpen = false
    await Promise.all(dispatchers.map((each) => each.stop()))
    await store.close()
    expect(logged).not.toContain('outbox_write_refused')
    expect(logged).not.toContain('delivery_threw')
  }
  onTestFinished(close)
  const dispatcher = (over: Partial<DispatcherOptions> = {}) => {
    const options = { ...delivery, pollMs: 1_000_000, graceMs: 50, gatherMs: 0, ...over }
    const made =
      redisUrl === null
        ? createEmbeddedDispatcher(options)
        : createBullDispatcher({
            ...options,
            redisUrl,
            prefix: `rig-${createHash('md5').update(file).digest('hex')}`,
            feedMs: 20,
          })
    dispatchers.push(made)
    made.start()
    return made
  }
  const at = async (to: number) => {
    now = to
    if (dispatchers.length === 0) dispatcher()
    await Promise.all(dispatchers.map((each) => each.idle()))
  }
  const write = async (...writes: Write[]) => {
    const result = await store.commit({ writes })
    if (result.type !== 'committed') throw new Error(JSON.stringify(result))
  }
  return {
    store,
    delivery,
    sms,
    zalo,
    counted,
    logged,
    groups,
    setNow(to) {
      now = to
    },
    at,
    async untilAllEnd() {
      for (let turns = 0, due = await nextDueAt(store.db); due !== null; due = await nextDueAt(store.db)) {
        expect(turns++).toBeLessThan(2000)
        await at(Math.max(due, now + 1))
      }
    },
    addUrn: (id, over = {}) => write(...urnWrites(store, id, over)),
    queue: (id, over = {}) => write(queued(id, over)),
    write,
    async row(id) {
      const row = await loadOutbox(store.db, id)
      if (!row) throw new Error(`no row ${id}`)
      return row
    },
    dispatcher,
    close,
  }
}

/** A promise and its end, for a send that takes as long as the test wants. */
export function gate(): { promise: Promise<void>; open: () => void } {
  let open: () => void = () => undefined
  const promise = new Promise<void>((resolve) => {
    open = resolve
  })
  return { promise, open }
}

export const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await sleep(5)
}

function deliveryOf(
  store: SqliteStore,
  channels: Provider[],
  clock: () => number,
  counted: Map<string, number>,
  logged: string[],
): Delivery {
  let serial = 0
  const told = (_: unknown, event: string) => {
    logged.push(event)
  }
  return {
    store,
    channels,
    programs: { current: program(TEXTS), byRevision: () => undefined },
    saoM2: 360,
    operator: 'HTX Mường Vi',
    clock,
    ids: () => `id-${String(++serial).padStart(6, '0')}`,
    random: () => 0.5,
    log: { warn: told, error: told },
    metrics: {
      count(name, labels) {
        const key = [name, ...Object.values(labels)].join(' ')
        counted.set(key, (counted.get(key) ?? 0) + 1)
      },
    },
  }
}

function urnWrites({ keys }: SqliteStore, id: string, { person, address, ...over }: UrnOver = {}): Write[] {
  const scheme = over.scheme ?? 'tel'
  const urn = address ?? `${scheme}:${id}`
  const channel = scheme === 'tel' ? 'twilio' : 'zalo'
  const row = { id, scheme, hash: keys.hash(urn), address: keys.seal(urn), channel, createdAt: NOW, ...over }
  if (person === undefined) return [insert('urns', row)]
  const personId = person.id ?? `p-${id}`
  return [
    insert('urns', row),
    {
      ...insert('people', { id: personId, role: 'farmer', locale: 'vi', consent: 'agreed', createdAt: NOW, ...person }),
      onConflict: 'ignore',
    } as Write,
    insert('personUrns', { personId, urnId: id, createdAt: NOW }),
  ]
}

const queued = (id: string, { what = id, ...over }: RowOver = {}): Write =>
  outgoing({
    id,
    now: NOW,
    class: 'reply',
    urnId: 'u1',
    personId: null,
    locale: 'vi',
    revision: 'r1',
    texts: [{ key: 't.said', values: { what } }],
    ...over,
  })

/** So many people, each with one message. */
export const many = async (rig: Rig, count: number, over: RowOver = {}): Promise<void> => {
  const ids = Array.from({ length: count }, (_, n) => String(n).padStart(4, '0'))
  await rig.write(
    ...ids.flatMap((n) => [
      ...urnWrites(rig.store, `u${n}`, { person: {} }),
      queued(`o${n}`, { ...over, urnId: `u${n}`, personId: `p-u${n}` }),
    ]),
  )
}

export function tmp(): string {
  const dir = mkdtempSync(join(tmpdir(), 'mua-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}
