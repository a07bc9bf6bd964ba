/** What signatures need, by WebCrypto only, so that it runs on Node and on Workers alike. */

const encoder = new TextEncoder()

/** UTF-8 bytes of a text. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}

/** The pieces one after another. */
export function concatBytes(...pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let offset = 0
  for (const piece of pieces) {
    whole.set(piece, offset)
    offset += piece.length
  }
  return whole
}

/** HMAC (RFC 2104) under one key, which is imported once: half of the work. */
export function makeHmac(
  hash: 'SHA-1' | 'SHA-256',
  key: string,
): (data: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>> {
  // WebCrypto refuses an empty key; HMAC pads keys with zeros, so one zero byte is the same key.
  const raw = key === '' ? new Uint8Array(1) : utf8(key)
  let imported: ReturnType<typeof crypto.subtle.importKey> | undefined
  return async (data) => {
    imported ??= crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash }, false, ['sign'])
    return new Uint8Array(await crypto.subtle.sign('HMAC', await imported, data))
  }
}

/** SHA-256 of `data`. */
export async function sha256(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', data))
}

/** Lower-case hex. */
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Base64 with padding (RFC 4648 §4). */
export function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** Base64 for URLs without padding (RFC 4648 §5). */
export function base64Url(bytes: Uint8Array): string {
  return base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** The value of an `Authorization` header (RFC 7617). */
export function basicAuthorization(username: string, password: string): string {
  return `Basic ${base64(utf8(`${username}:${password}`))}`
}

/** Compares two texts without telling by its time where they differ; their lengths are no secret. */
export function equalInConstantTime(left: string, right: string): boolean {
  const a = utf8(left)
  const b = utf8(right)
  if (a.length !== b.length) return false
  let difference = 0
  for (let index = 0; index < a.length; index += 1) difference |= (a[index] ?? 0) ^ (b[index] ?? 0)
  return difference === 0
}
