/**
 * What an error code asks of us. `unknown`: it may have left. `slow_down`: a limit. `account`: nobody can be served until a
 * person mends it. `doubtful`: there is no such chat, or no such bot. `permanent`: never again for this message.
 */
export type Meaning = 'unknown' | 'slow_down' | 'account' | 'doubtful' | 'permanent'

/** The platform's codes (docs.zaloplatforms.com, BOT, mã lỗi). They look like HTTP statuses and are not: 403 is a failure within. */
export const errorCodes: Readonly<Record<string, Meaning>> = {
  /** The request, or the name of its method, is wrong. */
  '400': 'permanent',
  /** The token is wrong. */
  '401': 'account',
  /** Internal error. */
  '403': 'unknown',
  /** Not found; of what it does not say. */
  '404': 'doubtful',
  /** Took too long. */
  '408': 'unknown',
  /** Quota exceeded; of a minute, a day or a month it does not say. */
  '429': 'slow_down',
}

/** The meaning of a code of the platform's, or of an HTTP status that came without one. */
export function meaningOf(code: string): Meaning {
  const known = Object.hasOwn(errorCodes, code) ? errorCodes[code] : undefined
  return known ?? (Number(code) >= 500 ? 'unknown' : 'permanent')
}
