/** What the provider's stand-in knows the account by. */
export const ACCOUNT_SID = 'ACstandin0000000000000000000000000'
export const AUTH_TOKEN = 'twilio-token-for-tests'
export const FROM = '+15005550006'

/** A load: one text from each of `count` farmers, over so many connections. */
export interface LoadJob {
  url: string
  connections: number
  body: string
  firstFarmer: number
  count: number
  /** No further text is sent after this, ms. */
  maxMs: number
}

export interface LoadDone {
  sent: number
  /** Not answered with 200. */
  failed: number
  ms: number
  /** Of each text until its answer, ms. */
  latencies: number[]
}
