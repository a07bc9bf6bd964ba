import type { Channel } from '../channels/channel.ts'
import { leftOut } from '../conversation/parts.ts'
import type { Row } from '../store/writes.ts'
import type { Delivery } from './context.ts'
import { type Rendered, render, renderTemplate } from './render.ts'

/** A row in the words of one channel. null: no template says it, where the channel sends those; else an author's mistake, or a row of another version: it concerns this message alone. */
export function words(delivery: Delivery, row: Row<'outbox'>, channel: Channel, now: number): Rendered | null {
  try {
    const context = { ...delivery, now }
    const rendered = channel.form === 'template' ? renderTemplate(row, context) : render(row, channel.form, context)
    const letters = rendered !== null && channel.form === 'sms' ? leftOut(rendered.whole).length : 0
    // Of values alone: what the texts themselves hold is refused by the checker.
    if (letters > 0) delivery.log.warn({ outboxId: row.id, letters }, 'letters_left_out')
    return rendered
  } catch (error) {
    delivery.log.error({ outboxId: row.id, revision: row.revision, error: String(error) }, 'render_failed')
    return null
  }
}
