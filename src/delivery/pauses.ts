import { z } from 'zod'
import type { ChannelType } from '../channels/channel.ts'
import { statusOfBroadcast } from '../store/queries/broadcasts.ts'
import { CLASSES } from '../store/queries/due-outbox.ts'
import { loadSetting } from '../store/queries/settings.ts'
import type { Store } from '../store/store.ts'
import { insertNew, type MessageClass, type Row, update, type Write } from '../store/writes.ts'
import { PAUSES_MS } from './limits.ts'

/** What an operator may hold back: all messages of a class, or all that goes by a channel. */
type Paused = MessageClass | ChannelType

const NAME = 'paused'
const stored = z.array(z.string())

/** What is held back now. A setting that can't be read holds back nothing. */
export async function loadPaused({ db }: Pick<Store, 'db'>): Promise<string[]> {
  return stored.safeParse(await loadSetting(db, NAME)).data ?? []
}

/** Holds back these and no others. */
export const writePaused = (paused: readonly string[]): Write[] => [
  insertNew('settings', { name: NAME, value: [] }),
  update('settings', { name: NAME }, { value: [...new Set(paused)].sort() }),
]

/** What is held back. Of classes and channels every process looks every second; of a broadcast, each time. */
export interface Pauses {
  holds(what: Paused): Promise<boolean>
  /** The classes that are held back. */
  classes(): Promise<MessageClass[]>
  /** What holds a row back whatever its channel: it waits; or its broadcast goes no further, and it ends for this reason. null: nothing. */
  of(row: Pick<Row<'outbox'>, 'class' | 'broadcastId'>): Promise<'waits' | 'stopped' | 'corrected' | null>
}

export function makePauses(store: Pick<Store, 'db'>, clock: () => number): Pauses {
  let known: { at: number; paused: Promise<string[]> } | undefined
  const paused = (): Promise<string[]> => {
    const now = clock()
    if (known === undefined || now - known.at >= PAUSES_MS || now < known.at)
      known = { at: now, paused: loadPaused(store) }
    return known.paused
  }
  const holds = async (what: Paused): Promise<boolean> => (await paused()).includes(what)
  return {
    holds,
    async classes() {
      const all = await paused()
      return CLASSES.filter((each) => all.includes(each))
    },
    async of({ class: each, broadcastId }) {
      const status = broadcastId === null ? null : await statusOfBroadcast(store.db, broadcastId)
      if (status === 'stopped') return 'stopped'
      if (status === 'cancelled') return 'corrected'
      return status === 'paused' || (await holds(each)) ? 'waits' : null
    },
  }
}
