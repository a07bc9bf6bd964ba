/** Where delivery counts. Labels are statuses, classes, channel types and codes, never ids, texts or numbers of people. */
export interface DeliveryMetrics {
  count(name: DeliveryFigure, labels: Record<string, string>, by?: number): void
}

/** A provider's code as a label: what is none of its short words or numbers goes under one name. */
export const codeLabel = (code: string | null | undefined): string =>
  code != null && /^[\w.-]{1,40}$/.test(code) ? code : 'other'

/** What is counted, with what it means. Each always bears the same labels. */
export const DELIVERY_FIGURES = {
  mua_delivery_attempts_total: 'Sends, by channel, class and result',
  mua_delivery_refused_total:
    'Sends that were not taken, and messages reported as not delivered (result "report"), by channel, result and code',
  mua_delivery_cost_vnd_total: 'What sends cost in đồng, as counted when they were taken, by channel',
  mua_delivery_settled_total: 'Outbound messages that came to an end here, by class and status',
  mua_delivery_looks_total: 'Looks for messages whose outcome was unknown, by class and what they showed',
  mua_delivery_too_late_total: 'Answers of a send that came after its lease had gone to another worker, by class',
  mua_delivery_rests_total: 'Rests of a channel whose account must be mended, by channel and code',
  mua_delivery_errors_total: 'Rows that could not be handled because of a bug, by class',
  mua_statuses_total: 'Provider reports that changed a message, by channel and status',
  mua_statuses_unmatched_total: 'Provider reports about no message of ours, by channel',
} as const
type DeliveryFigure = keyof typeof DELIVERY_FIGURES

/** Where delivery says what staff should know; pino fits. Fields are ids, codes and counts. */
export interface DeliveryLog {
  warn(fields: Record<string, unknown>, event: string): void
  error(fields: Record<string, unknown>, event: string): void
}
