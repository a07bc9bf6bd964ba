import type { ActionInput, ActionResult } from '../../conversation/world.ts'
import { approvalsByCode, openApprovals } from '../../store/queries/approvals.ts'
import { loadPerson } from '../../store/queries/people.ts'
import { type Row, updateOne, type Write } from '../../store/writes.ts'
import { APPROVAL_KINDS } from '../approval-kinds.ts'
import { mayDecide, tellAsker } from '../approvals.ts'
import type { Farm, FarmAction } from '../farm.ts'
import { countWrong, lockMinutes } from './codes.ts'

const TRIES = 'wrong-approval-codes'

type Found = { type: 'found'; approval: Row<'approvals'> } | { type: 'refused'; result: ActionResult<Write> }

const decideApproval: FarmAction = {
  name: 'decide-approval',
  about: {
    vi: 'Người thứ hai duyệt hoặc không duyệt việc đang chờ, theo mã 4 số.',
    en: 'The second person approves or refuses what waits, by its four-digit code.',
  },
  outcomes: {
    wrong: 'Không có mã này / there is no such code',
    locked: 'Sai mã quá nhiều lần, khoá một giờ / too many wrong codes, locked for an hour',
    own: 'Việc do chính người này xin duyệt / asked by this very person',
    decided: 'Đã có người quyết định / decided already',
    expired: 'Mã đã quá 24 giờ / the code is over 24 hours old',
    late: 'Giá đã hết hạn, duyệt cũng không gửi nữa / the price no longer holds, nothing is sent',
    gone: 'Người xin không còn được làm việc này / whoever asked may no longer do it',
    'over-budget': 'Quá số tiền được chi, duyệt cũng không gửi / it costs more than may be spent, nothing is sent',
    none: 'Không có việc nào đang chờ người này / nothing waits for this person',
    which: 'Nhiều việc đang chờ, cần mã / several things wait, the code is needed',
  },
  locks: [TRIES],
  params: { approve: 'true: duyệt, false: không duyệt / whether it is approved' },
  gives: ['subject', 'lock_minutes'],
  reads: ['code'],
  keeps: true,
  async run(input, farm) {
    const lock_minutes = lockMinutes(TRIES, input)
    if (lock_minutes !== null) return { outcome: 'locked', values: { lock_minutes } }
    const found =
      input.slots.code?.type === 'text' ? await byCode(input.slots.code.text, input, farm) : await mine(input, farm)
    if (found.type === 'refused') return found.result
    return decide(found.approval, input.params.approve === true, input, farm)
  },
}

async function byCode(code: string, input: ActionInput, farm: Farm): Promise<Found> {
  const { person, now } = input
  const asked = await approvalsByCode(farm.db, code)
  const open = asked.find((one) => one.decidedAt === null && one.expiresAt > now)
  const approval = open ?? asked[0]
  if (!approval) return wrongCode(input)
  if (approval.askedBy === person.id || approval.askedUrn === farm.urn.id) return refused('own')
  const asker = await loadPerson(farm.db, approval.askedBy)
  if (!asker || !mayDecide(person, asker.person)) return wrongCode(input)
  if (approval.decidedAt !== null) return refused(approval.decision === 'expired' ? 'expired' : 'decided')
  return approval.expiresAt <= now ? refused('expired') : { type: 'found', approval }
}

/** Without a code, what this very person was asked. */
async function mine(input: ActionInput, farm: Farm): Promise<Found> {
  const open = (await openApprovals(farm.db, input.now)).filter(({ approver }) => approver === input.person.id)
  const [only, another] = open
  if (!only) return refused('none')
  return another ? refused('which') : { type: 'found', approval: only }
}

const refused = (outcome: string): Found => ({ type: 'refused', result: { outcome } })

const wrongCode = (input: ActionInput): Found => ({
  type: 'refused',
  result: { outcome: 'wrong', memory: { [TRIES]: countWrong(TRIES, input).count } },
})

/** What whoever asked is told of a yes that was of no use. */
const USELESS = { late: undefined, gone: 'approvals.dropped', 'over-budget': 'approvals.over-budget' }

async function decide(
  approval: Row<'approvals'>,
  isApproved: boolean,
  input: ActionInput,
  farm: Farm,
): Promise<ActionResult<Write>> {
  const kind = APPROVAL_KINDS.find((each) => each.kind === approval.kind)
  const decided = await (isApproved ? kind?.approve(approval, input, farm) : kind?.refuse(approval, farm.db))
  if (!decided) return { outcome: 'decided' }
  const { person, now, program } = input
  const subject = { texts: [decided.subject] }
  const { useless } = decided
  const decision = useless === 'late' ? 'expired' : isApproved && !useless ? 'approved' : 'refused'
  const text = {
    key: (useless && USELESS[useless]) ?? `approvals.${decision}`,
    values: { decider: person.name, subject },
  }
  const told = await tellAsker(approval, text, { ...farm, now, revision: program.revision })
  const writes = [
    // Two who decide at once: the second finds it decided, and is told so.
    updateOne('approvals', { id: approval.id, decidedAt: null }, { decidedAt: now, decidedBy: person.id, decision }),
    ...decided.writes,
    ...(told ? [told] : []),
  ]
  return { ...(useless ? { outcome: useless } : {}), writes, values: { subject }, memory: { [TRIES]: null } }
}

export const approvalActions: FarmAction[] = [decideApproval]
