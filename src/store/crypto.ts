import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

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

/** What keys are derived from: MUA_KEY and, while it rotates, MUA_KEY_OLD. Each exactly 32 bytes. */
export interface KeyMaterial {
  key: Uint8Array
  oldKey?: Uint8Array | undefined
}

/** Length of MUA_KEY once decoded. */
export const KEY_BYTES = 32
/** Length of the head of every sealed value: one byte of format, four of key id. */
export const HEAD_BYTES = 5
const FORMAT = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16

const derive = (key: Uint8Array, purpose: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, new Uint8Array(), `mua ${purpose} 1`, bytes))

/** Reads MUA_KEY as the environment gives it. Undefined: not 32 bytes in base64 (standard or URL alphabet). */
export function readKey(text: string): Uint8Array | undefined {
  const trimmed = text.trim()
  const bytes = /^[\w+/-]{43}=?$/.test(trimmed) ? Buffer.from(trimmed, 'base64') : undefined
  return bytes?.length === KEY_BYTES ? bytes : undefined
}

/** The head that values sealed under this key begin with (`HEAD_BYTES` long). It tells the key apart from others and nothing about it. */
export const sealHead = (key: Uint8Array): Buffer => Buffer.concat([Buffer.of(FORMAT), derive(key, 'key id', 4)])

/** The hash key that belongs to a MUA_KEY: an installation takes it at its first start and keeps it until `rehash`. */
export const deriveHashKey = (key: Uint8Array): Buffer => derive(key, 'hash', KEY_BYTES)

function keyring(material: KeyMaterial): Map<string, Buffer> {
  const known = material.oldKey === undefined ? [material.key] : [material.key, material.oldKey]
  for (const key of known) if (key.length !== KEY_BYTES) throw new RangeError(`A key has ${KEY_BYTES} bytes`)
  return new Map(known.map((key) => [sealHead(key).toString('hex'), derive(key, 'seal', KEY_BYTES)]))
}

/**
 * Keys for use. `hashKey`: the installation's, 32 bytes; without it the one derived from `key`.
 * Safe up to 2^32 values under one key (NIST SP 800-38D §8.3, random 96-bit nonces).
 */
export function makeKeys(material: KeyMaterial & { hashKey?: Uint8Array | undefined }): Keys {
  const ring = keyring(material)
  const head = sealHead(material.key)
  const sealKey = derive(material.key, 'seal', KEY_BYTES)
  const hashKey = material.hashKey ?? deriveHashKey(material.key)

  const sealBytes = (bytes: Uint8Array): Buffer => {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', sealKey, nonce).setAAD(head)
    const body = cipher.update(bytes)
    cipher.final()
    return Buffer.concat([head, nonce, cipher.getAuthTag(), body])
  }
  const openBytes = (sealed: Uint8Array): Buffer => {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
    const valueHead = bytes.subarray(0, HEAD_BYTES)
    const key = ring.get(valueHead.toString('hex'))
    if (key === undefined) throw new Error('A sealed value belongs to a key that is not given')
    const body = HEAD_BYTES + NONCE_BYTES
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(HEAD_BYTES, body), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(valueHead).setAuthTag(bytes.subarray(body, body + TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(body + TAG_BYTES)), decipher.final()])
  }
  return {
    seal: (text) => sealBytes(Buffer.from(text, 'utf8')),
    sealBytes,
    open: (sealed) => openBytes(sealed).toString('utf8'),
    openBytes,
    hash: (text) => createHmac('sha256', hashKey).update(text, 'utf8').digest('hex'),
    isStale: (sealed) => !head.equals(sealed.subarray(0, HEAD_BYTES)),
  }
}
