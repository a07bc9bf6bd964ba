import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { deriveHashKey, type KeyMaterial, type Keys, makeKeys } from './crypto.ts'
import { installedHashKey, readInstallation, writeInstallation } from './installation.ts'
import { refuseNewer } from './migrate.ts'
import { connectAlone } from './sqlite-connection.ts'
import { StoreError } from './sqlite-errors.ts'

export type RehashResult =
  | { type: 'rehashed'; urns: number }
  /** One sentence; nothing was changed. */
  | { type: 'refused'; reason: string }

const Sealed = z.instanceof(Buffer)
const UrnRow = z.tuple([z.string(), Sealed])
const TokenRow = z.tuple([z.string(), z.string().nullable()])

/** Every URN's hash anew, from its sealed address. */
function rehashUrns(client: Database, keys: Keys): number {
  const rows = client.prepare('select id, address from urns').raw().all()
  const write = client.prepare('update urns set hash = ? where id = ?')
  for (const row of rows) {
    const [id, address] = UrnRow.parse(row)
    write.run(keys.hash(keys.open(address)), id)
  }
  return rows.length
}

/** A seed is the hash of an environment's value: known again only where that value is given; else forgotten, so that the token in the table stands. */
function rehashSeeds(client: Database, before: Keys, after: Keys, seeds: readonly string[]): void {
  const write = client.prepare('update tokens set seed = ? where name = ?')
  for (const row of client.prepare('select name, seed from tokens').raw().all()) {
    const [name, seed] = TokenRow.parse(row)
    const value = seeds.find((given) => before.hash(given) === seed)
    write.run(value === undefined ? null : after.hash(value), name)
  }
}

/**
 * Hashes every URN anew under the key derived from MUA_KEY, in one transaction, on a stopped installation.
 * `seeds`: refresh tokens as the environment gives them now. Safe to repeat.
 */
export function rehashDatabase(options: { file: string; seeds?: readonly string[] } & KeyMaterial): RehashResult {
  const { file, key, seeds = [] } = options
  let client: Database | undefined
  try {
    const alone = connectAlone(file)
    client = alone
    refuseNewer(alone, file)
    const installation = readInstallation(alone)
    if (installation === undefined) throw new StoreError(`${file} is no database of Mùa.`)
    const before = makeKeys({ ...options, hashKey: installedHashKey(installation, options) })
    const hashKey = deriveHashKey(key)
    const after = makeKeys({ ...options, hashKey })
    const urns = alone
      .transaction(() => {
        writeInstallation(alone, key, hashKey, installation.sealedUnder)
        rehashSeeds(alone, before, after, seeds)
        return rehashUrns(alone, after)
      })
      .immediate()
    return { type: 'rehashed', urns }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    return { type: 'refused', reason: error.message }
  } finally {
    client?.close()
  }
}
