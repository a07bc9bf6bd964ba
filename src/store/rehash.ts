import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { deriveHashKey, type KeyMaterial, type Keys, makeKeys } from './crypto.ts'
import { installedHashKey, readInstallation, writeInstallation } from './installation.ts'
import { refuseNewer } from './migrate.ts'
import { connectAlone } from './sqlite-connection.ts'
import { StoreError } from './sqlite-errors.ts'

export type RehashResult =
  /** `forgotten`: entries of Do-Not-Call lists about numbers nobody here has, which no new hash can be made of. */
  | { type: 'rehashed'; urns: number; forgotten: number }
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

/** Do-Not-Call lists hold hashes alone: those of numbers we know are made anew, the others are lost. Gives how many. */
function rehashDoNotCall(client: Database, before: Keys, after: Keys): number {
  const anew = new Map<string, string>()
  for (const row of client.prepare('select id, address from urns').raw().all()) {
    const address = before.open(UrnRow.parse(row)[1])
    anew.set(before.hash(address), after.hash(address))
  }
  const write = client.prepare('update do_not_call set hash = ? where hash = ?')
  const drop = client.prepare('delete from do_not_call where hash = ?')
  let forgotten = 0
  for (const row of client.prepare('select hash from do_not_call').pluck().all()) {
    const hash = z.string().parse(row)
    const next = anew.get(hash)
    if (next === undefined) {
      drop.run(hash)
      forgotten += 1
    } else write.run(next, hash)
  }
  return forgotten
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
    const done = alone
      .transaction(() => {
        writeInstallation(alone, key, hashKey, installation.sealedUnder)
        rehashSeeds(alone, before, after, seeds)
        const forgotten = rehashDoNotCall(alone, before, after)
        return { urns: rehashUrns(alone, after), forgotten }
      })
      .immediate()
    return { type: 'rehashed', ...done }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    return { type: 'refused', reason: error.message }
  } finally {
    client?.close()
  }
}
