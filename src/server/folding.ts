import { FLOOD_HOLD_MS, SLOW_HOLD_MS } from '../conversation/loop-limits.ts'
import { storedTexts } from '../conversation/stored.ts'
import type { TextRef } from '../conversation/types.ts'
import { openOutbox } from '../store/queries/outbox.ts'
import type { Db } from '../store/store.ts'
import { type Row, update, type Write } from '../store/writes.ts'
import type { Pace } from './pace.ts'

const FOLDED = 'common.folded'

/** Where a reply goes when its URN writes too fast: with those that wait, in the place of the last of them. */
export interface Fold {
  /** Replies that wait and have never been tried. */
  waiting: Row<'outbox'>[]
  /** When the answer to all of them goes (epoch ms). */
  dueAt: number
}

/** The answers that wait, and when one for all of them may go: at the time the first of them was told, so that writing on never puts it off. */
export async function foldOf(db: Db, urnId: string, pace: Pace, now: number): Promise<Fold | null> {
  if (pace.type === 'normal') return null
  const waiting = (await openOutbox(db, urnId)).filter(isHeld(now))
  const dueAt = Math.min(
    ...waiting.map((row) => row.dueAt),
    now + (pace.type === 'slow' ? SLOW_HOLD_MS : FLOOD_HOLD_MS),
  )
  return { waiting, dueAt }
}

const isHeld = (now: number) => (row: Row<'outbox'>) =>
  row.class === 'reply' &&
  row.status === 'queued' &&
  row.onceKey === null &&
  row.firstTriedAt === null &&
  row.leaseUntil === null &&
  row.dueAt > now

/** The last answer, with how many texts it answers. */
export function foldedTexts({ waiting }: Fold, texts: readonly TextRef[]): TextRef[] {
  const count = waiting.reduce((sum, row) => sum + answeredBy(row), 1)
  return count === 1 ? [...texts] : [{ key: FOLDED, values: { count } }, ...texts]
}

function answeredBy(row: Row<'outbox'>): number {
  const first = storedTexts.safeParse(row.texts).data?.[0]
  const count = first?.key === FOLDED ? first.values?.count : 1
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
