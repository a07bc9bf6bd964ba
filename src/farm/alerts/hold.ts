import { type Row, updateOne, type Write } from '../../store/writes.ts'
import { OVER } from './audience.ts'

/** What may be done to a broadcast under way. */
export type Hold = 'pause' | 'resume' | 'stop'

/** Where a broadcast goes from where it stands; undefined: it can't. */
const NEXT: Readonly<Record<Hold, Partial<Record<Row<'broadcasts'>['status'], Row<'broadcasts'>['status']>>>> = {
  pause: { sending: 'paused', sent: 'paused' },
  resume: { paused: 'sending' },
  stop: { sending: 'stopped', sent: 'stopped', paused: 'stopped' },
}

/**
 * Holds a broadcast back, lets it go on, or ends it, from the commit on: what a provider has in hand by then still goes. While it is paused, what waits ends with
 * its own deadline; stopped, it is taken back. null: as it stands this is not possible.
 */
export function holdWrite({ id, status, cursor }: Row<'broadcasts'>, hold: Hold): Write | null {
  const next = NEXT[hold][status]
  if (next === undefined) return null
  return updateOne('broadcasts', { id, status }, { status: next === 'sending' && cursor === OVER ? 'sent' : next })
}
