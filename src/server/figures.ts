import type { Channel } from '../channels/channel.ts'
import { monthName } from '../conversation/budget.ts'
import type { Programs } from '../conversation/turn/context.ts'
import type { Dispatcher } from '../delivery/dispatcher.ts'
import { loadPaused } from '../delivery/pauses.ts'
import { CLASSES } from '../store/queries/due-outbox.ts'
import { lastKeptAt } from '../store/queries/inbound-mark.ts'
import { countWaiting } from '../store/queries/messages.ts'
import { backlog } from '../store/queries/queue-depths.ts'
import { loadSpending } from '../store/queries/spending.ts'
import type { Spool } from '../store/spool.ts'
import type { Store } from '../store/store.ts'
import type { Metrics } from './metrics.ts'

export interface FigureOptions {
  store: Store
  metrics: Metrics
  spool: Pick<Spool, 'pending'>
  channels: readonly Pick<Channel, 'type'>[]
  dispatcher: Pick<Dispatcher, 'channelFigures' | 'trouble'>
  /** Tells the month's budget. */
  programs: Pick<Programs, 'current'>
}

/** How things stand now, for `/metrics`: what no count of events tells. Every figure is told each time, 0 where there is nothing. */
export async function tellFigures(options: FigureOptions, now: number): Promise<void> {
  const { store, metrics, spool, dispatcher } = options
  metrics.gauge('mua_clock_seconds', now / 1000)
  metrics.gauge('mua_waiting', await countWaiting(store.db))
  metrics.gauge('mua_spool_waiting', spool.pending)
  metrics.gauge('mua_inbound_age_seconds', ageSeconds(await lastKeptAt(store.db), now))
  metrics.gauge('mua_redis_trouble', (dispatcher.trouble?.() ?? null) === null ? 0 : 1)
  await tellBacklog(options, now)
  await tellChannels(options)
  const { vnd } = await loadSpending(store.db, monthName(now))
  metrics.gauge('mua_month_spent_vnd', vnd)
  metrics.gauge('mua_month_limit_vnd', options.programs.current.costs.budget.month?.vnd ?? Number.POSITIVE_INFINITY)
}

async function tellBacklog({ store, metrics }: FigureOptions, now: number): Promise<void> {
  const classes = await backlog(store.db, now)
  for (const each of CLASSES) {
    const { due = 0, later = 0, oldestDueAt = null } = classes.find((one) => one.class === each) ?? {}
    metrics.gauge('mua_outbox_due', due, { class: each })
    metrics.gauge('mua_outbox_later', later, { class: each })
    metrics.gauge('mua_outbox_oldest_seconds', ageSeconds(oldestDueAt, now), { class: each })
  }
}

async function tellChannels({ store, metrics, channels, dispatcher }: FigureOptions): Promise<void> {
  const paused = await loadPaused(store)
  for (const what of [...CLASSES, ...channels.map(({ type }) => type)])
    metrics.gauge('mua_paused', paused.includes(what) ? 1 : 0, { what })
  for (const { type: channel, isResting, isPoor, timesWidened } of await dispatcher.channelFigures()) {
    metrics.count('mua_delivery_cost_vnd_total', { channel }, 0)
    metrics.gauge('mua_channel_resting', isResting ? 1 : 0, { channel })
    metrics.gauge('mua_channel_poor', isPoor ? 1 : 0, { channel })
    metrics.gauge('mua_channel_widened', timesWidened, { channel })
  }
}

const ageSeconds = (at: number | null | undefined, now: number): number =>
  at == null ? 0 : Math.max(0, now - at) / 1000
