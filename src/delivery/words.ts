import type { Channel } from '../channels/channel.ts'
import type { Row } from '../store/writes.ts'
import type { Delivery } from './context.ts'
import { type Rendered, render } from './render.ts'

/** A row in the words of one channel. null: an author's mistake, or a row of another version; it concerns this message alone. */
export function words(delivery: Delivery, row: Row<'outbox'>, channel: Channel, now: number): Rendered | null {
  try {
    return render(row, channel.form, { ...delivery, now })
  } catch (error) {
    delivery.log.error({ outboxId: row.id, revision: row.revision, error: String(error) }, 'render_failed')
    return null
  }
}
