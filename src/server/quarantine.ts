import { z } from 'zod'
import type { Channel, InboundRequest, Urn } from '../channels/channel.ts'
import { findUrn } from '../store/queries/people.ts'
import { countQuarantined, countShares, quarantined } from '../store/queries/quarantine.ts'
import type { Store } from '../store/store.ts'
import { insert, type Row, remove } from '../store/writes.ts'
import { jsonText } from './json-text.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { openSealed } from './open-sealed.ts'
import { serialByKey } from './serial.ts'

/** Requests whose signature, app or account is wrong, of a provider that never sends again: our own settings may be what is wrong. */
export interface Quarantine {
  /** `from`: who it says it is from, which nobody has checked. What there is no place for is counted and dropped; nothing kept ever makes room for it. */
  keep(channel: Channel['type'], request: InboundRequest, from: Urn | null): Promise<void>
  /** Looks at what is kept with the settings of now; what passes is given on and leaves. Drops what is over a day old. */
  review(
    channels: readonly Channel[],
    giveOn: (channel: Channel, request: InboundRequest) => Promise<boolean>,
  ): Promise<void>
  /** `dropped`: for want of a place, since this process began or a review last found nothing. */
  count(): Promise<{ kept: number; dropped: number }>
}

export interface QuarantineOptions {
  store: Store
  clock(): number
  newId(): string
  log: Log
  metrics: Metrics
}

const KEEP_MS = 24 * 60 * 60 * 1000
const MAX_KEPT = 1000
/**
 * Places for senders who never wrote to us under a right signature. Whoever forges requests makes up such senders at
 * will, but does not know the ids of our users, which Zalo makes for each account and tells nobody else: the other
 * places are out of their reach.
 */
const MAX_OF_STRANGERS = 500
/** Places for one known sender, should their id be known to someone. */
const MAX_OF_ONE = 20
/** A flood of requests is no flood of log lines. */
const COMPLAIN_MS = 60_000

export function createQuarantine(options: QuarantineOptions): Quarantine {
  const { store, clock, newId, log, metrics } = options
  // Counted and kept as one, or a burst would take more than its places.
  const serial = serialByKey()
  let dropped = 0
  let complainedAt = Number.NEGATIVE_INFINITY

  async function place(channel: Channel['type'], request: InboundRequest, from: Urn | null): Promise<Place> {
    const urnId = from === null ? null : ((await findUrn(store.db, store.keys.hash(from)))?.urn.id ?? null)
    const shares = await countShares(store.db, urnId)
    if (shares.kept >= MAX_KEPT) return 'full'
    if (urnId === null && shares.strangers >= MAX_OF_STRANGERS) return 'strangers_full'
    if (urnId !== null && shares.own >= MAX_OF_ONE) return 'sender_full'
    const body = Buffer.from(request.body).toString('base64')
    const kept = { method: request.method, url: request.url.href, headers: Object.fromEntries(request.headers), body }
    const sealed = store.keys.seal(JSON.stringify(kept satisfies Kept))
    const row = insert('quarantine', { id: newId(), channel, urnId, request: sealed, at: clock() })
    const result = await store.commit({ writes: [row] })
    return result.type === 'committed' ? 'kept' : 'not_written'
  }

  return {
    async keep(channel, request, from) {
      const outcome = await serial('', () => place(channel, request, from))
      metrics.count('mua_quarantine_total', { channel, outcome })
      if (outcome === 'kept') return log.warn({ channel }, 'wrong signature, app or account: request kept for a day')
      dropped += 1
      if (clock() - complainedAt < COMPLAIN_MS) return
      complainedAt = clock()
      log.error(
        { channel, outcome, dropped },
        'wrong signature, app or account and no place to keep the request: dropped',
      )
    },
    async review(channels, giveOn) {
      const rows = await quarantined(store.db)
      if (rows.length === 0) dropped = 0
      for (const row of rows) {
        const channel = channels.find(({ type }) => type === row.channel)
        const isOld = clock() - row.at > KEEP_MS
        if (isOld || (channel && (await passes(options, channel, row, giveOn))))
          await store.commit({ writes: [remove('quarantine', { id: row.id })] })
      }
    },
    count: async () => ({ kept: await countQuarantined(store.db), dropped }),
  }
}

type Place = 'kept' | 'full' | 'strangers_full' | 'sender_full' | 'not_written'

const keptSchema = z.object({
  method: z.string(),
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  /** Base64. */
  body: z.string(),
})
type Kept = z.infer<typeof keptSchema>

async function passes(
  { store, log }: QuarantineOptions,
  channel: Channel,
  row: Row<'quarantine'>,
  giveOn: (channel: Channel, request: InboundRequest) => Promise<boolean>,
): Promise<boolean> {
  const stored = jsonText.pipe(keptSchema).safeParse(openSealed(store.keys, row.request)?.toString())
  if (!stored.success) {
    // Another version wrote it, or another key sealed it: it waits for that one, and holds up nobody.
    log.error({ quarantineId: row.id }, 'kept request can not be read')
    return false
  }
  const { method, url, headers, body } = stored.data
  const request = { method, url: new URL(url), headers: new Headers(headers), body: Buffer.from(body, 'base64') }
  const received = await channel.receive(request)
  return received.type === 'accepted' && giveOn(channel, request)
}
