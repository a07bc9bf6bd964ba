import type { ChannelEvent, ChannelType } from '../channels/channel.ts'
import type { Write } from '../store/writes.ts'
import type { IntakeOptions } from './intake.ts'

/** How often an event is read anew when what its writes rest on has changed meanwhile. */
const MAX_TRIES = 3

/** `failed`: read anew and still not taken. Nothing of it is written, and it must not be lost. */
export type CommittedAnew =
  | { type: 'committed' | 'duplicate' }
  | { type: 'unavailable'; reason: string }
  | { type: 'failed'; code: 'conflict' | 'refused' }

/**
 * Commits what an event asks for, under its claim. `read` gives the writes from what the store holds now; it is asked again
 * where that changed before they were taken: a turn of the same person's phone, or a stranger whom another made known.
 */
export async function commitAnew(
  { store, log, metrics }: Pick<IntakeOptions, 'store' | 'log' | 'metrics'>,
  channel: ChannelType,
  event: { type: ChannelEvent['type']; externalId: string },
  read: () => Promise<Write[]>,
): Promise<CommittedAnew> {
  const claim = { channel, externalId: event.externalId }
  for (let tries = 1; ; tries += 1) {
    const result = await store.commit({ claim, writes: await read() })
    if (result.type !== 'conflict' && result.type !== 'refused') return result
    if (tries < MAX_TRIES) continue
    log.error({ channel, event: event.type, reason: result.type }, 'contact event not applied')
    metrics.count('mua_contact_events_failed_total', { channel })
    return { type: 'failed', code: result.type }
  }
}
