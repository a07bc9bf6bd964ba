import { z } from 'zod'
import { HEAD_BYTES, type KeyMaterial, sealHead } from './crypto.ts'
import { installedHashKey, readInstallation, writeInstallation } from './installation.ts'
import type { SqliteStore } from './sqlite.ts'
import { environmentCode } from './sqlite-errors.ts'
import { update, type Write } from './writes.ts'

export type ResealResult =
  /** Nothing is sealed under a former key any more: MUA_KEY_OLD may go, once every process has started with the new key. */
  | { type: 'done'; resealed: number }
  /** The database could not be written; what was done stays, call again. */
  | { type: 'unavailable'; reason: string; resealed: number }

/** A slice ends at either. */
const SLICE_ROWS = 500
const SLICE_BYTES = 4 * 1024 * 1024

const Sealed = z.tuple([z.string(), z.instanceof(Buffer)])
type Sealed = z.infer<typeof Sealed>

/** Every sealed column, and how a value in it is replaced if it is still what it was. A test holds this list against the table list. */
export const SEALED_COLUMNS: {
  table: string
  column: string
  key: string
  replace: (id: string, before: Buffer, after: Buffer) => Write
}[] = [
  {
    table: 'people',
    column: 'sensitive',
    key: 'id',
    replace: (id, before, after) => update('people', { id, sensitive: before }, { sensitive: after }),
  },
  {
    table: 'urns',
    column: 'address',
    key: 'id',
    replace: (id, before, after) => update('urns', { id, address: before }, { address: after }),
  },
  {
    table: 'phone_claims',
    column: 'phone',
    key: 'id',
    replace: (id, before, after) => update('phoneClaims', { id, phone: before }, { phone: after }),
  },
  {
    table: 'messages',
    column: 'attachments',
    key: 'id',
    replace: (id, before, after) => update('messages', { id, attachments: before }, { attachments: after }),
  },
  {
    table: 'attachments',
    column: 'url',
    key: 'id',
    replace: (id, before, after) => update('attachments', { id, url: before }, { url: after }),
  },
  {
    table: 'attachments',
    column: 'data',
    key: 'id',
    replace: (id, before, after) => update('attachments', { id, data: before }, { data: after }),
  },
  {
    table: 'tokens',
    column: 'value',
    key: 'name',
    replace: (name, before, after) => update('tokens', { name, value: before }, { value: after }),
  },
  {
    table: 'tokens',
    column: 'previous',
    key: 'name',
    replace: (name, before, after) => update('tokens', { name, previous: before }, { previous: after }),
  },
  {
    table: 'quarantine',
    column: 'request',
    key: 'id',
    replace: (id, before, after) => update('quarantine', { id, request: before }, { request: after }),
  },
  {
    table: 'set_aside',
    column: 'record',
    key: 'id',
    replace: (id, before, after) => update('setAside', { id, record: before }, { record: after }),
  },
]

/** The next stale values after a key, in its order. */
function slice(store: SqliteStore, at: (typeof SEALED_COLUMNS)[number], head: Buffer, after: string): Sealed[] {
  const rows = store.client
    .prepare(
      `select ${at.key}, ${at.column} from ${at.table} where ${at.key} > ? and ${at.column} is not null
       and substr(${at.column}, 1, ${HEAD_BYTES}) <> ? order by ${at.key} limit ${SLICE_ROWS}`,
    )
    .raw()
    .iterate(after, head)
  const taken: Sealed[] = []
  let bytes = 0
  for (const row of rows) {
    const sealed = Sealed.parse(row)
    taken.push(sealed)
    bytes += sealed[1].length
    if (bytes > SLICE_BYTES) break
  }
  return taken
}

/**
 * Seals everything anew that is still sealed under a former key, in slices, beside a running service. Safe to repeat and to stop.
 * `material`: the keys the store was opened with. A process still running under the former key alone must be stopped first.
 */
export async function reseal(store: SqliteStore, material: KeyMaterial): Promise<ResealResult> {
  const head = sealHead(material.key)
  let resealed = 0
  for (const column of SEALED_COLUMNS) {
    let after = ''
    for (;;) {
      const stale = slice(store, column, head, after)
      const last = stale.at(-1)
      if (last === undefined) break
      const writes = stale.map(([id, before]) =>
        column.replace(id, before, store.keys.sealBytes(store.keys.openBytes(before))),
      )
      const result = await store.commit({ writes })
      if (result.type === 'unavailable') return { ...result, resealed }
      if (result.type !== 'committed') throw new Error(`Resealing ${column.table} was answered ${result.type}`)
      resealed += stale.length
      after = last[0]
    }
  }
  if (SEALED_COLUMNS.every((column) => slice(store, column, head, '').length === 0)) {
    const reason = forgetFormerKeys(store, material)
    if (reason !== undefined) return { type: 'unavailable', reason, resealed }
  }
  return { type: 'done', resealed }
}

/** Writes down that MUA_KEY alone is in use. Gives why it could not. */
function forgetFormerKeys(store: SqliteStore, material: KeyMaterial): string | undefined {
  const forget = store.client.transaction(() => {
    const installation = readInstallation(store.client)
    if (installation !== undefined)
      writeInstallation(store.client, material.key, installedHashKey(installation, material))
  })
  try {
    forget.immediate()
    return undefined
  } catch (error) {
    const code = environmentCode(error)
    if (code === undefined) throw error
    return code
  }
}
