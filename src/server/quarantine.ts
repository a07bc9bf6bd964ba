import type { Channel, InboundRequest } from '../channels/channel.ts'
import { countQuarantined, oldestQuarantined, quarantined } from '../store/queries/quarantine.ts'
import type { Store } from '../store/store.ts'
import { insert, remove } from '../store/writes.ts'
import type { Log } from './log.ts'

/** Requests whose signature is wrong, of a provider that never sends again: the secret may be what is wrong. */
export interface Quarantine {
  keep(channel: Channel['type'], request: InboundRequest): Promise<void>
  /** Looks at what is kept with the secret of now; what passes is given on and leaves. Drops what is over a day old. */
  review(
    channels: readonly Channel[],
    giveOn: (channel: Channel, request: InboundRequest) => Promise<boolean>,
  ): Promise<void>
  count(): Promise<number>
}

const KEEP_MS = 24 * 60 * 60 * 1000
const MAX_KEPT = 1000

export function createQuarantine(options: { store: Store; clock(): number; newId(): string; log: Log }): Quarantine {
  const { store, clock, newId, log } = options
  return {
    async keep(channel, request) {
      const count = await countQuarantined(store.db)
      const oldest = count >= MAX_KEPT ? await oldestQuarantined(store.db) : undefined
      const body = Buffer.from(request.body).toString('base64')
      const headers = Object.fromEntries(request.headers)
      const sealed = store.keys.seal(JSON.stringify({ method: request.method, url: request.url.href, headers, body }))
      const result = await store.commit({
        writes: [
          ...(oldest ? [remove('quarantine', { id: oldest.id })] : []),
          insert('quarantine', { id: newId(), channel, request: sealed, at: clock() }),
        ],
      })
      log.warn({ channel, kept: result.type }, 'wrong signature: request kept for a day')
    },
    async review(channels, giveOn) {
      for (const row of await quarantined(store.db)) {
        const channel = channels.find(({ type }) => type === row.channel)
        const isOld = clock() - row.at > KEEP_MS
        if (isOld || (channel && (await passes(channel, store.keys.open(row.request), giveOn))))
          await store.commit({ writes: [remove('quarantine', { id: row.id })] })
      }
    },
    count: () => countQuarantined(store.db),
  }
}

async function passes(
  channel: Channel,
  stored: string,
  giveOn: (channel: Channel, request: InboundRequest) => Promise<boolean>,
): Promise<boolean> {
  const { method, url, headers, body } = JSON.parse(stored)
  const request = { method, url: new URL(url), headers: new Headers(headers), body: Buffer.from(body, 'base64') }
  const received = await channel.receive(request)
  return received.type === 'accepted' && giveOn(channel, request)
}
