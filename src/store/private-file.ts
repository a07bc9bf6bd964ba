import { closeSync, existsSync, openSync, readSync, writeSync } from 'node:fs'

/** Makes an empty file that only the service's own user may read. Throws a system error (EEXIST) where it is there. */
export const makePrivate = (file: string): void => closeSync(openSync(file, 'wx', 0o600))

/**
 * Makes it where it is not there; one that is there is not even opened: closing it would take away every lock that this
 * process has on it (POSIX, fcntl).
 */
export function ensurePrivate(file: string): void {
  try {
    makePrivate(file)
  } catch (error) {
    if (!existsSync(file)) throw error
  }
}

const CHUNK_BYTES = 1024 * 1024

/** Copies to a new file for the service's own user alone, whatever mode the other has. Throws a system error where it is there. */
export function copyPrivately(from: string, to: string): void {
  const source = openSync(from, 'r')
  try {
    const target = openSync(to, 'wx', 0o600)
    try {
      const chunk = Buffer.alloc(CHUNK_BYTES)
      for (let read = readSync(source, chunk); read > 0; read = readSync(source, chunk))
        for (let written = 0; written < read; ) written += writeSync(target, chunk, written, read - written)
    } finally {
      closeSync(target)
    }
  } finally {
    closeSync(source)
  }
}
