import { findUrn } from '../../store/queries/people.ts'
import { talkMark } from '../../store/queries/talk-mark.ts'
import type { Store } from '../../store/store.ts'
import { type Seat, urnOf } from './seat.ts'
import { MAX_SHOWN } from './talk.ts'

/** How often the database is asked whether something is new: another process may have written it. */
const POLL_MS = 150

/** Tells pages when a talk has changed. */
export interface Watch {
  /** Calls `onChange` at every change of a seat's talk until the returned function is called. */
  follow(seat: Seat, onChange: () => Promise<void>): () => void
  /** Looks at once: this process has just done something. */
  look(): void
  /** Ends all; `onClose` of every page is called. */
  close(): void
  onClose(end: () => void): () => void
}

interface Follower {
  hash: string
  seen: string | null
  onChange(): Promise<void>
}

export function createWatch(store: Store, onError: (error: unknown) => void): Watch {
  const followers = new Set<Follower>()
  const ends = new Set<() => void>()
  let timer: NodeJS.Timeout | undefined
  let isLooking = false
  let isWanted = false

  async function markOf(hash: string): Promise<string> {
    const known = await findUrn(store.db, hash)
    return known ? talkMark(store.db, known.urn.id, MAX_SHOWN) : ''
  }

  async function round(): Promise<void> {
    for (const follower of followers) {
      const mark = await markOf(follower.hash)
      if (mark === follower.seen || !followers.has(follower)) continue
      follower.seen = mark
      await follower.onChange()
    }
  }

  function look(): void {
    isWanted = true
    if (isLooking) return
    isWanted = false
    isLooking = true
    void round()
      .catch(onError)
      .finally(() => {
        isLooking = false
        if (isWanted) look()
      })
  }

  return {
    look,
    follow(seat, onChange) {
      const follower: Follower = { hash: store.keys.hash(urnOf(seat)), seen: null, onChange }
      followers.add(follower)
      timer ??= setInterval(look, POLL_MS)
      look()
      return () => {
        followers.delete(follower)
        if (followers.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
    onClose(end) {
      ends.add(end)
      return () => ends.delete(end)
    },
    close() {
      for (const end of ends) end()
      clearInterval(timer)
    },
  }
}
