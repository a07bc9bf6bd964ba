/**
 * What an error code asks of us. `token`: renew the access token, then once more. `retry`: later, it counts.
 * `retry_once`: it may have left, so a second try at most. `slow_down`: the limit of this minute. `window`: this
 * person cannot be written to here now. `permanent`: never again for this message. `template`: nobody can be sent this
 * template until a person mends it. `account`: nobody can be served until a person mends the account, its package, or us.
 */
export type ErrorClass =
  | 'token'
  | 'retry'
  | 'retry_once'
  | 'slow_down'
  | 'window'
  | 'permanent'
  | 'template'
  | 'account'

type Classes = Readonly<Record<string, ErrorClass>>

/** The Official Account's own host (docs.zaloplatforms.com, OA, phụ lục, mã lỗi). */
const openapi: Classes = {
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
}

/** Templates by phone number (ZBS, formerly ZNS): their own list. */
const business: Classes = {
  /** Not known to Zalo itself. */
  '-100': 'retry_once',
  /** The app: wrong, missing, not active, wrong secret, not linked to the Official Account. */
  '-101': 'account',
  '-102': 'account',
  '-103': 'account',
  '-104': 'account',
  '-105': 'account',
  /** The request, the template or its parameters are not as Zalo has them. */
  '-106': 'permanent',
  '-107': 'permanent',
  '-109': 'permanent',
  '-111': 'permanent',
  '-112': 'permanent',
  '-113': 'permanent',
  '-116': 'permanent',
  '-121': 'permanent',
  '-122': 'permanent',
  '-125': 'permanent',
  '-128': 'permanent',
  '-130': 'permanent',
  '-132': 'permanent',
  '-153': 'permanent',
  /** A parameter: too long, missing, of the wrong form. */
  '-1121': 'permanent',
  '-1122': 'permanent',
  '-1124': 'permanent',
  /** Not a number that Zalo takes. */
  '-108': 'window',
  /** No Zalo there, one that is too old, or one that can't receive. */
  '-110': 'window',
  '-114': 'window',
  '-118': 'window',
  '-119': 'window',
  /** They refuse this kind of message or this Official Account, or may not be written to. */
  '-139': 'window',
  '-140': 'window',
  '-141': 'window',
  /** Money or quota used up. */
  '-115': 'account',
  /** This template or its content is not for this account, not approved, or switched off for its quality. */
  '-117': 'template',
  '-131': 'template',
  '-145': 'template',
  '-146': 'template',
  /** The account or the app may not send templates. */
  '-120': 'account',
  '-135': 'account',
  '-138': 'account',
  '-1351': 'account',
  /** Access token invalid. */
  '-124': 'token',
  /** Our `appsecret_proof` is wrong. */
  '-1241': 'account',
  /** About trials with unapproved templates. */
  '-126': 'account',
  '-127': 'account',
  /** Not between 22:00 and 06:00. */
  '-133': 'window',
  /** Cloud Account not linked, or not to be charged. */
  '-136': 'account',
  '-137': 'account',
  '-1381': 'account',
  /** As many as the account, or this template, may send in a day. */
  '-144': 'window',
  '-147': 'window',
  /** Limits of advertising templates. */
  '-1441': 'window',
  '-1471': 'window',
  '-1472': 'window',
}

/** Codes by where they come from. `user_template` are templates by user id, on the Official Account's own host. */
export const errorCodes = {
  openapi,
  business,
  /** Codes that its host's list lacks are read as the templates' list has them. What is about the person alone leaves them their phone. */
  user_template: {
    ...business,
    ...openapi,
    /** Nothing is uploaded for a template: it is the templates' list that means it. */
    '-100': 'retry_once',
    '-201': 'window',
    '-217': 'window',
    '-244': 'window',
    '-249': 'window',
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
} as const satisfies Readonly<Record<string, Classes>>

export type ErrorTable = keyof typeof errorCodes

/** The class of a code in a table; one that is not there is `permanent`. Every refusal of a token but the limit is for a person to mend. */
export function classOf(table: ErrorTable, code: string): ErrorClass {
  const codes: Classes = errorCodes[table]
  const known = Object.hasOwn(codes, code) ? codes[code] : undefined
  return known ?? (table === 'oauth' ? 'account' : 'permanent')
}
