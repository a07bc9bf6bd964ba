import { type Member, membersOf, peopleOfCommune } from '../../store/queries/members.ts'
import type { Db } from '../../store/store.ts'
import type { Row } from '../../store/writes.ts'

/** A member who may be written to. */
export type Reachable = Member & { urn: Row<'urns'> }

/** Agreed, and has not stopped. */
const isReachable = (member: Member): member is Reachable =>
  member.person.consent === 'agreed' && member.urn !== null && member.urn.stoppedAt === null

/** Whom a training is for: members of its cooperative; or people of its commune; with both, members who live there or whose commune is not known. */
export async function audienceOf(db: Db, training: Row<'trainings'>): Promise<Reachable[]> {
  const { cooperativeId, commune } = training
  if (cooperativeId === null) return commune === null ? [] : (await peopleOfCommune(db, commune)).filter(isReachable)
  const members = (await membersOf(db, cooperativeId)).filter(isReachable)
  return members.filter(({ person }) => isOfCommune(person, commune))
}

const isOfCommune = (person: Pick<Row<'people'>, 'commune'>, commune: string | null): boolean =>
  commune === null || person.commune === null || person.commune === commune

/** Whether a training is for this person. */
export const isFor = (training: Row<'trainings'>, person: Pick<Row<'people'>, 'cooperativeId' | 'commune'>): boolean =>
  training.cooperativeId === null
    ? training.commune !== null && training.commune === person.commune
    : training.cooperativeId === person.cooperativeId && isOfCommune(person, training.commune)
