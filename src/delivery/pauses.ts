import { z } from 'zod'
import type { ChannelType } from '../channels/channel.ts'
import { loadSetting } from '../store/queries/settings.ts'
import type { Store } from '../store/store.ts'
import { insertNew, type MessageClass, update, type Write } from '../store/writes.ts'
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

/** What is held back, as this process knows it: every process looks every second. */
export interface Pauses {
  holds(what: Paused): Promise<boolean>
}

export function makePauses(store: Pick<Store, 'db'>, clock: () => number): Pauses {
  let known: { at: number; paused: Promise<string[]> } | undefined
  return {
    async holds(what) {
      const now = clock()
      if (known === undefined || now - known.at >= PAUSES_MS || now < known.at)
        known = { at: now, paused: loadPaused(store) }
      return (await known.paused).includes(what)
    },
  }
}
