export const webhookPath = '/webhooks/zalo'
export const oauthCallbackPath = '/oauth/zalo/callback'

export const defaultApiUrl = 'https://openapi.zalo.me'
/** Templates by phone number, and all that is asked about templates. */
export const defaultZbsUrl = 'https://business.openapi.zalo.me'
export const defaultOauthUrl = 'https://oauth.zaloapp.com'
export const defaultTimeoutMs = 15_000

/** Over these Zalo refuses a message; whether it counts UTF-16 units or code points is not documented, so the stricter. */
export const maxTextUnits = 2_000
export const maxButtons = 5
export const maxTitleUnits = 100
export const maxPayloadUnits = 1_000

/** An access token lives 25 h; it is renewed when this part of its life is left: at 20 h. */
export const renewWithShareLeft = 1 / 5
/** One refresher at a time: longer than a request may take, so that a lease outlives it. */
export const leaseMs = 60_000
/** Where another process renews just now. */
export const busyWaitMs = 2_000
/** A consent link may be used this long. */
export const stateLifeMs = 15 * 60_000
