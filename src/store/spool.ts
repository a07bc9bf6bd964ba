import { mkdir } from 'node:fs/promises'
import { dirname, join, parse } from 'node:path'
import type { Keys } from './crypto.ts'
import { type FileLock, lockFile } from './file-lock.ts'
import {
  type Entry,
  encode,
  type Handle,
  HEAD,
  load,
  markTaken,
  moveFrom,
  mustOpen,
  scan,
  writeAll,
} from './spool-file.ts'
import { StoreError } from './sqlite-errors.ts'

/** Where requests wait while the database can't be written: one file of fixed size, so that a full disk does not stop it. */
export interface Spool {
  /** Requests kept and not yet taken up. */
  readonly pending: number
  /** What is kept and not yet taken up, oldest first. */
  records(): Buffer[]
  /** `kept`: on disk, sealed. `full`: no room, or the disk refused: it must not be answered 200. */
  append(record: Uint8Array): Promise<'kept' | 'full'>
  /**
   * Hands the records over, oldest first, those appended meanwhile too; stops at the first `later`. A taken one is marked
   * on disk before the next is handed over; after a crash between the two it is handed over again, so `take` must be safe to repeat.
   * One that `stays` is passed by, to be handed over by the next run; its room is not free before all are taken.
   * `id` is a record's own for as long as the process lives. Where `take` throws, the record stays. Called while it runs: joins the run.
   */
  drain(
    take: (record: Buffer, id: bigint) => Promise<'taken' | 'stays' | 'later'>,
  ): Promise<{ taken: number; left: number }>
  /**
   * Moves here what processes left behind that died or were stopped: the records of every other spool of this folder that
   * nobody holds, oldest first, as far as there is room. After a crash between the two files a record is in both: `take`
   * is safe to repeat. Gives the records moved. Throws StoreError where one holds requests that these keys don't open.
   */
  adopt(): Promise<Buffer[]>
  close(): Promise<void>
}

/** Spools in one folder, so servers on one database: each has its own. */
const MAX_SPOOLS = 8
const SPOOL_BYTES = 16 * 1024 * 1024

/** `mua.spool`, `mua-2.spool`, … */
const nameOf = (file: string, number: number): string => {
  const { dir, name, ext } = parse(file)
  return number === 1 ? file : join(dir, `${name}-${number}${ext}`)
}

export interface SpoolOptions {
  /** Its name where no other process holds it, else `<name>-2`, `<name>-3` … beside it. */
  file: string
  /** Fixed size on disk of each, default 16 MB. */
  maxBytes?: number
  keys: Keys
}

/**
 * Opens a spool that this process alone writes, until it closes it or dies.
 * Throws StoreError where it holds requests that these keys don't open, or where all names are in use.
 */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  await mkdir(dirname(options.file), { recursive: true })
  for (let number = 1; number <= MAX_SPOOLS; number++) {
    const file = nameOf(options.file, number)
    const lock = lockFile(file)
    if (lock === null) continue
    try {
      return await openLocked(options, file, lock)
    } catch (error) {
      lock.release()
      throw error
    }
  }
  throw new StoreError(`${MAX_SPOOLS} processes serve on ${dirname(options.file)} already: end one and start again.`)
}

async function openLocked(options: SpoolOptions, file: string, lock: FileLock): Promise<Spool> {
  const { maxBytes = SPOOL_BYTES, keys } = options
  const { handle, content } = await load(file, maxBytes)
  const found = scan(content)
  try {
    mustOpen(found.entries, keys, file)
  } catch (error) {
    await handle.close()
    throw error
  }
  const others = Array.from({ length: MAX_SPOOLS }, (_, n) => nameOf(options.file, n + 1)).filter((one) => one !== file)
  return makeSpool({ handle, lock, others }, found, maxBytes, keys)
}

/** Keeps nothing: of a process that takes no webhooks. */
export const NO_SPOOL: Spool = {
  pending: 0,
  records: () => [],
  append: async () => 'full',
  drain: async () => ({ taken: 0, left: 0 }),
  adopt: async () => [],
  close: async () => undefined,
}

interface Asked {
  body: Buffer
  resolve: (result: 'kept' | 'full') => void
}

interface Held {
  handle: Handle
  lock: FileLock
  /** Where other processes may have left records. */
  others: readonly string[]
}

function makeSpool(
  { handle, lock, others }: Held,
  found: ReturnType<typeof scan>,
  maxBytes: number,
  keys: Keys,
): Spool {
  const entries = found.entries
  let { tail, next } = found
  let asked: Asked[] = []
  let writing: Promise<void> | undefined
  let draining: Promise<{ taken: number; left: number }> | undefined

  /** Gives each its place, those without room none, and writes them with one sync. What fails is not there. */
  const writeBatch = async (batch: Asked[]): Promise<Entry[]> => {
    if (entries.length === 0) tail = 0
    const before = { tail, next }
    const placed: Entry[] = []
    const bytes: Buffer[] = []
    for (const { body } of batch) {
      if (tail + HEAD + body.length > maxBytes) continue
      placed.push({ at: tail, sequence: next, body })
      bytes.push(encode(next++, body))
      tail += HEAD + body.length
    }
    try {
      await writeAll(handle, Buffer.concat(bytes), before.tail)
      await handle.datasync()
      return placed
    } catch {
      ;({ tail, next } = before)
      return []
    }
  }

  const flush = async (): Promise<void> => {
    while (asked.length > 0) {
      const batch = asked
      asked = []
      const kept = await writeBatch(batch)
      entries.push(...kept)
      const bodies = new Set(kept.map(({ body }) => body))
      for (const { body, resolve } of batch) resolve(bodies.has(body) ? 'kept' : 'full')
    }
    writing = undefined
  }

  const drainAll: Spool['drain'] = async (take) => {
    let taken = 0
    let passed = 0
    for (let entry = entries[0]; entry !== undefined; entry = entries[passed]) {
      const outcome = await take(keys.openBytes(entry.body), entry.sequence)
      if (outcome === 'later') break
      if (outcome === 'stays') {
        passed++
        continue
      }
      await markTaken(handle, entry)
      await handle.datasync()
      entries.splice(passed, 1)
      taken++
    }
    return { taken, left: entries.length }
  }

  const append: Spool['append'] = (record) =>
    new Promise((resolve) => {
      asked.push({ body: keys.sealBytes(record), resolve })
      writing ??= flush()
    })
  /** When each of the others last changed, where it was found without records. */
  const emptySince = new Map<string, number>()

  return {
    get pending() {
      return entries.length
    },
    records: () => entries.map(({ body }) => keys.openBytes(body)),
    append,
    drain: (take) => {
      draining ??= drainAll(take).finally(() => {
        draining = undefined
      })
      return draining
    },
    adopt: async () => {
      const moved: Buffer[] = []
      for (const other of others) moved.push(...(await moveFrom(other, emptySince, keys, append)))
      return moved
    },
    close: async () => {
      await Promise.allSettled([writing, draining])
      await handle.close()
      lock.release()
    },
  }
}
