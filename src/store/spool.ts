import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Keys } from './crypto.ts'
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
  close(): Promise<void>
}

const SPOOL_BYTES = 16 * 1024 * 1024

/**
 * One record: mark (4) · state (1) · sequence number (8) · length (4) · CRC-32 of sequence, length and body (4) · body, sealed.
 * The file is read from its start for as long as records are whole and their numbers follow on. Once all are taken, writing
 * starts over at the front; what is left behind the new tail was taken before, and says so.
 */
const HEAD = 21
const MARK = 0x4d554131
const STATE_AT = 4
const KEPT = 1
const TAKEN = 2

interface Entry {
  at: number
  sequence: bigint
  body: Buffer
}

const checksum = (head: Buffer, body: Uint8Array): number => crc32(body, crc32(head.subarray(5, 17)))

function encode(sequence: bigint, body: Buffer): Buffer {
  const head = Buffer.alloc(HEAD)
  head.writeUInt32BE(MARK, 0)
  head.writeUInt8(KEPT, STATE_AT)
  head.writeBigUInt64BE(sequence, 5)
  head.writeUInt32BE(body.length, 13)
  head.writeUInt32BE(checksum(head, body), 17)
  return Buffer.concat([head, body])
}

/** What a file holds: the records not yet taken, where the next goes and its number. A torn tail was never answered for and ends it. */
function scan(file: Buffer): { entries: Entry[]; tail: number; next: bigint } {
  const entries: Entry[] = []
  let at = 0
  let next: bigint | undefined
  while (at + HEAD <= file.length && file.readUInt32BE(at) === MARK) {
    const head = file.subarray(at, at + HEAD)
    const sequence = head.readBigUInt64BE(5)
    const end = at + HEAD + head.readUInt32BE(13)
    const body = file.subarray(at + HEAD, end)
    if (end > file.length || (next !== undefined && sequence !== next)) break
    if (checksum(head, body) !== head.readUInt32BE(17)) break
    if (head[STATE_AT] !== TAKEN) entries.push({ at, sequence, body: Buffer.from(body) })
    next = sequence + 1n
    at = end
  }
  return { entries, tail: at, next: next ?? 1n }
}

/** The whole file in memory, made and filled up to `maxBytes` on disk: a hole would need room later. */
async function load(file: string, maxBytes: number) {
  await mkdir(dirname(file), { recursive: true })
  const made = await open(file, 'a', 0o600)
  await made.close()
  const handle = await open(file, 'r+')
  const content = await handle.readFile()
  if (content.length < maxBytes) {
    await handle.write(Buffer.alloc(maxBytes - content.length), 0, undefined, content.length)
    await handle.sync()
  }
  return { handle, content }
}

/**
 * Opens a spool; one process a file. `maxBytes`: its fixed size on disk, default 16 MB.
 * Throws StoreError where it holds requests that these keys don't open.
 */
export async function openSpool(options: { file: string; maxBytes?: number; keys: Keys }): Promise<Spool> {
  const { file, keys, maxBytes = SPOOL_BYTES } = options
  const { handle, content } = await load(file, maxBytes)
  const found = scan(content)
  try {
    for (const entry of found.entries) keys.openBytes(entry.body)
  } catch (cause) {
    await handle.close()
    throw new StoreError(`${file} holds requests sealed under another key: give that key as MUA_KEY_OLD.`, { cause })
  }
  return makeSpool(handle, found, maxBytes, keys)
}

type Handle = Awaited<ReturnType<typeof open>>
interface Asked {
  body: Buffer
  resolve: (result: 'kept' | 'full') => void
}

async function writeAll(handle: Handle, bytes: Buffer, at: number): Promise<void> {
  const { bytesWritten } = await handle.write(bytes, 0, bytes.length, at)
  if (bytesWritten !== bytes.length) throw new Error('The spool could not be written whole')
}

function makeSpool(handle: Handle, found: ReturnType<typeof scan>, maxBytes: number, keys: Keys): Spool {
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
      await writeAll(handle, Buffer.of(TAKEN), entry.at + STATE_AT)
      await handle.datasync()
      entries.splice(passed, 1)
      taken++
    }
    return { taken, left: entries.length }
  }

  return {
    get pending() {
      return entries.length
    },
    records: () => entries.map(({ body }) => keys.openBytes(body)),
    append: (record) =>
      new Promise((resolve) => {
        asked.push({ body: keys.sealBytes(record), resolve })
        writing ??= flush()
      }),
    drain: (take) => {
      draining ??= drainAll(take).finally(() => {
        draining = undefined
      })
      return draining
    },
    close: async () => {
      await Promise.allSettled([writing, draining])
      await handle.close()
    },
  }
}
