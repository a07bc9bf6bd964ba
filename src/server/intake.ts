import { parseSession, newSession, type Session } from '../conversation/session.ts'
import type { Incoming } from '../conversation/turn/context.ts'
import { takeTurn } from '../conversation/turn/take-turn.ts'
import type { TurnEvent } from '../conversation/world.ts'
import type { Channel, ChannelEvent } from '../channels/channel.ts'
import type { Farm, FarmSettings } from '../farm/farm.ts'
import { outgoing } from '../farm/outgoing.ts'
import { firstContact, worldFor } from '../farm/world.ts'
import { isClaimed, waitingOf } from '../store/queries/messages.ts'
import { findUrn, type KnownPerson, loadUrn } from '../store/queries/people.ts'
import { loadSession } from '../store/queries/sessions.ts'
import type { Store } from '../store/store.ts'
import { insert, type Row, update, updateOne, type Write } from '../store/writes.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { ProgramSource } from './program-source.ts'
import { serialByKey } from './serial.ts'

/** A turn that needs longer is given up: the message waits. */
const TURN_MS = 1000
/** How often a turn is taken again when something it rested on has changed meanwhile. */
const MAX_CONFLICTS = 3
/** A second reply this soon after the first is held, for the next text may answer its question. */
const SECOND_REPLY_MS = 5000
const HELD_REPLY_MS = 2000
/** A message whose turn fails is tried again after this, doubling. */
const RETRY_MS = 2000
const MAX_TRIES = 5

export type Message = Extract<ChannelEvent, { type: 'message' }>

/** What became of a message. All but `unavailable` are on disk. */
export type Intake =
  | { type: 'taken'; wakeAt: number | null }
  | { type: 'duplicate' }
  | { type: 'waiting' }
  | { type: 'unavailable'; reason: string }

export interface IntakeOptions {
  store: Store
  programs: ProgramSource
  settings: FarmSettings
  clock(): number
  newId(): string
  random(): number
  log: Log
  metrics: Metrics
  /** Told after a commit that may have put something into the outbox. */
  onCommitted?(): void
}

export interface IntakeService {
  /** A message from a provider: resolves when it is on disk, or can't be. */
  receive(channel: Channel['type'], message: Message): Promise<Intake>
  /** The turn of a message that waited. */
  retake(message: Row<'messages'>): Promise<Intake>
  /** A turn that time alone asks for. */
  wake(urnId: string): Promise<Intake>
}

interface Known {
  urn: Row<'urns'>
  people: KnownPerson[]
  /** What makes them known, where they were not. */
  writes: Write[]
}

export function createIntake(options: IntakeOptions): IntakeService {
  const { store, log, metrics } = options
  const serial = serialByKey()

  return {
    receive: (channel, message) =>
      serial(message.from, async () => {
        const known = await knowUrn(options, channel, message.from)
        if ((await waitingOf(store.db, known.urn.id)).length > 0) return keepWaiting(options, channel, message, known, null)
        return attempt(options, { known, channel, message, row: null })
      }),
    retake: (row) =>
      withUrn(row.urnId, async (known) => {
        const [first] = await waitingOf(store.db, row.urnId)
        if (first?.id !== row.id) return { type: 'duplicate' }
        return attempt(options, { known, channel: row.channel, message: null, row })
      }),
    wake: (urnId) =>
      withUrn(urnId, (known) => attempt(options, { known, channel: known.urn.channel, message: null, row: null })),
  }

  async function withUrn(urnId: string, task: (known: Known) => Promise<Intake>): Promise<Intake> {
    const known = await loadUrn(store.db, urnId)
    if (!known) return { type: 'duplicate' }
    return serial(store.keys.open(known.urn.address), async () => {
      const fresh = await loadUrn(store.db, urnId)
      return fresh ? task(withPerson(options, fresh.urn, fresh.people)) : { type: 'duplicate' }
    }).catch((error: unknown) => {
      log.error({ urnId, error: String(error) }, 'turn failed')
      metrics.count('mua_turn_errors_total')
      return { type: 'waiting' }
    })
  }
}

/** The URN and its people; a stranger gets a row and a nameless person. */
async function knowUrn(options: IntakeOptions, channel: string, address: Message['from']): Promise<Known> {
  const { store, clock, newId } = options
  const hash = store.keys.hash(address)
  const found = await findUrn(store.db, hash)
  if (found) return withPerson(options, found.urn, found.people)
  const urn: Row<'urns'> = {
    id: newId(),
    scheme: address.startsWith('zalo:') ? 'zalo' : 'tel',
    hash,
    address: store.keys.seal(address),
    channel,
    stoppedAt: null,
    lastInboundAt: null,
    createdAt: clock(),
  }
  const known = withPerson(options, urn, [])
  return { ...known, writes: [insert('urns', urn), ...known.writes] }
}

function withPerson({ clock, newId }: IntakeOptions, urn: Row<'urns'>, people: KnownPerson[]): Known {
  if (people.length > 0) return { urn, people, writes: [] }
  const { known, writes } = firstContact(urn, newId(), clock())
  return { urn, people: [known], writes }
}

interface Attempt {
  known: Known
  channel: string
  /** A fresh message; or else a row that waited, or neither: time. */
  message: Message | null
  row: Row<'messages'> | null
}

async function attempt(options: IntakeOptions, it: Attempt): Promise<Intake> {
  const { store, log, metrics } = options
  for (let tries = 0; tries < MAX_CONFLICTS; tries++) {
    let writes: Write[]
    let wakeAt: number | null
    try {
      ;({ writes, wakeAt } = await withinMs(TURN_MS, turnWrites(options, it)))
    } catch (error) {
      log.error({ urnId: it.known.urn.id, error: String(error) }, 'turn failed')
      metrics.count('mua_turn_errors_total')
      return waits(options, it, 'script_error')
    }
    const claim = it.message ? { channel: it.channel, externalId: it.message.externalId } : undefined
    const result = await store.commit({ ...(claim ? { claim } : {}), writes })
    if (result.type === 'committed') {
      options.onCommitted?.()
      return { type: 'taken', wakeAt }
    }
    if (result.type === 'duplicate') return result
    if (result.type === 'unavailable') return result
    metrics.count('mua_turn_conflicts_total')
    if (result.type === 'refused') log.error({ urnId: it.known.urn.id, reason: result.reason }, 'commit refused')
    const again = it.message ? await knowUrn(options, it.channel, it.message.from) : await loadUrn(store.db, it.known.urn.id)
    if (!again) return { type: 'duplicate' }
    it.known = 'writes' in again ? again : withPerson(options, again.urn, again.people)
  }
  return waits(options, it, 'conflict')
}

const waits = (options: IntakeOptions, it: Attempt, code: string): Promise<Intake> =>
  it.message
    ? keepWaiting(options, it.channel, it.message, it.known, code)
    : it.row
      ? postpone(options, it.row, code)
      : Promise.resolve({ type: 'waiting' })

async function turnWrites(options: IntakeOptions, it: Attempt): Promise<{ writes: Write[]; wakeAt: number | null }> {
  const { store, programs, settings, clock, newId, random } = options
  const { known, channel, message, row } = it
  const now = clock()
  const stored = await loadSession(store.db, known.urn.id)
  const before = sessionOf(options, stored)
  const messageId = row?.id ?? (message ? newId() : null)
  const farm: Farm = { db: store.db, keys: store.keys, settings, urn: known.urn, channel, newId, random }
  const world = await worldFor(farm, known.people, now)
  const turn = await takeTurn(programs, before, incomingOf(messageId, message, row), now, world)
  const { session, events, wakeAt } = turn
  const person = session.person?.id ?? known.people[0]?.person.id ?? null
  const writes: Write[] = [...known.writes]
  if (message && messageId) writes.push(messageRow(messageId, known.urn.id, person, channel, message, now, 'taken'))
  if (row) writes.push(updateOne('messages', { id: row.id, status: 'waiting' }, { status: 'taken', personId: person }))
  if (message || row) writes.push(update('urns', { id: known.urn.id }, { channel, lastInboundAt: now }))
  writes.push(sessionWrite(known.urn.id, stored, session, wakeAt, now))
  for (const event of events) writes.push(...eventWrites(options, event, { known, person, messageId, before, now }))
  countEvents(options.metrics, events)
  return { writes, wakeAt }
}

function sessionOf({ log, metrics, programs }: IntakeOptions, stored: Row<'sessions'> | undefined): Session {
  if (!stored) return newSession()
  try {
    const session = parseSession(stored.state)
    if (programs.endTalksSince(stored.updatedAt)) for (const talk of session.talks) talk.revision = programs.current.revision
    return session
  } catch (error) {
    log.error({ urnId: stored.urnId, error: String(error) }, 'stored session can not be read: a new one begins')
    metrics.count('mua_sessions_lost_total')
    return newSession()
  }
}

const incomingOf = (id: string | null, message: Message | null, row: Row<'messages'> | null): Incoming => {
  const source = message ?? row
  if (!source || !id) return { type: 'wake' }
  const hasAttachment = (source.attachments?.length ?? 0) > 0
  return { type: 'message', id, text: source.text, ...(source.payload ? { payload: source.payload } : {}), hasAttachment }
}

const messageRow = (
  id: string,
  urnId: string,
  personId: string | null,
  channel: string,
  message: Message,
  now: number,
  status: 'taken' | 'waiting',
): Write =>
  insert('messages', {
    id,
    urnId,
    personId,
    channel,
    externalId: message.externalId,
    text: message.text,
    payload: message.payload ?? null,
    attachments: message.attachments.length ? message.attachments : null,
    sentAt: message.sentAt ?? null,
    receivedAt: now,
    status,
  })

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
  person: string | null
  messageId: string | null
  before: Session
  now: number
}

function eventWrites(options: IntakeOptions, event: TurnEvent<Write>, turn: TurnOf): Write[] {
  const { known, person, messageId, before, now } = turn
  const questionId = (number: number) => `${known.urn.id}.${number}`
  switch (event.type) {
    case 'writes_made':
      return event.writes
    case 'question_answered':
      return [
        update(
          'outbox',
          { question: questionId(event.question), status: 'queued', leaseUntil: null },
          { status: 'superseded', reason: 'answered', settledAt: now },
        ),
      ]
    case 'message_created': {
      const isSecond = before.repliedAt !== null && now - before.repliedAt < SECOND_REPLY_MS
      return [
        outgoing({
          id: options.newId(),
          now,
          class: 'reply',
          urnId: known.urn.id,
          personId: person,
          locale: known.people.find((each) => each.person.id === person)?.person.locale ?? 'vi',
          revision: options.programs.current.revision,
          texts: event.texts,
          choices: event.choices,
          question: event.question === null ? null : questionId(event.question),
          replyTo: messageId,
          dueAt: isSecond ? now + HELD_REPLY_MS : now,
        }),
      ]
    }
    default:
      return []
  }
}

function countEvents(metrics: Metrics, events: readonly TurnEvent<Write>[]): void {
  metrics.count('mua_turns_total')
  for (const event of events) {
    if (event.type === 'not_understood') metrics.count('mua_not_understood_total')
    else if (event.type === 'flow_started') metrics.count('mua_flows_started_total', { flow: event.flow })
    else if (event.type === 'error') metrics.count('mua_script_errors_total', { code: event.code })
  }
}

/** The message alone is kept; its turn is taken later, in this person's order. */
async function keepWaiting(
  options: IntakeOptions,
  channel: string,
  message: Message,
  known: Known,
  error: string | null,
): Promise<Intake> {
  const { store, clock, newId, metrics } = options
  if (await isClaimed(store.db, channel, message.externalId)) return { type: 'duplicate' }
  const now = clock()
  const id = newId()
  const base = messageRow(id, known.urn.id, known.people[0]?.person.id ?? null, channel, message, now, 'waiting')
  const tried = error ? [update('messages', { id }, { attempts: 1, error, nextTryAt: now + RETRY_MS })] : []
  const result = await store.commit({
    claim: { channel, externalId: message.externalId },
    writes: [...known.writes, base, ...tried],
  })
  metrics.count('mua_messages_waiting_total')
  if (result.type === 'committed') return { type: 'waiting' }
  if (result.type === 'duplicate') return result
  return { type: 'unavailable', reason: result.type === 'conflict' ? 'conflict' : result.reason }
}

/** After five tries a person has to look: a ticket opens, and the message no longer holds up those behind it. */
async function postpone(options: IntakeOptions, row: Row<'messages'>, error: string): Promise<Intake> {
  const now = options.clock()
  const attempts = row.attempts + 1
  const isOver = attempts >= MAX_TRIES
  const set = isOver
    ? { attempts, error, status: 'failed' as const }
    : { attempts, error, nextTryAt: now + RETRY_MS * 2 ** row.attempts }
  const writes = [updateOne('messages', { id: row.id, status: 'waiting' }, set)]
  if (isOver) writes.push(...(await failureTicket(options, row, now)))
  const result = await options.store.commit({ writes })
  return result.type === 'unavailable' ? result : { type: 'waiting' }
}

async function failureTicket(options: IntakeOptions, row: Row<'messages'>, now: number): Promise<Write[]> {
  const { nextTicketNumber } = await import('../store/queries/tickets.ts')
  const number = await nextTicketNumber(options.store.db)
  const id = options.newId()
  return [
    insert('tickets', {
      id,
      number,
      urnId: row.urnId,
      personId: row.personId,
      kind: 'failure',
      status: 'open',
      openedAt: now,
    }),
    insert('ticketEntries', {
      id: options.newId(),
      ticketId: id,
      from: 'farmer',
      personId: row.personId,
      text: row.text,
      at: now,
    }),
  ]
}

async function withinMs<T>(ms: number, task: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the turn took over ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([task, late])
  } finally {
    clearTimeout(timer)
  }
}
