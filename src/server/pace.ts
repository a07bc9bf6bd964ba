import { FLOOD_TEXTS, isOver, PROMPT_ANSWERS, SLOW_TEXTS } from '../conversation/loop-limits.ts'
import { BELIEVED_AGE_MS } from '../delivery/limits.ts'
import { consentTimes } from '../store/queries/consents.ts'
import { inboundTimes, nthInboundAt } from '../store/queries/messages.ts'
import type { Db } from '../store/store.ts'

/** How fast one URN writes. `slow`: its answers are folded; `flood`: still more so, and a person is to look. */
export type Pace = { type: 'normal' } | { type: 'slow' | 'flood'; texts: number; withinMs: number }

const LEAST = Math.min(...SLOW_TEXTS.map(({ most }) => most))
const MOST = Math.max(...FLOOD_TEXTS.map(({ most }) => most)) + 1
const LONGEST_MS = Math.max(...SLOW_TEXTS.map(({ withinMs }) => withinMs))

/**
 * The pace of a URN, by what is kept of it. `fresh`: a text that is not kept yet came just now. What was long under way counts
 * by when it was written: texts that come in after an outage all at once are no flood.
 */
export async function paceOf(db: Db, urnId: string, now: number, fresh: boolean): Promise<Pace> {
  const own = fresh ? 1 : 0
  const first = await nthInboundAt(db, urnId, LEAST + 1 - own)
  if (first === null || now - first >= LONGEST_MS) return { type: 'normal' }
  const kept = (await inboundTimes(db, urnId, MOST - own)).map(writtenAt)
  const times = fresh ? [now, ...kept] : kept
  for (const [type, rates] of [
    ['flood', FLOOD_TEXTS],
    ['slow', SLOW_TEXTS],
  ] as const) {
    const rate = rates.find((each) => isOver(each, times, now))
    if (rate) return { type, texts: times.filter((at) => now - at < rate.withinMs).length, withinMs: rate.withinMs }
  }
  return { type: 'normal' }
}

/** By the provider's word, but for one whose clock is wrong. */
const writtenAt = ({ sentAt, receivedAt }: { sentAt: number | null; receivedAt: number }): number =>
  sentAt !== null && sentAt < receivedAt && receivedAt - sentAt <= BELIEVED_AGE_MS ? sentAt : receivedAt

/** Whether what a URN agrees to, refuses or stops is still confirmed at once. */
export const isPrompt = async (db: Db, urnId: string, now: number): Promise<boolean> =>
  !isOver(PROMPT_ANSWERS, [now, ...(await consentTimes(db, urnId, now - PROMPT_ANSWERS.withinMs))], now)
