import { dayOf } from '../../conversation/calendar.ts'
import type { TextRef } from '../../conversation/types.ts'
import { loadBroadcast } from '../../store/queries/broadcasts.ts'
import { loadPerson } from '../../store/queries/people.ts'
import { type Row, updateOne } from '../../store/writes.ts'
import type { ApprovalKind, Decided } from '../approvals.ts'
import { type Alert, alertOf, alertText, alertValues } from './alert.ts'
import { begin } from './begin.ts'
import { overBudget } from './budget.ts'
import { makeCosts } from './cost.ts'
import { countAudience } from './count.ts'

/** An alert in a few words, as a second person is asked about it. */
export const alertSubject = (alert: Alert, people: number): TextRef => ({
  key: 'alerts.subject',
  values: { ...alertValues(alert), people },
})

/** A second person's yes sends it, a no ends it; so does a yes after the last day the price holds, or for who may no longer alert. */
export const alertApproval: ApprovalKind = {
  kind: 'broadcast',
  async approve({ subjectId }, input, farm) {
    const held = await loadBroadcast(farm.db, subjectId)
    if (held?.status !== 'held') return null
    const { until } = alertOf(held)
    if (until !== null && until < dayOf(input.now)) return { ...dropped(held), useless: 'late' }
    const author = await loadPerson(farm.db, held.authorId)
    if (!author || !mayAlert(author.person, held)) return { ...dropped(held), useless: 'gone' }
    const costs = makeCosts(alertText(alertOf(held)), input, farm)
    await countAudience(farm.db, held, input.now, costs.add)
    const { sms: toldParts, vnd: toldVnd, messages: audience } = costs.total
    if ((await overBudget(farm.db, input.program.costs, costs.total, input.now)) !== null)
      return { ...dropped(held), useless: 'over-budget' }
    const { writes, begun } = await begin({ ...held, confirmedAt: input.now }, author.person, input, farm)
    const set = { ...begun, audience, toldParts, toldVnd, confirmedAt: input.now }
    return {
      writes: [updateOne('broadcasts', { id: held.id, status: 'held' }, set), ...writes],
      subject: subjectOf(held),
    }
  },
  async refuse({ subjectId }, db) {
    const held = await loadBroadcast(db, subjectId)
    return held?.status === 'held' ? dropped(held) : null
  },
}

/** Who asks as a leader may be none any more by the time of the yes. */
const mayAlert = (author: Row<'people'>, { cooperativeId }: Row<'broadcasts'>): boolean =>
  author.erasedAt === null &&
  author.role === 'leader' &&
  author.consent === 'agreed' &&
  author.cooperativeId === cooperativeId

const subjectOf = (held: Row<'broadcasts'>): TextRef => alertSubject(alertOf(held), held.audience ?? 0)

const dropped = (held: Row<'broadcasts'>): Decided => ({
  writes: [updateOne('broadcasts', { id: held.id, status: 'held' }, { status: 'cancelled' })],
  subject: subjectOf(held),
})
