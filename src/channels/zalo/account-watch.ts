import type { ChannelLog } from '../log.ts'

/** What a post names that is not ours. */
export type ForeignCode = 'other_app' | 'other_oa'

/** Tells posts for another app or account from our own ones under a wrong `ZALO_APP_ID` or `ZALO_OA_ID`. */
export interface AccountWatch {
  /** A post of our app about our account. */
  own(): void
  /** One that is rightly signed and names another. True: none of our own has come yet, so this may be one. */
  foreign(code: ForeignCode): boolean
  /** What `/readyz` says of it; null: nothing, or our own come as well. */
  trouble(): ForeignCode | null
}

/** Afresh with each process, as its configuration is. */
export function createAccountWatch(log: ChannelLog): AccountWatch {
  let hasOwn = false
  let seen: ForeignCode | null = null
  return {
    own() {
      hasOwn = true
    },
    foreign(code) {
      if (hasOwn) return false
      if (seen === null) log.warn({ code }, 'zalo_account_differs')
      seen = code
      return true
    },
    trouble: () => (hasOwn ? null : seen),
  }
}
