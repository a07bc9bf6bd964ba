import type { Pace, Urn } from '../channels/channel.ts'
import type { Write } from '../store/writes.ts'
import type { Delivery } from './context.ts'
import type { ChannelFigures } from './figures.ts'

/** Sends what the outbox holds. Several may work on one database: each row and each address is leased to one. */
export interface Dispatcher {
  start(): void
  /** Takes no more rows, waits up to 10 s for sends under way; what is still open is left under its lease. */
  stop(): Promise<void>
  /** There may be something to send: this was committed. Without `writes`, whatever it was. */
  wake(writes?: readonly Write[]): void
  /** Resolves when nothing is due that can be sent now, and nothing is under way. */
  idle(): Promise<void>
  /** Types of the channels whose account must be mended, as far as this process has found out. */
  resting(): string[]
  /** How each channel does, as far as this process knows. */
  channelFigures(): Promise<ChannelFigures[]>
  /** What is wrong with Redis, as a sentence for the operator; null: nothing. Absent: it works without. */
  trouble?(): string | null
  /** Whether what one process does for all, it does: of several one leads. */
  leads(): boolean
}

export interface DispatcherOptions extends Delivery {
  /** Only to this address; default: to all. */
  only?: Urn
  /** Parts a second by channel; one that is left out is not paced. */
  pace?: Pace
  concurrency?: number
  leaseMs?: number
  pollMs?: number
  graceMs?: number
  /** How long rows and commits wait for others to go along with; 0: not at all. */
  gatherMs?: number
}
