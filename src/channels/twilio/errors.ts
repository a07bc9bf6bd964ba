import { defaultThrottleMs, fullQueueThrottleMs } from './constants.ts'

/**
 * What an error code asks of us. `retry`: later, it counts. `slow_down`: later, it does not count. `permanent`:
 * never again for this message. `stopped`: the person opted out at Twilio. `account`: nobody can be served until
 * a person mends the account. `alert`: never again, and staff should look.
 */
export type ErrorClass =
  | { type: 'retry' }
  | { type: 'slow_down'; waitMs: number }
  | { type: 'permanent' | 'stopped' | 'account' | 'alert' }

/**
 * Twilio's error codes by number (twilio.com/docs/api/errors). They come in an answer of the API or in a status
 * callback. A code that is not here is `permanent`: Twilio adds new ones, and a blind retry costs money.
 */
export const errorCodes: Readonly<Record<number, ErrorClass>> = {
  /** Loop guard: over 30 messages between two numbers under 30 s apart. */
  14107: { type: 'alert' },
  /** Debugger codes: our own webhook failed, was too slow, answered bad XML or a wrong content type. */
  11200: { type: 'alert' },
  11205: { type: 'alert' },
  12100: { type: 'alert' },
  12300: { type: 'alert' },
  /** Wrong credentials. */
  20003: { type: 'account' },
  /** Too many requests at once; not processed. */
  20429: { type: 'slow_down', waitMs: defaultThrottleMs },
  /** `To` is not a number. */
  21211: { type: 'permanent' },
  /** Sending to that country is off. Not `account`: one text from abroad must not stop the channel for everyone. */
  21408: { type: 'alert' },
  /** Trial account: only verified numbers. */
  21608: { type: 'account' },
  21610: { type: 'stopped' },
  /** Our sender's queue holds ten hours already. */
  21611: { type: 'slow_down', waitMs: fullQueueThrottleMs },
  /** Landline: the old code and the new one. */
  21614: { type: 'permanent' },
  21635: { type: 'permanent' },
  /** The messaging service is not there, or another account's; its id is none. */
  21701: { type: 'account' },
  21705: { type: 'account' },
  /** The queue ran over. */
  30001: { type: 'retry' },
  /** Handset off or out of reach. */
  30003: { type: 'retry' },
  /** Blocked by the person or the operator: no proof of a stop, but nothing to insist on. */
  30004: { type: 'permanent' },
  /** Unknown or inactive handset. */
  30005: { type: 'permanent' },
  /** Landline or operator out of reach. */
  30006: { type: 'permanent' },
  /** Filtered as spam. */
  30007: { type: 'alert' },
  /** The operator gives no reason. */
  30008: { type: 'retry' },
  /** Its validity ran out in the queue. */
  30036: { type: 'permanent' },
  /** Protection against SMS pumping. */
  30450: { type: 'alert' },
  /** Twilio's own fault. */
  30500: { type: 'retry' },
}

/** The class of a code; `permanent` for one that is not listed. */
export function classOf(code: number): ErrorClass {
  return errorCodes[code] ?? { type: 'permanent' }
}
