import { renewWithShareLeft } from './constants.ts'

/** The Official Account's pair of tokens and what has happened to it. */
export interface TokenRecord {
  /** Absent until the first renewal of a refresh token that staff put in. */
  accessToken?: string
  /** Works once. */
  refreshToken: string
  /** Epoch ms; of the access token. */
  issuedAt: number
  /** Epoch ms; of the access token. */
  expiresAt: number
  /**
   * Set before the refresh token goes out, gone when the new pair is kept. Where it is still set and nobody holds the
   * lease, a renewal broke off: the refresh token may be spent.
   */
  renewalBeganAt?: number
  /** Zalo's code where it refused the refresh token: only a new consent helps. */
  refusedCode?: string
  /** Fingerprint of the environment's refresh token at the time this was kept; null where there was none. */
  seed: string | null
}

/**
 * Where the tokens are kept, one record for each Official Account, sealed. Each call is one committed transaction,
 * on disk when it returns, and safe between processes.
 */
export interface TokenStorage {
  /** The record; null where there is none yet. */
  load(): Promise<TokenRecord | null>
  /**
   * Takes the lease until `until` (epoch ms) and gives the record as it is then, with a fence that is higher than any
   * before; null where another's lease runs at `now`. Works on an empty table too.
   */
  lease(now: number, until: number): Promise<{ fence: number; record: TokenRecord | null } | null>
  /**
   * Keeps a record in place of the last one, which stays as the previous for diagnosis, if `fence` is still the
   * highest; false, and nothing kept, where it is not.
   */
  save(fence: number, record: TokenRecord): Promise<boolean>
  /** Ends the lease if `fence` is still the highest. */
  release(fence: number): Promise<void>
}

/** Whether the access token still counts as alive at `now`. */
export function isUsable(record: TokenRecord, now: number): record is TokenRecord & { accessToken: string } {
  return record.accessToken !== undefined && now < record.expiresAt
}

/** Whether it is time for a new pair: a fifth of the access token's life is left. */
export function isDue({ issuedAt, expiresAt }: TokenRecord, now: number): boolean {
  return now >= expiresAt - (expiresAt - issuedAt) * renewWithShareLeft
}
