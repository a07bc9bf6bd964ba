import type { Channel, ChannelEvent, ChannelType, InboundRequest } from '../channels/channel.ts'
import type { Spool } from '../store/spool.ts'
import { environmentCode } from '../store/sqlite-errors.ts'
import type { EventHandler } from './events.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Quarantine } from './quarantine.ts'
import { serialByKey } from './serial.ts'
import type { SetAside } from './set-aside.ts'
import { readSpooled, writeSpooled } from './spooled.ts'

/** Where a provider's request comes in: checked, kept, answered. */
export interface Reception {
  take(channel: Channel, request: InboundRequest): Promise<Outcome>
  /** Keeps events that a provider told when it was asked, as those of a request. False: neither the database nor the spool could. */
  takeEvents(channel: Pick<Channel, 'type'>, events: readonly ChannelEvent[]): Promise<boolean>
  /** Takes up what was spooled: while the database could not be written, or where the program made a mistake. */
  drain(): Promise<void>
  /** Tries again what was set aside: the mistake may be mended. */
  retrySetAside(): Promise<void>
}

type Outcome =
  | { type: 'kept' }
  | { type: 'refused'; status: 400 | 403; code: string }
  /** Neither the database nor the spool could keep it. */
  | { type: 'lost' }

export interface ReceptionOptions {
  handler: EventHandler
  spool: Spool
  setAside: SetAside
  quarantine: Quarantine
  clock(): number
  log: Log
  metrics: Metrics
  /** Told when a talk wants a turn at a time of its own (epoch ms). */
  onWake(at: number): void
  /** Told when a request could not be kept. */
  onLost?(): void
}

/** What became of the events of a request. `unavailable`: the database can't be written. `failed`: it can, but this one was not handled: a mistake in the program, or a race lost too often. */
type Handled = { type: 'done' } | { type: 'unavailable' } | { type: 'failed'; code: string }

/** A spooled request whose handling fails is set aside after this many tries; its sender's later ones wait so long. */
const MAX_TRIES = 5

export function createReception(options: ReceptionOptions): Reception {
  const { spool, setAside, quarantine, metrics, log, clock } = options
  const serial = serialByKey()
  /** Requests in the spool by sender: what these send now goes behind them, or it would overtake them. */
  const spooledOf = new Map<string, number>()
  const count = (sender: string | null, change: 1 | -1) => {
    if (sender === null) return
    const left = (spooledOf.get(sender) ?? 0) + change
    if (left > 0) spooledOf.set(sender, left)
    else spooledOf.delete(sender)
  }
  for (const record of spool.records()) count(senderOf(readSpooled(record)?.events), 1)
  /** How often each record of the spool failed. */
  const tries = new Map<bigint, number>()

  async function keep(channel: ChannelType, events: readonly ChannelEvent[], sender: string | null) {
    const isBehind = sender !== null && spooledOf.has(sender)
    if (!isBehind && (await handleAll(options, channel, events)).type === 'done') return true
    // Counted before it can be taken up again.
    count(sender, 1)
    const kept = await spool.append(writeSpooled({ channel, events: [...events] }, clock()))
    metrics.count('mua_spooled_total', { outcome: kept })
    if (kept !== 'kept') count(sender, -1)
    return kept === 'kept'
  }

  const takeEvents: Reception['takeEvents'] = ({ type }, events) => {
    const sender = senderOf(events)
    return sender === null ? keep(type, events, null) : serial(sender, () => keep(type, events, sender))
  }

  /** `stuck`: senders one of whose records stays in this round: their later ones stay behind it. */
  async function takeUp(record: Buffer, id: bigint, stuck: Set<string>): Promise<'taken' | 'stays' | 'later'> {
    const request = readSpooled(record)
    const sender = senderOf(request?.events)
    if (sender !== null && stuck.has(sender)) return 'stays'
    const handled = request ? await handleAll(options, request.channel, request.events) : UNREADABLE
    if (handled.type === 'unavailable') return 'later'
    if (handled.type === 'failed') {
      const tried = (tries.get(id) ?? 0) + 1
      tries.set(id, tried)
      const isOver = request === null || tried >= MAX_TRIES
      if (!isOver || !(await setAside.put(record, request, handled.code))) {
        if (sender !== null) stuck.add(sender)
        return 'stays'
      }
    }
    tries.delete(id)
    count(sender, -1)
    return 'taken'
  }

  /** What other processes left is drained behind our own; where it can't be read, that is for staff to mend. */
  async function adopt(): Promise<void> {
    try {
      const records = await spool.adopt()
      for (const record of records) count(senderOf(readSpooled(record)?.events), 1)
      if (records.length > 0) log.info({ count: records.length }, 'spool of an ended process taken over')
    } catch (error) {
      log.error({ error: String(error) }, 'spool of an ended process not taken over')
    }
  }

  async function drainAll(): Promise<void> {
    await adopt()
    if (spool.pending === 0) return
    const stuck = new Set<string>()
    const { taken, left } = await spool.drain((record, id) => takeUp(record, id, stuck))
    if (taken > 0) log.info({ taken, left }, 'spool drained')
  }

  return {
    async take(channel, request) {
      const received = await channel.receive(request)
      const labels = { channel: channel.type, outcome: received.type === 'accepted' ? 'accepted' : received.code }
      metrics.count('mua_webhooks_total', labels)
      if (received.type === 'refused') {
        const { status, code, quarantine: mayBeGenuine } = received
        if (mayBeGenuine) await quarantine.keep(channel.type, request, mayBeGenuine.from)
        return status === 200 ? { type: 'kept' } : { type: 'refused', status, code }
      }
      if (await takeEvents(channel, received.events)) return { type: 'kept' }
      metrics.count('mua_webhooks_lost_total', { channel: channel.type })
      options.onLost?.()
      return { type: 'lost' }
    },
    takeEvents,
    drain: () => serial('', drainAll),
    retrySetAside: () =>
      setAside.retry(async (record) => {
        const request = readSpooled(record)
        if (request === null) return false
        const handle = () => handleAll(options, request.channel, request.events)
        const sender = senderOf(request.events)
        return (await (sender === null ? handle() : serial(sender, handle))).type === 'done'
      }),
  }
}

/** Handles events in order; what comes after one that was not handled has not been looked at. */
async function handleAll(
  { handler, log, metrics, onWake }: ReceptionOptions,
  channel: ChannelType,
  events: readonly ChannelEvent[],
): Promise<Handled> {
  for (const event of events) {
    try {
      const result = await handler.handle(channel, event)
      if (result.type === 'unavailable') {
        log.error({ channel, reason: result.reason }, 'database can not be written')
        return result
      }
      if (result.type === 'failed') return result
      if (result.wakeAt !== null) onWake(result.wakeAt)
    } catch (error) {
      const reason = environmentCode(error)
      if (reason !== undefined) {
        log.error({ channel, reason }, 'database can not be read')
        return { type: 'unavailable' }
      }
      const code = error instanceof Error ? error.name : 'unknown'
      log.error({ channel, event: event.type, code, at: placeOf(error) }, 'event could not be handled')
      metrics.count('mua_handling_errors_total', { channel })
      return { type: 'failed', code }
    }
  }
  return { type: 'done' }
}

/** Where it was thrown. Its message may hold what a farmer wrote. */
const placeOf = (error: unknown): string | undefined =>
  error instanceof Error ? /^\s*(at .+)$/m.exec(error.stack ?? '')?.[1] : undefined

/** Whose order a request has to keep; null: nobody's, it tells of a message of ours. */
const senderOf = (events: readonly ChannelEvent[] = []): string | null =>
  events.flatMap((event) => ('from' in event ? [event.from] : []))[0] ?? null

const UNREADABLE: Handled = { type: 'failed', code: 'unreadable' }
