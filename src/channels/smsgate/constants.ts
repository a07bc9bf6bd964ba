export const webhookPath = '/webhooks/smsgate'

export const defaultTimeoutMs = 15_000
export const defaultMaxSkewMs = 300_000

/** Wait after a 429 that names no time. */
export const defaultThrottleMs = 10_000

/** Events that tell nothing we use. `mms:*` and data messages carry no text a farmer typed; Vietnam has no MMS. */
export const ignoredEvents: ReadonlySet<string> = new Set([
  'app:started',
  'mms:batch:downloaded',
  'mms:batch:received',
  'mms:downloaded',
  'mms:received',
  'sms:batch:data-received',
  'sms:data-received',
  'system:ping',
])

/** How long a message waits for the phone and its network at least, in seconds. */
export const minTtlSeconds = 5
