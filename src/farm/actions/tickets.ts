import { dayOf, instantOf, localTime } from '../../conversation/calendar.ts'
import { isOver, TICKET_TEXTS } from '../../conversation/loop-limits.ts'
import type { ActionInput, ActionResult } from '../../conversation/world.ts'
import { recentOutbox } from '../../store/queries/outbox.ts'
import { findUrn } from '../../store/queries/people.ts'
import { nextTicketNumber, openTicket, ticketByNumber } from '../../store/queries/tickets.ts'
import { insert, type Row, updateOne, type Write } from '../../store/writes.ts'
import type { Farm, FarmAction } from '../farm.ts'
import { outgoing } from '../outgoing.ts'

/** Officers are texted from 7:30 to 17:00; what comes in later goes out next morning. */
const OPENS_MINUTES = 7 * 60 + 30
const CLOSES_MINUTES = 17 * 60
/** A ticket nobody answered keeps the bot quiet so long. */
const QUIET_MS = 12 * 60 * 60 * 1000

/** Opens a ticket with what was asked, or adds to the one that is open, and texts it to the officer. */
export async function openTicketFor(input: ActionInput, farm: Farm): Promise<ActionResult<Write>> {
  const asked = [...input.missed, withoutWord(input.text)].filter((text) => text !== '').join(' / ')
  const open = await openTicket(farm.db, farm.urn.id)
  if (open) {
    const { writes, number } = await addEntry(open, asked, input, farm)
    return { writes, values: { ticket: number } }
  }
  const number = await nextTicketNumber(farm.db)
  const id = farm.newId()
  const ticket = {
    id,
    number,
    urnId: farm.urn.id,
    personId: input.person.id,
    kind: 'asked' as const,
    status: 'open' as const,
  }
  const writes = [
    insert('tickets', { ...ticket, openedAt: input.now }),
    insert('ticketEntries', entry(id, asked, input, farm)),
    ...(await textOfficer({ id, number }, asked, input, farm)),
  ]
  return { writes, values: { ticket: number } }
}

/** Adds what the farmer texts meanwhile to the open ticket. */
export async function addToTicket(input: ActionInput, farm: Farm): Promise<Write[]> {
  const open = await openTicket(farm.db, farm.urn.id)
  return open ? (await addEntry(open, input.text, input, farm)).writes : []
}

/** "cb gung bi vang" asks about ginger, not about CB. */
const withoutWord = (text: string): string =>
  text.replace(/^\s*(cb|c[aá]n b[oộ]|g[aặ]p c[aá]n b[oộ])\b[\s,:.]*/iu, '').trim()

const entry = (ticketId: string, text: string, input: ActionInput, farm: Farm) => ({
  id: farm.newId(),
  ticketId,
  from: 'farmer' as const,
  personId: input.person.id,
  text,
  at: input.now,
})

async function addEntry(ticket: Row<'tickets'>, text: string, input: ActionInput, farm: Farm) {
  const isSaid = text !== ''
  const writes: Write[] = isSaid ? [insert('ticketEntries', entry(ticket.id, text, input, farm))] : []
  if (isSaid) writes.push(...(await textOfficer(ticket, text, input, farm)))
  return { writes, number: ticket.number }
}

/** Whether as many texts about this ticket went to the officer just now as may: what is added meanwhile stands in it. */
async function isToldEnough(farm: Farm, officer: string, ticketId: string, now: number): Promise<boolean> {
  const texts = (await recentOutbox(farm.db, officer, TICKET_TEXTS.most)).filter((row) => row.ticketId === ticketId)
  return isOver(TICKET_TEXTS, [now, ...texts.map(({ createdAt }) => createdAt)], now)
}

async function textOfficer(
  ticket: { id: string; number: number },
  text: string,
  input: ActionInput,
  farm: Farm,
): Promise<Write[]> {
  const { officerUrn } = farm.settings
  const officer = officerUrn ? await findUrn(farm.db, farm.keys.hash(officerUrn)) : undefined
  if (!officer || (await isToldEnough(farm, officer.urn.id, ticket.id, input.now))) return []
  const { person } = input
  return [
    outgoing({
      id: farm.newId(),
      now: input.now,
      class: 'service',
      urnId: officer.urn.id,
      personId: officer.people[0]?.person.id ?? null,
      locale: officer.people[0]?.person.locale ?? 'vi',
      revision: input.program.revision,
      texts: [
        {
          key: 'tickets.to-officer',
          values: {
            ticket: String(ticket.number),
            name: person.name,
            place: person.commune ? { place: person.commune } : null,
            question: text || null,
          },
        },
      ],
      dueAt: nextWorkingTime(input.now),
      ticketId: ticket.id,
    }),
  ]
}

/** Now, in working hours; else the next 7:30 (epoch ms). */
export function nextWorkingTime(now: number): number {
  const { day, minutes } = localTime(now)
  if (minutes < OPENS_MINUTES) return instantOf(day, OPENS_MINUTES)
  return minutes < CLOSES_MINUTES ? now : instantOf(dayOf(now + 24 * 60 * 60 * 1000), OPENS_MINUTES)
}

export type AnsweredTicket =
  | { type: 'answered'; writes: Write[] }
  | { type: 'unknown' }
  /** Whoever asked is erased: nobody waits for an answer, and its text would be kept again. */
  | { type: 'closed' }

/** What answering a ticket writes: the answer to the farmer, the ticket closed to the bot's silence. */
export async function answerTicket(
  number: number,
  text: string,
  by: { personId: string | null; now: number; revision: string; newId(): string },
  db: Farm['db'],
): Promise<AnsweredTicket> {
  const ticket = await ticketByNumber(db, number)
  if (!ticket) return { type: 'unknown' }
  if (ticket.status === 'closed') return { type: 'closed' }
  const { personId, now, revision, newId } = by
  const writes = [
    insert('ticketEntries', { id: newId(), ticketId: ticket.id, from: 'officer', personId, text, at: now }),
    // Closed meanwhile it is a conflict.
    updateOne('tickets', { id: ticket.id, status: ticket.status }, { status: 'answered', answeredAt: now }),
    outgoing({
      id: newId(),
      now,
      class: 'service',
      urnId: ticket.urnId,
      personId: ticket.personId,
      locale: 'vi',
      revision,
      texts: [{ key: 'tickets.answer', values: { answer: text } }],
      ticketId: ticket.id,
      deadline: now + 3 * 24 * 60 * 60 * 1000,
    }),
  ]
  return { type: 'answered', writes }
}

const answerByText: FarmAction = {
  name: 'answer-ticket',
  about: {
    vi: 'Gửi câu trả lời của cán bộ cho bà con: TL, số phiếu, nội dung.',
    en: "Sends an officer's answer to the farmer: TL, the ticket's number, the text.",
  },
  outcomes: {
    unknown: 'Không có phiếu số đó / no such ticket',
    closed: 'Người hỏi đã xoá dữ liệu / whoever asked is erased',
    empty: 'Chưa có nội dung / no text',
  },
  gives: ['ticket'],
  reads: [],
  keeps: false,
  async run(input, farm) {
    const [, number, text] = /^\s*\S+?\s*(\d{1,6})[\s:.,-]*(.*)$/s.exec(input.text) ?? []
    if (!number) return { outcome: 'unknown', values: { ticket: null } }
    if (!text?.trim()) return { outcome: 'empty', values: { ticket: number } }
    const by = { personId: input.person.id, now: input.now, revision: input.program.revision, newId: farm.newId }
    const answered = await answerTicket(Number(number), text.trim(), by, farm.db)
    const values = { ticket: number }
    return answered.type === 'answered' ? { writes: answered.writes, values } : { outcome: answered.type, values }
  },
}

/** From when until when the bot keeps quiet to a URN: a person is to answer. null: nobody is. */
export async function quietOf(
  farm: Pick<Farm, 'db' | 'urn'>,
  now: number,
): Promise<{ since: number; until: number } | null> {
  const { quietUntil } = farm.urn
  if (quietUntil !== null && now < quietUntil) return { since: quietUntil - QUIET_MS, until: quietUntil }
  const ticket = await openTicket(farm.db, farm.urn.id)
  return ticket ? { since: ticket.openedAt, until: ticket.openedAt + QUIET_MS } : null
}

export const ticketActions: FarmAction[] = [answerByText]
