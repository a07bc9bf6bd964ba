/** What a process of the drain is to do: `embedded`, `bullmq` with others on one Redis, or a floor of claimed rows or bare jobs. */
export type DrainKind = 'embedded' | 'bullmq' | 'rows' | 'jobs'

export interface DrainDone {
  /** How many it did itself. */
  count: number
  /** Processor time, ms, and resident memory, MB, since its start. */
  cpuMs: number
  memoryMb: number
}
