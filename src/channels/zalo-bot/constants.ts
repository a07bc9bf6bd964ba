export const webhookPath = '/webhooks/zalo-bot'

export const defaultApiUrl = 'https://bot-api.zaloplatforms.com'
export const defaultTimeoutMs = 15_000

/** Over these the platform refuses a text; whether it counts UTF-16 units or code points is not documented, so the stricter. */
export const maxTextUnits = 2_000

/** Wait after a 429 that names no time: neither the limit nor its period is documented. */
export const defaultThrottleMs = 60_000
