import { newSession, parseSession, type Session } from '../conversation/session.ts'
import type { Incoming } from '../conversation/turn/context.ts'
import { takeTurn } from '../conversation/turn/take-turn.ts'
import type { TurnEvent } from '../conversation/world.ts'
import { supersede } from '../delivery/supersede.ts'
import type { Farm } from '../farm/farm.ts'
import { joinedTo } from '../farm/join.ts'
import { worldFor } from '../farm/world.ts'
import { loadSession } from '../store/queries/sessions.ts'
import { insert, type Row, update, updateOne, type Write } from '../store/writes.ts'
import { attachmentsOf, attachmentWrites } from './attachments.ts'
import { withoutEcho } from './echo.ts'
import type { Attempt, IntakeOptions, Message } from './intake.ts'
import type { Known } from './known-urn.ts'
import { messageRow } from './message-row.ts'
import type { Metrics } from './metrics.ts'
import { prefixOf } from './prefixes.ts'
import { lookWrites, planReplies, type Replying, replyWrites } from './replies.ts'

/** Takes one turn and gives all that is to be written for it: in one commit, or not at all. */
export async function turnWrites(
  options: IntakeOptions,
  it: Attempt,
): Promise<{ writes: Write[]; wakeAt: number | null }> {
  const { store, programs, settings, clock, newId, random } = options
  const { known, channel, message, row } = it
  const now = clock()
  const stored = await loadSession(store.db, known.urn.id)
  const before = sessionOf(options, stored)
  const messageId = row?.id ?? (message ? newId() : null)
  const farm: Farm = { db: store.db, keys: store.keys, settings, urn: known.urn, channel, newId, random }
  const world = await worldFor(farm, known.people, now)
  const incoming = await incomingOf(options, known, messageId, message ?? row)
  const turn = await takeTurn(programs, before, incoming, now, world)
  const { session, events, wakeAt } = turn
  const writer = writerOf(session, known)
  const made = events.flatMap((event) => (event.type === 'writes_made' ? event.writes : []))
  // Joined to another by this very turn: its text and its reply are theirs, as all else.
  const personId = writer && (joinedTo(made, writer.id) ?? writer.id)
  const writes: Write[] = [...known.writes]
  if (message && messageId)
    writes.push(messageRow(store.keys, messageId, known.urn.id, personId, channel, message, now, 'taken'))
  if (messageId) writes.push(...attachmentWrites(options, it, messageId, now))
  if (row) writes.push(updateOne('messages', { id: row.id, status: 'waiting' }, { status: 'taken', personId }))
  // A button below a template says nothing of how texts reach them.
  const reachedBy = channel === 'zbs' ? {} : { channel }
  if (message || row) writes.push(update('urns', { id: known.urn.id }, { ...reachedBy, lastInboundAt: now }))
  writes.push(sessionWrite(known.urn.id, stored, asNow(session, writer?.id, personId), wakeAt, now))
  const of = { known, personId, locale: writer?.locale ?? 'vi', messageId, before, now }
  const to = { urnId: known.urn.id, personId, now }
  const prefix = await prefixOf(options, known, now)
  writes.push(...prefix.writes)
  const replying = await planReplies(options, events, { ...to, isFresh: message !== null, isMuted: prefix.isMuted })
  for (const event of events) writes.push(...eventWrites(options, event, of, replying))
  writes.push(...(await lookWrites(options, events, replying, to)))
  countEvents(options.metrics, events)
  return { writes, wakeAt }
}

/** Whose words they are. Who said on this phone that they text may be gone since. */
function writerOf({ person }: Session, { people }: Known): Row<'people'> | null {
  const said = people.find((each) => each.person.id === person?.id)
  return (said ?? people[0])?.person ?? null
}

/** The session as that of whom they were joined to. */
function asNow(session: Session, before: string | undefined, personId: string | null): Session {
  if (personId === null || before === personId) return session
  const { person, last } = session
  return {
    ...session,
    person: person && person.id === before ? { ...person, id: personId } : person,
    last: last && last.person === before ? { ...last, person: personId } : last,
  }
}

function sessionOf({ log, metrics, programs }: IntakeOptions, stored: Row<'sessions'> | undefined): Session {
  if (!stored) return newSession()
  try {
    const session = parseSession(stored.state)
    if (programs.endTalksSince(stored.updatedAt))
      for (const talk of session.talks) talk.revision = programs.current.revision
    return session
  } catch (error) {
    log.error({ urnId: stored.urnId, error: String(error) }, 'stored session can not be read: a new one begins')
    metrics.count('mua_sessions_lost_total')
    return newSession()
  }
}

async function incomingOf(
  { store }: IntakeOptions,
  { urn }: Known,
  id: string | null,
  source: Message | Row<'messages'> | null,
): Promise<Incoming> {
  if (!source || !id) return { type: 'wake' }
  const attachments = attachmentsOf(store.keys, source).map(({ type }) => type)
  const left = source.payload ? null : await withoutEcho(store.db, urn.id, source.text)
  return {
    type: 'message',
    id,
    text: left ?? source.text,
    ...(source.payload ? { payload: source.payload } : {}),
    attachments,
    ...(left === null ? {} : { isEcho: true }),
  }
}

function sessionWrite(
  urnId: string,
  stored: Row<'sessions'> | undefined,
  state: Session,
  wakeAt: number | null,
  now: number,
): Write {
  if (!stored) return insert('sessions', { urnId, version: 1, state, wakeAt, updatedAt: now })
  const { version } = stored
  return updateOne('sessions', { urnId, version }, { version: version + 1, state, wakeAt, updatedAt: now })
}

interface TurnOf {
  known: Known
  personId: string | null
  locale: string
  messageId: string | null
  before: Session
  now: number
}

function eventWrites(options: IntakeOptions, event: TurnEvent<Write>, turn: TurnOf, replying: Replying): Write[] {
  const { known, personId, locale, messageId, before, now } = turn
  const questionId = (number: number) => `${known.urn.id}.${number}`
  switch (event.type) {
    case 'writes_made':
      return event.writes
    case 'question_answered':
      return [supersede(known.urn.id, questionId(event.question), now)]
    case 'message_created':
      return replyWrites(options, event, replying, {
        urnId: known.urn.id,
        personId,
        locale,
        now,
        question: event.question === null ? null : questionId(event.question),
        replyTo: messageId,
        before: before.repliedAt,
      })
    default:
      return []
  }
}

function countEvents(metrics: Metrics, events: readonly TurnEvent<Write>[]): void {
  metrics.count('mua_turns_total')
  for (const event of events) {
    if (event.type === 'not_understood') metrics.count('mua_not_understood_total')
    else if (event.type === 'flow_started') metrics.count('mua_flows_started_total', { flow: event.flow })
    else if (event.type === 'message_created' && event.withheld !== null)
      metrics.count('mua_replies_withheld_total', { why: event.withheld })
    else if (event.type === 'error') metrics.count('mua_script_errors_total', { code: event.code })
  }
}
