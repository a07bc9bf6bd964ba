import { overdueApprovals } from '../store/queries/approvals.ts'
import { environmentCode } from '../store/sqlite-errors.ts'
import type { Db } from '../store/store.ts'
import { type Row, updateOne, type Write } from '../store/writes.ts'
import { APPROVAL_KINDS } from './approval-kinds.ts'
import { tellAsker } from './approvals.ts'

/** The end of an approval that nobody gave in time. */
export interface Expiry {
  approvalId: string
  /** Ends it; enough where the rest can't be written. A conflict: it was decided meanwhile. */
  closed: Write
  /** What a no does to its subject, and the word to whoever asked. */
  effects: Write[]
  /** Why there are none: what waits can't be read. */
  error?: unknown
}

interface ExpiryContext {
  newId(): string
  revision: string
}

/**
 * What nobody decided in time ends as a no does, and whoever asked is told that nothing was kept or sent. The oldest, for
 * the sweep, until there is none (null); one at a time, so that a decision made meanwhile is a conflict of that one alone.
 */
export async function nextExpiry(db: Db, now: number, context: ExpiryContext): Promise<Expiry | null> {
  const [approval] = await overdueApprovals(db, now)
  if (!approval) return null
  const expired = { decidedAt: now, decision: 'expired' as const }
  const closed = updateOne('approvals', { id: approval.id, decidedAt: null }, expired)
  const expiry = { approvalId: approval.id, closed, effects: [] }
  try {
    return { ...expiry, effects: await effectsOf(approval, db, now, context) }
  } catch (error) {
    if (environmentCode(error) !== undefined) throw error
    return { ...expiry, error }
  }
}

async function effectsOf(approval: Row<'approvals'>, db: Db, now: number, context: ExpiryContext): Promise<Write[]> {
  const dropped = await APPROVAL_KINDS.find(({ kind }) => kind === approval.kind)?.refuse(approval, db)
  if (!dropped) return []
  const text = { key: 'approvals.expired', values: { subject: { texts: [dropped.subject] } } }
  const told = await tellAsker(approval, text, { ...context, db, now })
  return [...dropped.writes, ...(told ? [told] : [])]
}
