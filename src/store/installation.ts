import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { deriveHashKey, HEAD_BYTES, type KeyMaterial, type Keys, makeKeys, sealHead } from './crypto.ts'
import { StoreError } from './sqlite-errors.ts'

/**
 * The row `keys` of settings. The hash key is derived from MUA_KEY once, at the first start, and from then on carried
 * here under seal: so MUA_KEY can rotate and the former key be thrown away while every URN is still found.
 */
const Installation = z.object({
  /** The hash key, sealed, base64. */
  hashKey: z.base64(),
  /** Heads, hex, of every key that a value may still be sealed under. */
  sealedUnder: z.array(z.string().length(HEAD_BYTES * 2)),
})
type Installation = z.infer<typeof Installation>

const head = (key: Uint8Array): string => sealHead(key).toString('hex')

/** Undefined for a database that no key has been used on. */
export function readInstallation(client: Database): Installation | undefined {
  const value = client.prepare(`select value from settings where name = 'keys'`).pluck().get()
  return value === undefined ? undefined : Installation.parse(JSON.parse(z.string().parse(value)))
}

/** Writes the row as after a first start, a rotation or a rehash: everything sealed under `key` alone, or under `sealedUnder` too. */
export function writeInstallation(
  client: Database,
  key: Uint8Array,
  hashKey: Uint8Array,
  sealedUnder: string[] = [],
): void {
  const value: Installation = {
    hashKey: makeKeys({ key }).sealBytes(hashKey).toString('base64'),
    sealedUnder: [...new Set([...sealedUnder, head(key)])],
  }
  client
    .prepare(
      `insert into settings (name, value) values ('keys', ?) on conflict (name) do update set value = excluded.value`,
    )
    .run(JSON.stringify(value))
}

/** Why these keys don't open this database, as a sentence; undefined when they do. */
function whyKeysDoNotFit(installation: Installation, material: KeyMaterial): string | undefined {
  const given = [material.key, ...(material.oldKey === undefined ? [] : [material.oldKey])].map(head)
  if (installation.sealedUnder.every((used) => given.includes(used))) return undefined
  return installation.sealedUnder.some((used) => given.includes(used))
    ? 'Part of this database is still sealed under a former key: give that key as MUA_KEY_OLD until everything is sealed under MUA_KEY.'
    : 'MUA_KEY is not the key this database was made with: give the right one, or, to change the key, the former one as MUA_KEY_OLD.'
}

/** The hash key this installation goes by. Throws StoreError where the keys given don't fit. */
export function installedHashKey(installation: Installation, material: KeyMaterial): Buffer {
  const reason = whyKeysDoNotFit(installation, material)
  if (reason !== undefined) throw new StoreError(reason)
  try {
    return makeKeys(material).openBytes(Buffer.from(installation.hashKey, 'base64'))
  } catch (cause) {
    throw new StoreError('The key record of this database is damaged: restore a backup.', { cause })
  }
}

/** Opens the installation's keys, on the first start or under a new key writing down that it is in use. Throws StoreError for a wrong key. */
export function unlock(client: Database, material: KeyMaterial): Keys {
  const enter = client.transaction(() => {
    const installation = readInstallation(client)
    if (installation === undefined) {
      const hashKey = deriveHashKey(material.key)
      writeInstallation(client, material.key, hashKey)
      return hashKey
    }
    const hashKey = installedHashKey(installation, material)
    if (!installation.sealedUnder.includes(head(material.key)))
      writeInstallation(client, material.key, hashKey, installation.sealedUnder)
    return hashKey
  })
  return makeKeys({ ...material, hashKey: enter.immediate() })
}
