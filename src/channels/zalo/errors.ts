/**
 * What an error code asks of us. `token`: renew the access token, then once more. `retry`: later, it counts.
 * `retry_once`: it may have left, so a second try at most. `slow_down`: the limit of this minute. `window`: this
 * person cannot be written to here now. `permanent`: never again for this message. `account`: nobody can be served
 * until a person mends the account, its package, or us.
 */
export type ErrorClass = 'token' | 'retry' | 'retry_once' | 'slow_down' | 'window' | 'permanent' | 'account'

/** Zalo's hosts: the same number means different things on each. */
export type ZaloHost = 'openapi' | 'oauth'

/** Codes by host (docs.zaloplatforms.com, OA, phụ lục, mã lỗi). One that is not here is `permanent`. */
export const errorCodes: Readonly<Record<ZaloHost, Readonly<Record<string, ErrorClass>>>> = {
  openapi: {
    /** Too many requests of the app, or of the Official Account, in this minute. */
    '-32': 'slow_down',
    /** An uploaded file has expired. */
    '-100': 'retry',
    /** Access token invalid; documented for templates, seen here beside -216. */
    '-124': 'token',
    /** Sending failed; may have left. */
    '-200': 'retry_once',
    /** A field is invalid: often a wrong user id. */
    '-201': 'permanent',
    /** Official Account switched off, or gone. */
    '-204': 'account',
    '-205': 'account',
    /** App not activated. */
    '-209': 'account',
    /** Text over 2,000 characters. */
    '-210': 'permanent',
    /** Quota of the package used up. */
    '-211': 'window',
    /** App has not registered for this call. */
    '-212': 'account',
    /** Does not follow the Official Account. */
    '-213': 'window',
    /** Still being processed. */
    '-214': 'retry',
    /** Access token invalid. */
    '-216': 'token',
    /** Blocks the Official Account's invitations. */
    '-217': 'permanent',
    /** Has received as much as a person may. */
    '-218': 'window',
    /** App removed. */
    '-219': 'account',
    /** Access token expired. */
    '-220': 'token',
    /** Official Account not verified; not authorised; without the package. */
    '-221': 'account',
    '-223': 'account',
    '-224': 'account',
    /** Banned, or not seen for 45 days. */
    '-227': 'window',
    /** No interaction in the last 7 days: three codes of one meaning. */
    '-230': 'window',
    '-231': 'window',
    '-232': 'window',
    /** Kind of message not supported. */
    '-233': 'permanent',
    /** Not between 22:00 and 06:00. */
    '-234': 'window',
    /** Not for this kind of Official Account. */
    '-235': 'account',
    /** About groups and their packages. */
    '-237': 'permanent',
    '-238': 'permanent',
    /** The old call is shut down. */
    '-240': 'account',
    '-241': 'permanent',
    /** Our `appsecret_proof` is wrong: a new token would not help. */
    '-242': 'account',
    /** The person has restricted this kind of message. */
    '-244': 'permanent',
    /** Violates Zalo's standards. */
    '-248': 'permanent',
    '-249': 'permanent',
    /** Cloud Account not linked, or without money. */
    '-320': 'account',
    '-321': 'account',
    /** Not in the group; advertising forms. */
    '-403': 'permanent',
    '-1340': 'permanent',
    '-1341': 'permanent',
  },
  oauth: {
    '-32': 'slow_down',
    /** App id, callback address, and others seen in the wild. */
    '-14002': 'account',
    '-14003': 'account',
    '-14012': 'account',
    '-14014': 'account',
    '-14024': 'account',
  },
}

/** The class of a code on a host. Every refusal of a token but the limit is for a person to mend. */
export function classOf(host: ZaloHost, code: string): ErrorClass {
  const known = Object.hasOwn(errorCodes[host], code) ? errorCodes[host][code] : undefined
  return known ?? (host === 'oauth' ? 'account' : 'permanent')
}
