/** Keys and what is done with them; the encryption key and the hash key are derived separately from MUA_KEY. */
export interface Keys {
  /** Seals UTF-8 text: AES-256-GCM, fresh nonce, the key's id in front, so that keys can rotate. */
  seal(text: string): Buffer
  sealBytes(bytes: Uint8Array): Buffer
  /** Opens what any known key sealed. Throws where no known key opens it. */
  open(sealed: Uint8Array): string
  openBytes(sealed: Uint8Array): Buffer
  /** HMAC-SHA256 under the hash key, hex: how a URN is found without being readable. */
  hash(text: string): string
  /** Whether a value was sealed under an older key than today's. */
  isStale(sealed: Uint8Array): boolean
}
