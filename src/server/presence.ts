import { z } from 'zod'
import type { Channel } from '../channels/channel.ts'
import { inboundMark, lastKeptAt, markInbound } from '../store/queries/inbound-mark.ts'
import type { Store } from '../store/store.ts'

/** A span of time, epoch ms. */
const period = z.object({ since: z.number(), until: z.number() })
export type Period = z.infer<typeof period>

/**
 * What is kept of it: until when what came in could be kept (epoch ms), by whichever process, and which channels are still to be asked for what came in
 * while it could not.
 */
const presence = z.object({ keptAt: z.number(), ask: z.record(z.string(), period) })
type Mark = z.infer<typeof presence>

/** How often a process that takes messages says that it can keep them. */
export const MARK_MS = 30_000
/** Nobody has said so for this long: nobody could. */
const AWAY_MS = 3 * MARK_MS
/** What came so shortly before the last mark may have been on its way to us still. */
const MARGIN_MS = 2 * 60_000
/** What is older is not asked for. */
const MOST_AWAY_MS = 7 * 24 * 60 * 60_000
/** How often it is read anew where another process wrote it meanwhile. */
const MAX_TRIES = 3

/** Knows when messages could not be kept, over restarts and for all processes on one database. */
export interface Presence {
  /** A provider was told that its message could not be kept. */
  lost(): void
  /** Says that messages can be kept now; where they could not, notes which channels are to be asked, and from when. */
  mark(now: number): Promise<void>
}

export interface PresenceOptions {
  store: Store
  channels: readonly Pick<Channel, 'type' | 'catchUp'>[]
  clock(): number
}

/** One process's part. A start counts as an absence, however short. */
export function createPresence({ store, channels, clock }: PresenceOptions): Presence {
  const types = channels.filter(({ catchUp }) => catchUp !== undefined).map(({ type }) => type)
  let isNew = true
  let lostAt: number | null = null

  /** The mark that follows on `before`. */
  const next = (before: Mark, lost: number | null, now: number): Mark => {
    const isAway = isNew || lost !== null || now - before.keptAt > AWAY_MS
    if (!isAway) return { ...before, keptAt: now }
    const since = Math.max(Math.min(before.keptAt, lost ?? now, now) - MARGIN_MS, now - MOST_AWAY_MS)
    const ask = { ...before.ask }
    for (const type of types) ask[type] = { since: Math.min(since, ask[type]?.since ?? since), until: now }
    return { keptAt: now, ask }
  }

  return {
    lost() {
      lostAt ??= clock()
    },
    async mark(now) {
      const lost = lostAt
      const written = await change(store, async (before) => {
        const known = before ?? (await fromLastKept(store))
        return known === null ? { keptAt: now, ask: {} } : next(known, lost, now)
      })
      if (!written) return
      isNew = false
      if (lost === lostAt) lostAt = null
    },
  }
}

/** For a database from before there was a mark; null: nothing was ever kept in it, so nothing is owed. */
async function fromLastKept({ db }: Store): Promise<Mark | null> {
  const keptAt = await lastKeptAt(db)
  return keptAt === undefined ? null : { keptAt, ask: {} }
}

/** Which channels are to be asked for what time. */
export async function owedPeriods({ db }: Store): Promise<Record<string, Period>> {
  const row = await inboundMark(db)
  return presence.safeParse(row?.value).data?.ask ?? {}
}

/** The channel has told all of `asked` before `reached` (epoch ms): from there it is asked again, where there is more. False: that could not be written. */
export function settlePeriod(store: Store, type: string, asked: Period, reached: number): Promise<boolean> {
  return change(store, async (before) => {
    const { [type]: owed, ...others } = before?.ask ?? {}
    // An absence that goes further back was noted meanwhile.
    if (before === null || owed === undefined || owed.since < asked.since) return before
    const ask = reached < owed.until ? { ...others, [type]: { since: reached, until: owed.until } } : others
    return { ...before, ask }
  })
}

/** Writes what `make` gives; it is asked again where another process wrote meanwhile. False: not written. */
async function change(store: Store, make: (before: Mark | null) => Promise<Mark | null>): Promise<boolean> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const row = await inboundMark(store.db)
    // Of another version: begun anew.
    const made = await make(presence.safeParse(row?.value).data ?? null)
    if (made === null) return false
    const result = await store.commit({ writes: [markInbound(row, made)] })
    if (result.type === 'committed') return true
    if (result.type === 'unavailable') return false
  }
  return false
}
