import type { TextRef, TextValue } from '../conversation/types.ts'
import type { ActionInput } from '../conversation/world.ts'
import { openApprovals, otherStaff, type SecondPerson } from '../store/queries/approvals.ts'
import { loadPerson, loadUrn } from '../store/queries/people.ts'
import type { Db } from '../store/store.ts'
import { insert, type Row, type Write } from '../store/writes.ts'
import type { Farm } from './farm.ts'
import { newCode } from './new-code.ts'
import { outgoing } from './outgoing.ts'

/** A second person's yes: asked for where a figure is so far off that one person alone must not let it through. */

/** A code is good for so long. */
const APPROVAL_MS = 24 * 60 * 60 * 1000

export type ApprovalName = Row<'approvals'>['kind']

/** One kind of thing that may wait for a second person. */
export interface ApprovalKind {
  kind: ApprovalName
  /**
   * What a yes writes about the subject; null: the subject no longer waits, nothing to decide. The approval itself and the
   * message to whoever asked are written by the caller. Two who decide at once: one of the commits is a conflict.
   */
  approve(approval: Row<'approvals'>, input: ActionInput, farm: Farm): Promise<Decided | null>
  /** The same of a no, or of no answer in time. */
  refuse(approval: Row<'approvals'>, db: Db): Promise<Decided | null>
}
export interface Decided {
  writes: Write[]
  /** The subject in a few words, as in the question. */
  subject: TextRef
  /** A yes is of no use and nothing is done: it came too late, whoever asked is erased or may no longer do it, or it costs more than is left. */
  useless?: 'late' | 'gone' | 'over-budget'
}

export type Asked =
  | { type: 'asked'; writes: Write[]; values: Record<string, TextValue> }
  /** There is nobody who could decide. */
  | { type: 'nobody' }

/**
 * Asks a second person: the approval and the message to them, as writes to go with those that make the subject. `values`
 * for the answer to the asker: `approver` (may be empty) and `approver_group`.
 * @param subject the subject in a few words: "giá gừng tươi 150.000 đ/kg, Bản Xèo, 22/11"
 */
export async function askApproval(
  { kind, subjectId, subject }: { kind: ApprovalName; subjectId: string; subject: TextRef },
  input: ActionInput,
  farm: Farm,
): Promise<Asked> {
  const { person, now } = input
  const second = (await otherStaff(farm.db, person.id, farm.urn.id)).filter((each) => mayDecide(each.person, person))
  const chosen = second.find((each) => isSameCooperative(each, person.cooperativeId)) ?? second[0]
  if (!chosen) return { type: 'nobody' }
  const code = await freeCode(farm, now)
  const approval = {
    id: farm.newId(),
    code,
    kind,
    subjectId,
    askedBy: person.id,
    askedUrn: farm.urn.id,
    approver: chosen.person.id,
    createdAt: now,
    expiresAt: now + APPROVAL_MS,
  }
  const message = outgoing({
    id: farm.newId(),
    now,
    class: 'service',
    urnId: chosen.urn.id,
    personId: chosen.person.id,
    locale: chosen.person.locale,
    revision: input.program.revision,
    texts: [{ key: 'approvals.to-second', values: { asker: person.name, subject: { texts: [subject] }, code } }],
    deadline: now + APPROVAL_MS,
  })
  return {
    type: 'asked',
    writes: [insert('approvals', approval), message],
    values: { approver: chosen.person.name, approver_group: chosen.cooperative?.name ?? null },
  }
}

/** Officers decide for everyone, a leader for their own cooperative; nobody for themselves. */
export const mayDecide = (
  second: Pick<Row<'people'>, 'id' | 'role' | 'cooperativeId'>,
  asker: { id: string; cooperativeId: string | null },
): boolean =>
  second.id !== asker.id &&
  (second.role === 'officer' ||
    (second.role === 'leader' && second.cooperativeId !== null && second.cooperativeId === asker.cooperativeId))

const isSameCooperative = ({ person }: SecondPerson, cooperativeId: string | null): boolean =>
  cooperativeId !== null && person.cooperativeId === cooperativeId

/** Tells whoever asked what became of it; null: they can't be reached any more. */
export async function tellAsker(
  approval: Row<'approvals'>,
  text: TextRef,
  { db, now, newId, revision }: { db: Db; now: number; newId(): string; revision: string },
): Promise<Write | null> {
  const asker = await loadPerson(db, approval.askedBy)
  const known = await loadUrn(db, approval.askedUrn)
  if (!asker || asker.person.erasedAt !== null || !known) return null
  return outgoing({
    id: newId(),
    now,
    class: 'service',
    urnId: known.urn.id,
    personId: approval.askedBy,
    locale: asker.person.locale,
    revision,
    texts: [text],
  })
}

/** A code that no open approval has. */
const freeCode = async (farm: Farm, now: number): Promise<string> =>
  newCode(farm.random, new Set((await openApprovals(farm.db, now)).map(({ code }) => code)))
