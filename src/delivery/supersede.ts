import { update, type Write } from '../store/writes.ts'
import { REPLY_GAP_MS, REPLY_HOLD_MS } from './limits.ts'

/**
 * Takes back replies that ask an answered question and still wait (`question`: as in the row, `<urn id>.<number>`).
 * Goes into the commit of the turn that answered it; a row that a worker has leased, or that may have left before, stays as it is.
 */
export const supersede = (urnId: string, question: string, now: number): Write =>
  update(
    'outbox',
    { urnId, question, class: 'reply', status: 'queued', leaseUntil: null, firstTriedAt: null },
    { status: 'superseded', reason: 'answered', settledAt: now },
  )

/** When a reply made now is due: at once, or held for 2 s where the last one to this URN is under 5 s old (null: there was none). */
export const replyDueAt = (lastReplyAt: number | null, now: number): number =>
  lastReplyAt !== null && now - lastReplyAt < REPLY_GAP_MS ? now + REPLY_HOLD_MS : now
