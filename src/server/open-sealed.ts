import type { Keys } from '../store/crypto.ts'

/** What a row holds sealed; null: no key that we have opens it, which concerns that row alone. */
export function openSealed(keys: Keys, sealed: Uint8Array): Buffer | null {
  try {
    return keys.openBytes(sealed)
  } catch {
    return null
  }
}
