/** Twilio's API host. */
export const defaultApiUrl = 'https://api.twilio.com'
export const apiVersion = '2010-04-01'

/** Over this Twilio refuses a body with 21617 (Message resource, `Body`). */
export const maxBodyCharacters = 1600

export const defaultTimeoutMs = 15_000

/** Wait where Twilio asks for patience (20429) and names no time. */
export const defaultThrottleMs = 2_000

/** A sender with ten hours of messages before it (21611) is not helped by asking again soon. */
export const fullQueueThrottleMs = 600_000

export const inboundPath = '/webhooks/twilio'
export const statusPath = '/webhooks/twilio/status'

/** TwiML that answers nothing (Messaging response reference). */
export const emptyTwiml = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

/** For finding a sent message again: page size and how many pages are looked through before giving up. */
export const listPageSize = 100
export const maxListPages = 20

/** For what came in while we were away: page size and how many pages of one day are read. */
export const catchUpPageSize = 1000
export const maxCatchUpPages = 100

/** How long Twilio may keep a message in its queue, in seconds (sms.md §1.5): more than five is advised. */
export const minValiditySeconds = 6
export const maxValiditySeconds = 36_000
