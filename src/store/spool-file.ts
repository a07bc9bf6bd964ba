import { existsSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { Keys } from './crypto.ts'
import { lockFile } from './file-lock.ts'
import { StoreError } from './sqlite-errors.ts'

/**
 * Bytes before a record's body. One record: mark (4) · state (1) · sequence number (8) · length (4) · CRC-32 of sequence, length and body (4) · body, sealed.
 * The file is read from its start for as long as records are whole and their numbers follow on. Once all are taken, writing
 * starts over at the front; what is left behind the new tail was taken before, and says so.
 */
export const HEAD = 21
const MARK = 0x4d554131
const STATE_AT = 4
const KEPT = 1
const TAKEN = 2

/** A record not yet taken: where it is in the file, its number, its body as sealed. */
export interface Entry {
  at: number
  sequence: bigint
  body: Buffer
}

const checksum = (head: Buffer, body: Uint8Array): number => crc32(body, crc32(head.subarray(5, 17)))

/** A record's bytes. */
export function encode(sequence: bigint, body: Buffer): Buffer {
  const head = Buffer.alloc(HEAD)
  head.writeUInt32BE(MARK, 0)
  head.writeUInt8(KEPT, STATE_AT)
  head.writeBigUInt64BE(sequence, 5)
  head.writeUInt32BE(body.length, 13)
  head.writeUInt32BE(checksum(head, body), 17)
  return Buffer.concat([head, body])
}

/** What a file holds: the records not yet taken, where the next goes and its number. A torn tail was never answered for and ends it. */
export function scan(file: Buffer): { entries: Entry[]; tail: number; next: bigint } {
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

/** A spool's file, open. */
export type Handle = Awaited<ReturnType<typeof open>>

/** The whole file in memory, made and filled up to `maxBytes` on disk: a hole would need room later. */
export async function load(file: string, maxBytes: number) {
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

/** Writes all of `bytes`, or throws. */
export async function writeAll(handle: Handle, bytes: Buffer, at: number): Promise<void> {
  const { bytesWritten } = await handle.write(bytes, 0, bytes.length, at)
  if (bytesWritten !== bytes.length) throw new Error('The spool could not be written whole')
}

/** Says on disk that a record is taken; there for sure after the next sync. */
export const markTaken = (handle: Handle, { at }: Entry): Promise<void> =>
  writeAll(handle, Buffer.of(TAKEN), at + STATE_AT)

/** Throws StoreError where a record was sealed under a key that is not there. */
export function mustOpen(entries: readonly Entry[], keys: Keys, file: string): void {
  try {
    for (const entry of entries) keys.openBytes(entry.body)
  } catch (cause) {
    throw new StoreError(`${file} holds requests sealed under another key: give that key as MUA_KEY_OLD.`, { cause })
  }
}

/** So many records are moved with one sync on either side. */
const MOVED_AT_ONCE = 256

/**
 * Moves the records of a spool that nobody holds, by `append`, and gives them. `emptySince`: when each file last changed
 * that was found without records; read again only once it has changed since.
 */
export async function moveFrom(
  file: string,
  emptySince: Map<string, number>,
  keys: Keys,
  append: (record: Buffer) => Promise<'kept' | 'full'>,
): Promise<Buffer[]> {
  if (!existsSync(file) || (await stat(file)).mtimeMs === emptySince.get(file)) return []
  const lock = lockFile(file)
  if (lock === null) return []
  const moved: Buffer[] = []
  const handle = await open(file, 'r+')
  try {
    const { entries } = scan(await handle.readFile())
    mustOpen(entries, keys, file)
    while (entries.length > 0) {
      const batch = entries.splice(0, MOVED_AT_ONCE).map((entry) => ({ entry, record: keys.openBytes(entry.body) }))
      const results = await Promise.all(batch.map(({ record }) => append(record)))
      const kept = batch.filter((_, n) => results[n] === 'kept')
      for (const { entry } of kept) await markTaken(handle, entry)
      await handle.datasync()
      moved.push(...kept.map(({ record }) => record))
      if (kept.length < batch.length) return moved
    }
    emptySince.set(file, (await handle.stat()).mtimeMs)
    return moved
  } finally {
    await handle.close()
    lock.release()
  }
}
