import type { Channel } from '../channels/channel.ts'
import type { Programs } from '../conversation/turn/context.ts'
import type { Store } from '../store/store.ts'
import type { DeliveryLog, DeliveryMetrics } from './metrics.ts'

/** What delivery works with. */
export interface Delivery {
  store: Store
  /** One a type and scheme. */
  channels: readonly Channel[]
  /** `current` is read at every message: a getter takes up new revisions. */
  programs: Programs
  /** m² of one sào where the service works. */
  saoM2: number
  /** The operator's name, as texts say it. */
  operator: string
  /** The number or address that takes TC QC, as advertising names it at its end (MUA_REFUSAL); absent: advertising does not go by SMS. */
  refusal?: string
  /** Epoch ms. */
  clock: () => number
  /** Fresh UUIDv7s. */
  ids: () => string
  /** Uniform in [0, 1): jitter of waits. */
  random: () => number
  /** Waits for so many ms. Default: by the system's clock. */
  sleep?: (ms: number) => Promise<unknown>
  log: DeliveryLog
  metrics?: DeliveryMetrics
}
