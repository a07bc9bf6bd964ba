import { priceApproval } from './actions/enter-price.ts'
import { alertApproval } from './alerts/approval.ts'
import type { ApprovalKind } from './approvals.ts'

/** Every kind of thing that may wait for a second person: what a decision writes. */
export const APPROVAL_KINDS: readonly ApprovalKind[] = [alertApproval, priceApproval]
