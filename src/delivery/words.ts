import type { Channel } from '../channels/channel.ts'
import type { Row } from '../store/writes.ts'
import type { Delivery } from './context.ts'
import { type Rendered, render, renderTemplate } from './render.ts'

/** A row in the words of one channel. null: no template says it, where the channel sends those; else an author's mistake, or a row of another version: it concerns this message alone. */
export function words(delivery: Delivery, row: Row<'outbox'>, channel: Channel, now: number): Rendered | null {
  try {
    const context = { ...delivery, now }
    return channel.form === 'template' ? renderTemplate(row, context) : render(row, channel.form, context)
  } catch (error) {
    delivery.log.error({ outboxId: row.id, revision: row.revision, error: String(error) }, 'render_failed')
    return null
  }
}
