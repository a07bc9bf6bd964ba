import { Counter, Gauge, Registry } from 'prom-client'
import { DELIVERY_FIGURES } from '../delivery/metrics.ts'

/** Figures for Prometheus; a name is made at its first count, its labels fixed then. */
export interface Metrics {
  count(name: string, labels?: Record<string, string>, by?: number): void
  gauge(name: string, value: number): void
  /** The text that `/metrics` gives. */
  expose(): Promise<string>
}

/** What each figure means. */
const HELP: Record<string, string> = {
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
  mua_outbox_late_seconds: 'How long the oldest message that is due has waited to be sent',
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const counters = new Map<string, Counter>()
  const gauges = new Map<string, Gauge>()
  return {
    count(name, labels = {}, by = 1) {
      let counter = counters.get(name)
      if (!counter) {
        counter = new Counter({
          name,
          help: HELP[name] ?? name,
          labelNames: Object.keys(labels),
          registers: [registry],
        })
        counters.set(name, counter)
      }
      counter.inc(labels, by)
    },
    gauge(name, value) {
      let gauge = gauges.get(name)
      if (!gauge) {
        gauge = new Gauge({ name, help: HELP[name] ?? name, registers: [registry] })
        gauges.set(name, gauge)
      }
      gauge.set(value)
    },
    expose: () => registry.metrics(),
  }
}
