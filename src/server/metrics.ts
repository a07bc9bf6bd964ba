import { Counter, Gauge, Registry } from 'prom-client'
import { DELIVERY_FIGURES } from '../delivery/metrics.ts'
import { CLASSES } from '../store/queries/due-outbox.ts'

/** Figures for Prometheus; a name is made at its first count, its labels fixed then. */
export interface Metrics {
  count(name: string, labels?: Record<string, string>, by?: number): void
  gauge(name: string, value: number, labels?: Record<string, string>): void
  /** The text that `/metrics` gives. */
  expose(): Promise<string>
}

/** What each figure means. */
export const FIGURES: Readonly<Record<string, string>> = {
  ...DELIVERY_FIGURES,
  mua_turns_total: 'Turns committed or tried',
  mua_turn_errors_total: 'Turns that failed by a script error or took too long',
  mua_turn_conflicts_total: 'Turns taken again because something changed meanwhile',
  mua_answers_unmatched_total: 'Buttons pressed below a template that is none of ours',
  mua_not_understood_total: 'Texts not understood',
  mua_replies_withheld_total: 'Answers withheld because two machines may be answering each other, by what showed it',
  mua_machine_texts_total: 'Texts from senders that are no mobile phone, kept and never answered, by channel',
  mua_flows_started_total: 'Flows begun',
  mua_script_errors_total: 'Mistakes in scripts met in a talk',
  mua_sessions_lost_total: 'Stored sessions that could not be read',
  mua_messages_waiting_total: 'Messages kept to be taken later',
  mua_webhooks_total: 'Provider requests, by channel and outcome',
  mua_contact_events_failed_total: 'Follows, stops and the like that could not be applied, by channel',
  mua_handling_errors_total: 'Events whose handling failed by a mistake in the program, by channel',
  mua_set_aside_total: 'Requests set aside because they could not be handled',
  mua_quarantine_total:
    'Requests with a wrong signature, app or account, by channel and whether they were kept or why not',
  mua_events_total: 'Provider events, by channel and type',
  mua_caught_up_total: 'Questions to providers for what came in while we were away, by channel and outcome',
  mua_spooled_total: 'Requests kept in the spool: the database could not be written, or their handling failed',
  mua_waiting: 'Messages waiting for their turn now',
  mua_spool_waiting: 'Requests in the spool now',
  mua_webhooks_lost_total:
    'Provider requests answered 503: neither the database nor the spool could keep them, by channel',
  mua_clock_seconds: 'The clock of the machine: seconds since 1970',
  mua_inbound_age_seconds: 'How long ago the last message of a farmer came; 0: none ever did',
  mua_redis_trouble: '1: something is wrong with Redis, and messages wait',
  mua_outbox_due: 'Messages due to be sent now, by class',
  mua_outbox_later: 'Messages that are to be sent later, by class',
  mua_outbox_oldest_seconds: 'How long the oldest message that is due has waited, by class',
  mua_paused: '1: an operator holds back this class or channel',
  mua_channel_resting: '1: the account of this channel refuses, and must be mended',
  mua_channel_poor: '1: most of the last sends by this channel failed',
  mua_channel_widened: 'How many times further apart than agreed the parts of this channel go',
  mua_month_spent_vnd: 'What was spent this month, in đồng',
  mua_month_limit_vnd: 'What may be spent this month, in đồng; +Inf: as much as comes up',
}

/** Told from the start, as 0: an alarm on their growth sees the first one too. */
const FROM_THE_START: readonly [string, Record<string, string>][] = [
  ...CLASSES.flatMap((each): [string, Record<string, string>][] => [
    ['mua_delivery_settled_total', { class: each, status: 'uncertain' }],
    ['mua_delivery_settled_total', { class: each, status: 'failed' }],
    ['mua_delivery_errors_total', { class: each }],
  ]),
  ['mua_turn_errors_total', {}],
  ['mua_set_aside_total', {}],
]

export function createMetrics(): Metrics {
  const registry = new Registry()
  const counters = new Map<string, Counter>()
  const gauges = new Map<string, Gauge>()
  const metrics: Metrics = {
    count(name, labels = {}, by = 1) {
      let counter = counters.get(name)
      if (!counter) {
        counter = new Counter({
          name,
          help: FIGURES[name] ?? name,
          labelNames: Object.keys(labels),
          registers: [registry],
        })
        counters.set(name, counter)
      }
      counter.inc(labels, by)
    },
    gauge(name, value, labels = {}) {
      let gauge = gauges.get(name)
      if (!gauge) {
        gauge = new Gauge({
          name,
          help: FIGURES[name] ?? name,
          labelNames: Object.keys(labels),
          registers: [registry],
        })
        gauges.set(name, gauge)
      }
      gauge.set(labels, value)
    },
    expose: () => registry.metrics(),
  }
  for (const [name, labels] of FROM_THE_START) metrics.count(name, labels, 0)
  return metrics
}
