/** eSMS's API host. */
export const defaultApiUrl = 'https://rest.esms.vn'
export const sendPath = '/MainService.svc/json/SendMultipleMessage_V4_post_json/'

export const defaultTimeoutMs = 15_000

/** Wait where eSMS says that its messages a second are used up (160), and after a 429 that names no time. */
export const defaultThrottleMs = 2_000

/** Hono paths of the inbound texts and of the reports. */
export const inboundPath = '/webhooks/esms/:secret'
export const statusPath = '/webhooks/esms/:secret/status'

/** `SmsType` of a customer-care message, by brandname or short code. */
export const customerCare = '2'

/** eSMS refuses a RequestId twice within 24 hours; an hour less, for clocks that differ. */
export const idempotentMs = 23 * 3_600_000
