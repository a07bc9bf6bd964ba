import type { Channel, ChannelEvent } from '../channels/channel.ts'
import type { Store } from '../store/store.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { MARK_MS, owedPeriods, type Period, type Presence, settlePeriod } from './presence.ts'
import type { Reception } from './reception.ts'
import type { Chore } from './sweeper.ts'

export interface CatchUpOptions {
  store: Store
  channels: readonly Channel[]
  reception: Pick<Reception, 'takeEvents'>
  /** Of this process; null: it takes no messages. */
  presence: Presence | null
  clock(): number
  log: Log
  metrics: Pick<Metrics, 'count'>
}

/** Messages taken up in one round; those that follow are asked for again. */
const MOST_AT_ONCE = 1000
/** Of these, under way at once. */
const AT_ONCE = 32
/** Wait after a provider's failure, doubling with each. */
const RETRY_MS = MARK_MS
const MOST_RETRY_MS = 60 * 60_000
/** A list may show a message only so long after it came: the last of the time is asked for once more, then. */
const LAG_MS = 60_000
/** A provider that has not told by then is not asked any more. */
const GIVE_UP_MS = 24 * 60 * 60_000

/** Until when a channel that failed is not asked again, and how long that was, by its type. */
type Waits = Map<string, { until: number; ms: number }>

/**
 * After an outage each channel that can is asked for what came in meanwhile, which then comes in by the same door as all else. Each process that takes
 * messages says when it can; one for all asks.
 */
export function catchUpChores(options: CatchUpOptions): Chore[] {
  const { presence, store } = options
  const waits: Waits = new Map()
  // What a start owes is written down before it is asked for.
  let isMarked: Promise<unknown> = Promise.resolve()
  const mark = (now: number) => {
    const marking = presence?.mark(now) ?? Promise.resolve()
    isMarked = marking.catch(() => undefined)
    return marking
  }
  const marking: Chore[] = presence ? [{ name: 'mark-presence', isOwn: true, everyMs: MARK_MS, run: mark }] : []
  return [
    ...marking,
    {
      name: 'catch-up',
      everyMs: MARK_MS,
      run: async (now) => {
        await isMarked
        for (const [type, period] of Object.entries(await owedPeriods(store)))
          if ((waits.get(type)?.until ?? 0) <= now) await ask(options, waits, type, period)
      },
      nextAt: async (now) => {
        const owed = Object.keys(await owedPeriods(store)).filter((type) => canAsk(options, type))
        const dueAt = owed.map((type) => waits.get(type)?.until ?? now)
        return dueAt.length === 0 ? null : Math.max(now, Math.min(...dueAt))
      },
    },
  ]
}

const canAsk = ({ channels }: CatchUpOptions, type: string): boolean =>
  channels.some((channel) => channel.type === type && channel.catchUp !== undefined)

/** One question to one channel. What it tells and can't be kept is asked for again, and has its effect once. */
async function ask(options: CatchUpOptions, waits: Waits, type: string, period: Period): Promise<void> {
  const { store, channels, clock, log, metrics } = options
  if (clock() - period.until > GIVE_UP_MS) {
    log.error({ channel: type, ...period }, 'not caught up: what came in then has to be looked for at the provider')
    return void (await settlePeriod(store, type, period, Number.POSITIVE_INFINITY))
  }
  const channel = channels.find((each) => each.type === type)
  const told = await channel?.catchUp?.(period.since, period.until)
  if (channel === undefined || told === undefined) return
  metrics.count('mua_caught_up_total', { channel: type, outcome: told.type })
  const kept = told.type === 'told' ? await takeTold(options, channel, told.events, told.reached) : period.until
  const sureUntil = told.type === 'told' ? clock() - LAG_MS : period.until
  const reached = kept === null ? null : Math.max(period.since, Math.min(kept, sureUntil))
  if (told.type !== 'failed' && reached !== null && (await settlePeriod(store, type, period, reached))) {
    const isEarly = kept !== null && kept > sureUntil
    if (isEarly) waits.set(type, { ms: RETRY_MS / 2, until: clock() + LAG_MS })
    else waits.delete(type)
    const count = told.type === 'told' ? told.events.length : undefined
    return log.info({ channel: type, ...period, reached, count }, 'caught_up')
  }
  const ms = Math.min((waits.get(type)?.ms ?? RETRY_MS / 2) * 2, MOST_RETRY_MS)
  waits.set(type, { ms, until: clock() + ms })
  log.warn({ channel: type, code: told.type === 'failed' ? told.code : 'not_kept' }, 'not_caught_up')
}

/** Until when all that was told is kept; null: something could not be. */
async function takeTold(
  { reception }: CatchUpOptions,
  channel: Channel,
  events: readonly ChannelEvent[],
  reached: number,
): Promise<number | null> {
  const texts = events.filter((event) => event.type === 'message')
  // What is asked for again begins with a time of sending, so all that bear one go together.
  const rest = texts.findIndex(({ sentAt }, at) => at >= MOST_AT_ONCE && sentAt !== texts[at - 1]?.sentAt)
  const taken = rest < 0 ? texts : texts.slice(0, rest)
  for (let at = 0; at < taken.length; at += AT_ONCE) {
    const kept = await Promise.all(taken.slice(at, at + AT_ONCE).map((text) => reception.takeEvents(channel, [text])))
    if (kept.includes(false)) return null
  }
  return rest < 0 ? reached : (texts[rest]?.sentAt ?? reached)
}
