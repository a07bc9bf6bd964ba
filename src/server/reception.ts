import { z } from 'zod'
import type { Channel, ChannelEvent, InboundRequest } from '../channels/channel.ts'
import type { Spool } from '../store/spool.ts'
import type { EventHandler } from './events.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Quarantine } from './quarantine.ts'
import { serialByKey } from './serial.ts'
import { asUnavailable } from './unavailable.ts'

/** Where a provider's request comes in: checked, kept, answered. */
export interface Reception {
  take(channel: Channel, request: InboundRequest): Promise<Outcome>
  /** Takes up what was spooled while the database could not be written. */
  drain(): Promise<void>
}

type Outcome =
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
      const result = await handler.handle(channel, event).catch(asUnavailable)
      if (result.type === 'unavailable') {
        log.error({ channel, reason: result.reason }, 'database can not be written')
        return false
      }
      if (result.wakeAt !== null) onWake(result.wakeAt)
    }
    return true
  }

  const serial = serialByKey()
  /** Requests in the spool by sender: what these send now goes behind them, or it would overtake them. */
  const spooledOf = new Map<string, number>()
  /** Requests that an earlier process left in the spool: whose they are is not known before they are taken up. */
  let unknown = spool.pending

  const count = (sender: string, change: 1 | -1) => {
    const left = (spooledOf.get(sender) ?? 0) + change
    if (left > 0) spooledOf.set(sender, left)
    else spooledOf.delete(sender)
  }

  async function keep(channel: Channel['type'], events: readonly ChannelEvent[], sender: string | null) {
    const isBehind = sender !== null && (unknown > 0 || spooledOf.has(sender))
    if (!isBehind && (await handleAll(channel, events))) return true
    // Counted before it can be taken up again.
    if (sender !== null) count(sender, 1)
    const kept = await spool.append(Buffer.from(JSON.stringify({ channel, events })))
    metrics.count('mua_spooled_total', { outcome: kept })
    if (kept !== 'kept' && sender !== null) count(sender, -1)
    return kept === 'kept'
  }

  return {
    async take(channel, request) {
      const received = await channel.receive(request)
      const labels = { channel: channel.type, outcome: received.type === 'accepted' ? 'accepted' : received.code }
      metrics.count('mua_webhooks_total', labels)
      if (received.type === 'refused') {
        const { status, code, quarantine: mayBeGenuine } = received
        if (mayBeGenuine) await quarantine.keep(channel.type, request, mayBeGenuine.from)
        return mayBeGenuine || status === 200 ? { type: 'kept' } : { type: 'refused', status, code }
      }
      const { events } = received
      const sender = senderOf(events)
      const isKept = await (sender === null
        ? keep(channel.type, events, null)
        : serial(sender, () => keep(channel.type, events, sender)))
      return isKept ? { type: 'kept' } : { type: 'lost' }
    },
    async drain() {
      if (spool.pending === 0) return
      const { taken, left } = await spool.drain(async (record) => {
        const { channel, events } = spooled.parse(JSON.parse(record.toString()))
        if (!(await handleAll(channel, events))) return 'later'
        const sender = senderOf(events)
        if (unknown > 0) unknown -= 1
        else if (sender !== null) count(sender, -1)
        return 'taken'
      })
      log.info({ taken, left }, 'spool drained')
    },
  }
}

/** Whose order a request has to keep; null: nobody's, it tells of a message of ours. */
const senderOf = (events: readonly ChannelEvent[]): string | null =>
  events.flatMap((event) => ('from' in event ? [event.from] : []))[0] ?? null

/** We wrote it ourselves, sealed: its form is that of the version that wrote it. */
const spooled = z.object({
  channel: z.enum(['twilio', 'smsgate', 'zalo', 'simulator']),
  events: z.array(z.looseObject({ type: z.string() })) as unknown as z.ZodType<ChannelEvent[]>,
})
