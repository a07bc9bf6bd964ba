import { overdueApprovals } from '../store/queries/approvals.ts'
import type { Db } from '../store/store.ts'
import { updateOne, type Write } from '../store/writes.ts'
import { APPROVAL_KINDS } from './approval-kinds.ts'
import { tellAsker } from './approvals.ts'

/**
 * What nobody decided in time: it ends as a no does, and whoever asked is told that nothing was kept or sent. For the sweep, until it
 * gives nothing; one at a time, so that a decision made meanwhile is a conflict of that one alone.
 */
export async function expireApprovals(
  db: Db,
  now: number,
  context: { newId(): string; revision: string },
): Promise<Write[]> {
  const [approval] = await overdueApprovals(db, now)
  if (!approval) return []
  const closed = updateOne(
    'approvals',
    { id: approval.id, decidedAt: null },
    { decidedAt: now, decision: 'expired' as const },
  )
  const dropped = await APPROVAL_KINDS.find(({ kind }) => kind === approval.kind)?.refuse(approval, db)
  if (!dropped) return [closed]
  const text = { key: 'approvals.expired', values: { subject: { texts: [dropped.subject] } } }
  const told = await tellAsker(approval, text, { ...context, db, now })
  return [closed, ...dropped.writes, ...(told ? [told] : [])]
}
