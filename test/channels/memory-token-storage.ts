import type { TokenRecord, TokenStorage } from '../../src/channels/zalo/token-storage.ts'

export interface MemoryTokenStorage extends TokenStorage {
  /** What a restarted process would find. */
  kept(): TokenRecord | null
  /** The next `times` saves throw, as where the disk is full. */
  breakSaves(times: number): void
}

/** A token table in memory, with the table's promises: each call whole, written out and read back. */
export function memoryTokenStorage(): MemoryTokenStorage {
  let text = 'null'
  let fence = 0
  let leaseUntil = 0
  let broken = 0
  const read = (): TokenRecord | null => JSON.parse(text)
  return {
    kept: read,
    breakSaves: (times) => {
      broken = times
    },
    load: async () => read(),
    lease: async (now, until) => {
      if (now < leaseUntil) return null
      leaseUntil = until
      fence += 1
      return { fence, record: read() }
    },
    save: async (given, record) => {
      if (broken > 0) {
        broken -= 1
        throw new Error('disk full')
      }
      if (given !== fence) return false
      text = JSON.stringify(record)
      return true
    },
    release: async (given) => {
      if (given === fence) leaseUntil = 0
    },
  }
}
