import { z } from 'zod'
import type { Channel, ChannelEvent, InboundRequest } from '../channels/channel.ts'
import type { Spool } from '../store/spool.ts'
import type { EventHandler } from './events.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Quarantine } from './quarantine.ts'

/** Where a provider's request comes in: checked, kept, answered. */
export interface Reception {
  take(channel: Channel, request: InboundRequest): Promise<Outcome>
  /** Takes up what was spooled while the database could not be written. */
  drain(): Promise<void>
}

export type Outcome =
  | { type: 'kept' }
  | { type: 'refused'; status: 400 | 403; code: string }
  /** Neither the database nor the spool could keep it. */
  | { type: 'lost' }

export interface ReceptionOptions {
  handler: EventHandler
  spool: Spool
  quarantine: Quarantine
  log: Log
  metrics: Metrics
  /** Told when a talk wants a turn at a time of its own (epoch ms). */
  onWake(at: number): void
}

export function createReception(options: ReceptionOptions): Reception {
  const { handler, spool, quarantine, log, metrics, onWake } = options

  /** Handles events in order; false: the database can't be written, and the rest has not been looked at. */
  async function handleAll(channel: Channel['type'], events: readonly ChannelEvent[]): Promise<boolean> {
    for (const event of events) {
      const result = await handler.handle(channel, event)
      if (result.type === 'unavailable') {
        log.error({ channel, reason: result.reason }, 'database can not be written')
        return false
      }
      if (result.wakeAt !== null) onWake(result.wakeAt)
    }
    return true
  }

  return {
    async take(channel, request) {
      const received = await channel.receive(request)
      const labels = { channel: channel.type, outcome: received.type === 'accepted' ? 'accepted' : received.code }
      metrics.count('mua_webhooks_total', labels)
      if (received.type === 'refused') {
        const { status, code, quarantine: mayBeGenuine = false } = received
        if (mayBeGenuine) await quarantine.keep(channel.type, request)
        return mayBeGenuine || status === 200 ? { type: 'kept' } : { type: 'refused', status, code }
      }
      // What is spooled came first: nothing may overtake it.
      const isQueued = spool.pending > 0
      if (!isQueued && (await handleAll(channel.type, received.events))) return { type: 'kept' }
      const kept = await spool.append(Buffer.from(JSON.stringify({ channel: channel.type, events: received.events })))
      metrics.count('mua_spooled_total', { outcome: kept })
      if (isQueued) void drain()
      return kept === 'kept' ? { type: 'kept' } : { type: 'lost' }
    },
    drain,
  }

  async function drain(): Promise<void> {
    if (spool.pending === 0) return
    const { taken, left } = await spool.drain(async (record) => {
      const { channel, events } = spooled.parse(JSON.parse(record.toString()))
      return (await handleAll(channel, events)) ? 'taken' : 'later'
    })
    log.info({ taken, left }, 'spool drained')
  }
}

/** We wrote it ourselves, sealed: its form is that of the version that wrote it. */
const spooled = z.object({
  channel: z.enum(['twilio', 'smsgate', 'zalo', 'simulator']),
  events: z.array(z.looseObject({ type: z.string() })) as unknown as z.ZodType<ChannelEvent[]>,
})
