import { FLOOD_HOLD_MS, SLOW_HOLD_MS } from '../conversation/loop-limits.ts'
import { storedTexts } from '../conversation/stored.ts'
import type { TextRef } from '../conversation/types.ts'
import { inboundSince } from '../store/queries/messages.ts'
import { lastAnswerAt, openOutbox } from '../store/queries/outbox.ts'
import type { Db } from '../store/store.ts'
import { type Row, update, type Write } from '../store/writes.ts'
import { keptTexts, saidBack } from './kept-texts.ts'
import type { Pace } from './pace.ts'

const FOLDED = 'common.folded'

/** Where a reply goes when its URN writes too fast: with those that wait, in the place of the last of them. */
export interface Fold {
  /** Replies that wait and have never been tried. */
  waiting: Row<'outbox'>[]
  /** Texts that came since the last answer, this one and those that got none included. */
  count: number
  /** When the answer to all of them goes (epoch ms). */
  dueAt: number
}

/** The answers that wait, and when one for all of them may go: at the time the first of them was told, so that writing on never puts it off. */
export async function foldOf(
  db: Db,
  { urnId, now, isFresh }: { urnId: string; now: number; isFresh: boolean },
  pace: Pace,
): Promise<Fold | null> {
  if (pace.type === 'normal') return null
  const waiting = (await openOutbox(db, urnId)).filter(isHeld(now))
  const dueAt = Math.min(
    ...waiting.map((row) => row.dueAt),
    now + (pace.type === 'slow' ? SLOW_HOLD_MS : FLOOD_HOLD_MS),
  )
  const answeredAt = await lastAnswerAt(
    db,
    urnId,
    waiting.map(({ id }) => id),
  )
  const came = (await inboundSince(db, urnId, answeredAt)) + (isFresh ? 1 : 0)
  // Those that waited for their turn came before the answer to the first of them.
  const answered = waiting.reduce((sum, row) => sum + answeredBy(row), 1)
  return { waiting, count: Math.max(came, answered), dueAt }
}

const isHeld = (now: number) => (row: Row<'outbox'>) =>
  row.class === 'reply' &&
  row.status === 'queued' &&
  row.onceKey === null &&
  row.firstTriedAt === null &&
  row.leaseUntil === null &&
  row.dueAt > now

/** The last answer, with how many texts it answers, and what those before it kept. */
export function foldedTexts({ waiting, count }: Fold, texts: readonly TextRef[]): TextRef[] {
  if (count === 1) return [...texts]
  const kept = saidBack(
    waiting.map((row) => keptTexts(storedTexts.safeParse(row.texts).data ?? [])),
    texts,
  )
  return [...kept, { key: FOLDED, values: { count } }, ...texts]
}

function answeredBy(row: Row<'outbox'>): number {
  const folded = storedTexts.safeParse(row.texts).data?.find(({ key }) => key === FOLDED)
  const count = folded?.values?.count
  return typeof count === 'number' ? count : 1
}

/** Takes back the answers in whose place another goes; one that a worker has taken meanwhile goes all the same. */
export const foldWrites = ({ waiting }: Fold, now: number): Write[] =>
  waiting.map(({ id }) =>
    update(
      'outbox',
      { id, status: 'queued', leaseUntil: null, firstTriedAt: null },
      { status: 'superseded', reason: 'folded', settledAt: now },
    ),
  )
