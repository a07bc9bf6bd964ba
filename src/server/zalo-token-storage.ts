import { z } from 'zod'
import type { TokenRecord, TokenStorage } from '../channels/zalo/token-storage.ts'
import { loadToken } from '../store/queries/tokens.ts'
import type { Store } from '../store/store.ts'
import { insert, type Row, updateOne, type Write } from '../store/writes.ts'

/** What stands in the sealed column; `null` where a lease was taken before there was a token. */
const schema: z.ZodType<TokenRecord | null> = z
  .object({
    accessToken: z.string().optional(),
    refreshToken: z.string(),
    issuedAt: z.number(),
    expiresAt: z.number(),
    renewalBeganAt: z.number().optional(),
    refusedCode: z.string().optional(),
    seed: z.string().nullable(),
  })
  .nullable() as z.ZodType<TokenRecord | null>

/** The tokens of one Official Account, in the `tokens` table. Every call is one commit, on disk when it returns. */
export function createTokenStorage(store: Store, name: string, clock: () => number): TokenStorage {
  const load = () => loadToken(store.db, name)
  const recordOf = (row: Row<'tokens'> | undefined): TokenRecord | null =>
    row ? schema.parse(JSON.parse(store.keys.open(row.value))) : null

  /** True: written. False: another process was faster. Throws where the database can't be written. */
  async function commit(write: Write): Promise<boolean> {
    const result = await store.commit({ writes: [write] })
    if (result.type === 'committed') return true
    if (result.type === 'unavailable') throw new Error(`the token table can not be written: ${result.reason}`)
    return false
  }

  return {
    load: async () => recordOf(await load()),
    lease: async (now, until) => {
      const row = await load()
      if (row?.leaseUntil != null && now < row.leaseUntil) return null
      const fence = (row?.fence ?? 0) + 1
      const held = { leaseUntil: until, fence, updatedAt: now }
      const isTaken = await commit(
        row
          ? updateOne('tokens', { name, fence: row.fence }, held)
          : insert('tokens', { name, value: store.keys.seal('null'), expiresAt: now, ...held }),
      )
      return isTaken ? { fence, record: recordOf(row) } : null
    },
    save: async (fence, record) => {
      const row = await load()
      if (row?.fence !== fence) return false
      const set = {
        value: store.keys.seal(JSON.stringify(record)),
        previous: row.value,
        seed: record.seed,
        expiresAt: record.expiresAt,
        updatedAt: clock(),
      }
      return commit(updateOne('tokens', { name, fence }, set))
    },
    release: async (fence) => {
      const row = await load()
      if (row?.fence === fence) await commit(updateOne('tokens', { name, fence }, { leaseUntil: null }))
    },
  }
}
