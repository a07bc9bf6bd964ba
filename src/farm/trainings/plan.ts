import type { Quiet } from '../../conversation/opening.ts'
import type { SendingRules } from '../../conversation/sending-rules.ts'
import { memberById } from '../../store/queries/members.ts'
import { openOutbox, outboxByOnceKey } from '../../store/queries/outbox.ts'
import { attendancesOf, trainingsBetween } from '../../store/queries/trainings.ts'
import type { Db } from '../../store/store.ts'
import type { Row, Write } from '../../store/writes.ts'
import { MERGE_MS, type Reminder, remindersOf } from '../reminders.ts'
import { audienceOf } from './audience.ts'
import { Draft, type PlanContext } from './draft.ts'
import { cancelledTexts, movedTexts, reminderTexts, textsOf, trainingsIn } from './texts.ts'

const HOUR_MS = 60 * 60 * 1000
/** A reminder stands in the outbox this long before it is due: an outage that long loses none. */
const AHEAD_MS = 24 * HOUR_MS
/** Bulk work writes at most so many rows a commit (design.md §3); one message may take two. */
const MAX_WRITES = 500
/** A change is looked after so long, an outage over a holiday included. */
const CHANGE_MS = 14 * 24 * HOUR_MS
/** No reminder is due longer before its training: three days, and three more where those are closed. */
const FIRST_MS = 6 * 24 * HOUR_MS
/** Any training ahead may have been changed or cancelled; none is planned further ahead than this. */
const WINDOW_MS = 400 * 24 * HOUR_MS

/** What is known of one training while it is planned. */
interface Plan {
  training: Row<'trainings'>
  /** Every row ever written about it. */
  rows: readonly Row<'outbox'>[]
  answers: ReadonlyMap<string, 'yes' | 'no'>
  draft: Draft
}

const isFull = (draft: Draft): boolean => draft.size > MAX_WRITES - 2

/** Begins the once-only key of all that is written about a training, and of one of its versions. */
const prefixOf = ({ id }: Row<'trainings'>): string => `training:${id}:`
const versionPrefix = (training: Row<'trainings'>): string => `${prefixOf(training)}${training.version}:`

const isOfVersion = (row: Row<'outbox'>, training: Row<'trainings'>): boolean =>
  row.onceKey?.startsWith(versionPrefix(training)) ?? false

/**
 * What is to be written now so that everyone is reminded, and told of a change or a cancellation, once each: for the sweep, until it gives
 * nothing. Safe to repeat, after a crash too. At most 500 writes, to be committed together; a conflict: plan again.
 */
export async function planReminders(db: Db, now: number, context: PlanContext): Promise<Write[]> {
  const draft = new Draft(now, context)
  for (const training of await trainingsBetween(db, now, now + WINDOW_MS)) {
    if (isFull(draft)) break
    const isChanged = isNewlyChanged(training, now)
    const mayRemind = training.status === 'planned' && training.startsAt - now <= FIRST_MS + AHEAD_MS
    if (!isChanged && !mayRemind) continue
    const rows = await outboxByOnceKey(db, prefixOf(training))
    const answers = new Map((await attendancesOf(db, training.id)).map((row) => [row.personId, row.answer]))
    const plan = { training, rows, answers, draft }
    if (isChanged) await planChange(db, plan)
    if (mayRemind) await planSlots(db, plan, context.rules)
  }
  return draft.writes()
}

/** Who was told the old day hears of the new one within minutes; long after, there is nobody left to tell. */
const isNewlyChanged = ({ status, version, updatedAt }: Row<'trainings'>, now: number): boolean =>
  (status === 'cancelled' || version > 1) && now - updatedAt <= CHANGE_MS

/** Those still ahead and near enough to be put into the outbox: what was missed, or was before the import, is left out. */
const slotsOf = ({ startsAt }: Row<'trainings'>, now: number, rules: SendingRules, quiet: Quiet): Reminder[] =>
  remindersOf(startsAt, rules, quiet).filter(({ at }) => at > now && at <= now + AHEAD_MS)

/** By a person's quiet: hardly anybody has one, and few have another than their neighbour. */
function slotsFor({ training, draft: { now } }: Plan, rules: SendingRules): (person: Quiet) => Reminder[] {
  const known = new Map<string, Reminder[]>()
  return ({ quietHours, quietUntil }) => {
    const quiet = { quietHours, quietUntil: (quietUntil ?? 0) > now ? quietUntil : null }
    const key = JSON.stringify(quiet)
    const slots = known.get(key) ?? slotsOf(training, now, rules, quiet)
    known.set(key, slots)
    return slots
  }
}

/** Takes back what tells of the old day, and tells those who were told it. */
async function planChange(db: Db, plan: Plan): Promise<void> {
  const { training, rows, draft } = plan
  const isStale = (row: Row<'outbox'>) =>
    training.status === 'cancelled' ? !row.onceKey?.startsWith(cancelledPrefix(training)) : !isOfVersion(row, training)
  for (const row of rows.filter(isStale)) {
    if (isFull(draft)) return
    if (!isTrace(row)) draft.retract(row, training.id)
    else if (await retractLine(db, row, plan)) draft.retractTrace(row)
  }
  await planNotices(db, plan)
}

const isTrace = (row: Row<'outbox'>): boolean => row.status === 'superseded' && row.reason === 'merged'

/** Takes a merged line out of the message it went into. False: that one is sent. */
async function retractLine(db: Db, row: Row<'outbox'>, { training, draft }: Plan): Promise<boolean> {
  const hosts = await openOutbox(db, row.urnId)
  return hosts.filter((host) => draft.retract(host, training.id)).length > 0
}

const cancelledPrefix = (training: Row<'trainings'>): string => `${versionPrefix(training)}cancelled:`

async function planNotices(db: Db, plan: Plan): Promise<void> {
  const { training, rows, draft } = plan
  const isCancelled = training.status === 'cancelled'
  const prefix = isCancelled ? cancelledPrefix(training) : `${versionPrefix(training)}moved:`
  const done = new Set(rows.map(({ onceKey }) => onceKey))
  const phones = new Set(rows.filter(({ onceKey }) => onceKey?.startsWith(prefix)).map(({ urnId }) => urnId))
  const texts = isCancelled ? cancelledTexts(training) : movedTexts(training)
  for (const [personId, address] of await invited(db, plan)) {
    const onceKey = prefix + personId
    if (done.has(onceKey)) continue
    if (isFull(draft)) return
    const letter = { onceKey, ...address, personId, at: draft.now, training, texts }
    if (phones.has(address.urnId)) draft.trace(letter)
    else draft.notice(letter, training.startsAt)
    phones.add(address.urnId)
  }
}

interface Address {
  urnId: string
  locale: string
}

/** Everyone who was told of it, or said yes. Who said no need not hear that it is cancelled, but may come on another day. */
async function invited(db: Db, { training, rows, answers, draft }: Plan): Promise<Map<string, Address>> {
  const found = new Map<string, Address>()
  const isCancelled = training.status === 'cancelled'
  for (const row of rows) {
    const isOld = isCancelled || !isOfVersion(row, training)
    if (row.personId && isOld && wasTold(row, training.id, draft.now) && !draft.isRetracted(row))
      found.set(row.personId, row)
  }
  for (const [personId, answer] of answers) {
    if (answer === 'no' && isCancelled) found.delete(personId)
    if (answer === 'no' || found.has(personId)) continue
    const member = await memberById(db, personId)
    if (member?.urn) found.set(personId, { urnId: member.urn.id, locale: member.person.locale })
  }
  return new Map([...found].map(([personId, { urnId, locale }]) => [personId, { urnId, locale }]))
}

/** Whether a message reached them, or may have. */
function wasTold(row: Row<'outbox'>, trainingId: string, now: number): boolean {
  if (!trainingsIn(textsOf(row)).includes(trainingId)) return false
  if (isTrace(row)) return row.dueAt <= now
  if (row.status === 'queued' || row.status === 'errored') return row.attempts > 0 || (row.leaseUntil ?? 0) > now
  return ['wired', 'sent', 'delivered', 'read', 'uncertain'].includes(row.status)
}

async function planSlots(db: Db, plan: Plan, rules: SendingRules): Promise<void> {
  const { training, rows, answers, draft } = plan
  const slotsOfPerson = slotsFor(plan, rules)
  const done = new Set(rows.map(({ onceKey }) => onceKey))
  const seats = training.capacity ?? Number.POSITIVE_INFINITY
  const hasSeats = [...answers.values()].filter((answer) => answer === 'yes').length < seats
  for (const { person, urn } of await audienceOf(db, training)) {
    const answer = answers.get(person.id)
    if (answer === 'no' || (answer === undefined && !hasSeats)) continue
    const keyOf = ({ kind }: Reminder) => `${versionPrefix(training)}${kind}:${person.id}`
    const wanted = slotsOfPerson(person).filter(
      (slot) => !done.has(keyOf(slot)) && !hasNotice(plan, person.id, slot.at),
    )
    const open = wanted.length > 0 ? await openOutbox(db, urn.id) : []
    for (const slot of wanted) {
      if (isFull(draft)) return
      const { at } = slot
      const onceKey = keyOf(slot)
      const texts = reminderTexts(training, answer === 'yes')
      draft.remind({ onceKey, urnId: urn.id, personId: person.id, locale: person.locale, at, training, texts }, open)
    }
  }
}

/** A notice of the change this close is a reminder too. */
const hasNotice = ({ rows, training }: Plan, personId: string, at: number): boolean =>
  rows.some(
    ({ onceKey, dueAt }) =>
      onceKey === `${versionPrefix(training)}moved:${personId}` && Math.abs(dueAt - at) <= MERGE_MS,
  )
