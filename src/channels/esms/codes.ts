/**
 * What a `CodeResult` asks of us. `accepted`: it has the message. `slow_down`: later, it does not count. `stopped`: the
 * number is blocked. `account`: nobody can be served until a person mends the account. `alert`: never again for this
 * message, and staff should look. `permanent`: never again for this message.
 */
type Meaning = 'accepted' | 'slow_down' | 'stopped' | 'account' | 'alert' | 'permanent'

/**
 * eSMS's codes (its API guide, sending). One that is not here is `alert`: what it means nobody knows, and a blind retry
 * costs money.
 */
export const resultCodes: Readonly<Record<string, Meaning>> = {
  /** The number is blocked: most likely its owner wants nothing, so it is taken for a stop. */
  '99': 'stopped',
  '100': 'accepted',
  /** Wrong keys. */
  '101': 'account',
  /** No money left. */
  '103': 'account',
  /** The brandname is unknown. */
  '104': 'account',
  /** Under 30 numbers in an advertisement; we send none. */
  '107': 'alert',
  /** The number is none. */
  '108': 'permanent',
  /** The account may not send this type of message. */
  '118': 'account',
  /** Too many numbers at once; we send to one. */
  '120': 'alert',
  /** This RequestId was taken in the last 24 hours: an earlier try of ours arrived. */
  '124': 'accepted',
  /** Our address is not on the account's list. */
  '140': 'account',
  /** The account is locked. */
  '143': 'account',
  /** The text matches none of the registered templates. */
  '146': 'alert',
  /** Too many messages a second. */
  '160': 'slow_down',
  /** The brandname is not registered with this number's operator: those of the others are still served. */
  '177': 'alert',
  /** A blocked word. */
  '201': 'alert',
  /** The type of message is missing. */
  '300': 'alert',
}

/** The meaning of a code. */
export const meaningOf = (code: string): Meaning =>
  Object.hasOwn(resultCodes, code) ? (resultCodes[code] ?? 'alert') : 'alert'
