/** An account at eSMS (ViHAT), as this channel uses it. */
export interface EsmsConfig {
  apiKey: string
  secretKey: string
  /** The brandname or the short code that messages are sent as. */
  from: string
  /** Stands in the path of both webhooks; letters, digits and `-._~` only. */
  moSecret: string
  /** The private key in the `sign` of an inbound text; default: `moSecret`. */
  moKey?: string
  /** What the answer to an inbound text says to the farmer; default: nothing, for the reply goes out by itself. */
  moAnswer?: string
  /** Our keyword on a short code shared with others: taken off the beginning of a text. */
  keyword?: string
  /** Registered texts, `{…}` for what changes; none: every text is sent. See templates.ts. */
  templates?: readonly string[]
  /** eSMS checks messages and sends none. */
  isSandbox?: boolean
  /** Base of our webhooks. */
  publicUrl: string
  /** Default `https://rest.esms.vn`. */
  apiUrl?: string
  /** For one request; default 15,000. */
  timeoutMs?: number
}
