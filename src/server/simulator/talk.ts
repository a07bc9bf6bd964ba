import type { Choice } from '../../channels/channel.ts'
import { type RenderContext, render } from '../../delivery/render.ts'
import { recentMessages } from '../../store/queries/messages.ts'
import { recentOutbox } from '../../store/queries/outbox.ts'
import { findUrn, type KnownPerson } from '../../store/queries/people.ts'
import { loadSession } from '../../store/queries/sessions.ts'
import type { Row } from '../../store/writes.ts'
import type { TalkContext } from './context.ts'
import { ownParts, ownVnd, serviceVnd } from './costs.ts'
import { heardOf } from './heard.ts'
import { type Insight, insightOf } from './insight.ts'
import type { Reading } from './reading.ts'
import { type Seat, urnOf } from './seat.ts'
import { sessionOf } from './session-of.ts'

/** Texts of a talk that are shown: the newest. */
export const MAX_SHOWN = 80

/** What one phone shows, read from the database alone: whichever process took the turn or sent the text. */
export interface Talk {
  seat: Seat
  person: KnownPerson | null
  entries: Entry[]
  /** What the service has planned for later, soonest first: no part of the talk yet. */
  ahead: ServiceEntry[]
  cost: { ownVnd: number; serviceVnd: number }
  /** Null: nothing has been written from this number. */
  insight: Insight | null
}

export type Entry =
  /** `parts`, `vnd`: null on Zalo, where a text costs nothing. */
  | {
      type: 'own'
      id: string
      at: number
      text: string
      parts: number | null
      vnd: number | null
      status: Row<'messages'>['status']
    }
  | ServiceEntry

interface ServiceEntry {
  type: 'service'
  id: string
  at: number
  /** Null: the revision it was written with can't say it any more. */
  text: string | null
  parts: number | null
  /** What it has cost; null while it has not been sent, and on Zalo. */
  vnd: number | null
  choices: Choice[]
  /** The question it asks still waits for its answer. */
  isOpen: boolean
  status: Row<'outbox'>['status']
  class: Row<'outbox'>['class']
  /** Epoch ms; null: not held back. */
  dueAt: number | null
}

/** What a seat's phone shows now. */
export async function talkOf(context: TalkContext, seat: Seat): Promise<Talk> {
  const { store, clock } = context
  const known = await findUrn(store.db, store.keys.hash(urnOf(seat)))
  if (!known) return { seat, person: null, entries: [], ahead: [], cost: { ownVnd: 0, serviceVnd: 0 }, insight: null }
  const { urn } = known
  const [messages, rows, stored] = await Promise.all([
    recentMessages(store.db, urn.id, MAX_SHOWN),
    recentOutbox(store.db, urn.id, MAX_SHOWN),
    loadSession(store.db, urn.id),
  ])
  const session = sessionOf(stored)
  const open = session?.question ? `${urn.id}.${session.question.number}` : null
  const render: RenderContext = { ...context, now: clock() }
  const all = [
    ...messages.map((row) => ownEntry(row, seat, context)),
    ...rows.map((row) => serviceEntry(row, seat, render, open)),
  ].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  const entries = all.filter((entry) => !isAhead(entry))
  const person = known.people.find((each) => each.person.id === session?.person?.id) ?? known.people[0] ?? null
  const insight = await insightOf(context, { urn, person, session, messages, rows, seat })
  return { seat, person, entries, ahead: all.filter(isAhead), cost: costOf(entries), insight }
}

/** How one text of a seat's talk was read; null: it is none of those shown. */
export async function readingIn(context: TalkContext, seat: Seat, id: string): Promise<Reading | null> {
  const { store, programs } = context
  const known = await findUrn(store.db, store.keys.hash(urnOf(seat)))
  if (!known) return null
  const { urn, people } = known
  const [messages, rows, stored] = await Promise.all([
    recentMessages(store.db, urn.id, MAX_SHOWN),
    recentOutbox(store.db, urn.id, MAX_SHOWN),
    loadSession(store.db, urn.id),
  ])
  const message = messages.find((each) => each.id === id)
  const person = people.find((each) => each.person.id === sessionOf(stored)?.person?.id) ?? people[0] ?? null
  return message ? heardOf(context, programs.current, message, rows, person).reading : null
}

const isAhead = (entry: Entry): entry is ServiceEntry =>
  entry.type === 'service' && entry.dueAt !== null && (entry.class === 'reminder' || entry.class === 'broadcast')

function ownEntry(row: Row<'messages'>, { form }: Seat, { programs }: TalkContext): Entry {
  const parts = form === 'sms' ? ownParts(row.text) : null
  const vnd = parts === null ? null : ownVnd(programs.current.costs, parts)
  return { type: 'own', id: row.id, at: row.receivedAt, text: row.text, parts, vnd, status: row.status }
}

const SENT: readonly Row<'outbox'>['status'][] = ['wired', 'sent', 'delivered', 'read', 'uncertain']
const OPEN: readonly Row<'outbox'>['status'][] = ['queued', 'errored']

function serviceEntry(row: Row<'outbox'>, seat: Seat, context: RenderContext, open: string | null): ServiceEntry {
  const made = rendered(row, seat, context)
  const parts = row.parts ?? made?.parts ?? null
  const isSent = SENT.includes(row.status)
  const isHeld = OPEN.includes(row.status) && row.dueAt > context.now
  return {
    type: 'service',
    id: row.id,
    at: row.firstTriedAt ?? Math.max(row.createdAt, row.dueAt),
    text: row.text ?? made?.text ?? null,
    parts,
    vnd: isSent && parts !== null ? (row.costVnd ?? serviceVnd(context.programs.current.costs, parts)) : null,
    choices: made?.choices ?? [],
    isOpen: row.question !== null && row.question === open,
    status: row.status,
    class: row.class,
    dueAt: isHeld ? row.dueAt : null,
  }
}

/** Null where the texts of its revision can't say it: that row is shown all the same, the sender has written down why. */
function rendered(row: Row<'outbox'>, { form }: Seat, context: RenderContext) {
  try {
    return render(row, form, context)
  } catch {
    return null
  }
}

function costOf(entries: readonly Entry[]): Talk['cost'] {
  const sum = (type: Entry['type']) =>
    entries.reduce((total, entry) => total + (entry.type === type ? (entry.vnd ?? 0) : 0), 0)
  return { ownVnd: sum('own'), serviceVnd: sum('service') }
}
