export const inboundPath = '/webhooks/kannel/:secret'
export const statusPath = '/webhooks/kannel/:secret/status'

export const defaultTimeoutMs = 15_000

/** Wait after an answer that asks us to slow down and names no time. */
export const defaultThrottleMs = 10_000

/** Every kind of report (user guide 1.4.5, `dlr-mask`): 1 delivered, 2 failed, 4 buffered, 8 taken by the operator, 16 refused by it. */
export const everyReport = '31'

/** What fits ten parts, in septets and in UTF-16 units: the configuration we ship sets `max-messages = 10`, and Kannel drops the rest without a word. */
export const maxSeptets = 1530
export const maxUcs2Units = 670
