import { expect, test } from 'vitest'
import { DEFAULT_RULES, type SendingRules } from '../../src/conversation/sending-rules.ts'
import { type Decision, type GuardInput, guard } from '../../src/delivery/guard.ts'
import { spreadMs } from '../../src/delivery/hours.ts'
import { at, HOUR, MINUTE } from './fixtures.ts'

interface Case {
  name: string
  now: number
  row?: Partial<GuardInput['row']>
  urn?: Partial<GuardInput['urn']>
  person?: Partial<NonNullable<GuardInput['person']>> | null
  askedAt?: number
  questionAt?: number
  isDead?: boolean
  startedAt?: number[]
  rules?: Partial<SendingRules>
  is: Decision
}
const SPREAD = spreadMs('u1')
const send = (reason: Extract<Decision, { type: 'send' }>['reason']): Decision => ({ type: 'send', reason })
const night = (first: number): Decision => ({ type: 'later', at: first + SPREAD, reason: 'night' })
const stop = (status: 'stopped' | 'expired' | 'cancelled', reason: string) =>
  ({ type: 'stop', status, reason }) as Decision
const reminder = { class: 'reminder' } as const
const old = { class: 'reply', createdAt: at(10) } as const

const NARROW = { hours: { from: 8 * 60, to: 20 * 60 } }
const today = { from: '2026-11-22', to: '2026-11-23' }
const HOLIDAY = { holidays: [{ name: 'Tết', days: today, holds: 'broadcasts' as const }] }
const MOURNING = { holidays: [{ name: 'Quốc tang', days: today, holds: 'all' as const }] }
const THREE = { most: { day: 3, week: 20 } }

const cases: Case[] = [
  // The law's hours, at both borders.
  { name: 'a reminder at 6:59', now: at(7) - 1, row: reminder, is: night(at(7)) },
  { name: 'a reminder at 7:00', now: at(7), row: reminder, is: send('agreed') },
  { name: 'a reminder at 21:59', now: at(22) - 1, row: reminder, is: send('agreed') },
  { name: 'a reminder at 22:00', now: at(22), row: reminder, is: night(at(7, 0, 1)) },
  { name: 'a reminder after midnight', now: at(0, 30, 1), row: reminder, is: night(at(7, 0, 1)) },
  { name: 'a broadcast at 22:00', now: at(22), row: { class: 'broadcast' }, is: night(at(7, 0, 1)) },
  { name: 'a service message at 22:00', now: at(22), row: { class: 'service' }, is: night(at(7, 0, 1)) },
  {
    name: 'a service message to an officer at 22:00',
    now: at(22),
    row: { class: 'service' },
    person: { role: 'officer', consent: 'none' },
    is: night(at(7, 0, 1)),
  },
  { name: 'a fresh reply at 23:00', now: at(23), row: { createdAt: at(23) }, is: send('reply') },
  { name: 'a reply of 30 minutes at 23:00', now: at(23), row: { createdAt: at(22, 30) }, is: send('reply') },
  {
    name: 'a reply over 30 minutes old at 23:00',
    now: at(23),
    row: { createdAt: at(22, 30) - 1 },
    is: night(at(7, 0, 1)),
  },
  { name: 'a fresh reply at 23:00 to a text of 22:30', now: at(23), askedAt: at(22, 30), is: send('reply') },
  { name: 'a fresh reply at 23:00 to an older text', now: at(23), askedAt: at(22, 30) - 1, is: night(at(7, 0, 1)) },
  { name: 'a fresh reply at noon to a text of hours ago', now: at(12), askedAt: at(1), is: send('reply') },
  { name: 'a reply of hours at noon', now: at(12), row: old, is: send('reply') },
  // What the project narrows.
  { name: 'a reminder before the project begins', now: at(7, 30), row: reminder, rules: NARROW, is: night(at(8)) },
  { name: 'a reminder after the project ends', now: at(20), row: reminder, rules: NARROW, is: night(at(8, 0, 1)) },
  {
    name: 'a reply by night, whatever the project narrows',
    now: at(6),
    row: { createdAt: at(6) },
    rules: NARROW,
    is: send('reply'),
  },
  {
    name: 'a broadcast on a holiday',
    now: at(12),
    row: { class: 'broadcast', deadline: at(12, 0, 3) },
    rules: HOLIDAY,
    is: { type: 'later', at: at(7, 0, 2) + SPREAD, reason: 'holiday' },
  },
  {
    name: 'a broadcast that a holiday outlasts',
    now: at(12),
    row: { class: 'broadcast', deadline: at(12, 0, 1) },
    rules: HOLIDAY,
    is: stop('expired', 'holiday'),
  },
  { name: 'a reminder on a holiday for broadcasts', now: at(12), row: reminder, rules: HOLIDAY, is: send('agreed') },
  {
    name: 'a reminder on a day of mourning',
    now: at(12),
    row: { ...reminder, deadline: at(12, 0, 3) },
    rules: MOURNING,
    is: { type: 'later', at: at(7, 0, 2) + SPREAD, reason: 'holiday' },
  },
  {
    name: 'a broadcast in the night before a holiday',
    now: at(22, 0, -1),
    row: { class: 'broadcast', deadline: at(12, 0, 3) },
    rules: HOLIDAY,
    is: { type: 'later', at: at(7, 0, 2) + SPREAD, reason: 'night' },
  },
  // No more than so many.
  {
    name: 'the third reminder of a day',
    now: at(12),
    row: reminder,
    startedAt: [at(8), at(9)],
    rules: THREE,
    is: send('agreed'),
  },
  {
    name: 'the fourth reminder of a day',
    now: at(12),
    row: reminder,
    startedAt: [at(8), at(9), at(10)],
    rules: THREE,
    is: { type: 'later', at: at(8, 0, 1) + SPREAD, reason: 'most' },
  },
  {
    name: 'a broadcast leaves room for a reminder',
    now: at(12),
    row: { class: 'broadcast' },
    startedAt: [at(8), at(9)],
    rules: THREE,
    is: { type: 'later', at: at(8, 0, 1) + SPREAD, reason: 'most' },
  },
  {
    name: 'what went 24 hours ago counts no more',
    now: at(12),
    row: reminder,
    startedAt: [at(12, 0, -1), at(9), at(10)],
    rules: THREE,
    is: send('agreed'),
  },
  {
    name: 'the most of a week',
    now: at(12),
    row: { ...reminder, deadline: at(12, 0, 9) },
    startedAt: [1, 2, 3, 4].map((day) => at(9, 0, -day)),
    rules: { most: { day: 3, week: 4 } },
    is: { type: 'later', at: at(9, 0, 3) + SPREAD, reason: 'most' },
  },
  {
    name: 'one over the most that is of no use later',
    now: at(12),
    row: { ...reminder, deadline: at(20) },
    startedAt: [at(8), at(9), at(10)],
    rules: THREE,
    is: stop('expired', 'most'),
  },
  {
    name: 'a service message is not counted',
    now: at(12),
    row: { class: 'service' },
    startedAt: [at(8), at(9), at(10)],
    rules: THREE,
    is: send('agreed'),
  },
  { name: 'a reply is not counted', now: at(12), startedAt: [at(8), at(9), at(10)], rules: THREE, is: send('reply') },
  // The deadline.
  {
    name: 'a reminder at its deadline',
    now: at(12),
    row: { ...reminder, deadline: at(12) },
    is: stop('expired', 'late'),
  },
  { name: 'a reminder just before it', now: at(12), row: { ...reminder, deadline: at(12) + 1 }, is: send('agreed') },
  { name: 'a reply after its deadline', now: at(12), row: { deadline: at(11) }, is: stop('expired', 'late') },
  {
    name: 'a reminder whose morning is too late',
    now: at(23),
    row: { ...reminder, deadline: at(7, 0, 1) },
    is: stop('expired', 'night'),
  },
  {
    name: 'a reminder whose spread would be too late',
    now: at(23),
    row: { ...reminder, deadline: at(7, 0, 1) + 1 },
    is: { type: 'later', at: at(7, 0, 1), reason: 'night' },
  },
  {
    name: 'an old reply whose morning is too late',
    now: at(23),
    row: { ...old, deadline: at(6, 0, 1) },
    is: stop('expired', 'night'),
  },
  // Stop.
  {
    name: 'a reply to one who stopped and wrote again',
    now: at(12),
    urn: { stoppedAt: at(11), lastInboundAt: at(12) },
    is: send('reply'),
  },
  {
    name: 'a reply tried again to one who has stopped since',
    now: at(12),
    urn: { stoppedAt: at(11), lastInboundAt: at(10) },
    is: stop('stopped', 'stopped'),
  },
  {
    name: 'the confirmation of a stop at night',
    now: at(23),
    row: { createdAt: at(23) },
    urn: { stoppedAt: at(23), lastInboundAt: at(23) },
    is: send('reply'),
  },
  ...(['service', 'reminder', 'broadcast'] as const).map((each) => ({
    name: `a ${each} to one who stopped`,
    now: at(12),
    row: { class: each },
    urn: { stoppedAt: at(11) },
    is: stop('stopped', 'stopped'),
  })),
  {
    name: 'a reminder to an officer who stopped',
    now: at(12),
    row: reminder,
    urn: { stoppedAt: at(11) },
    person: { role: 'officer' },
    is: stop('stopped', 'stopped'),
  },
  {
    name: "a ticket's answer to one who stopped since",
    now: at(12),
    row: { class: 'service', ticketId: 't1' },
    urn: { stoppedAt: at(11), lastInboundAt: at(11) },
    is: stop('stopped', 'stopped'),
  },
  {
    name: "a ticket's answer to one who asked after a stop",
    now: at(12),
    row: { class: 'service', ticketId: 't1' },
    urn: { stoppedAt: at(11), lastInboundAt: at(11, 30) },
    is: send('ticket'),
  },
  {
    name: 'a reminder to one who asked after a stop',
    now: at(12),
    row: reminder,
    urn: { stoppedAt: at(11), lastInboundAt: at(11, 30) },
    is: stop('stopped', 'stopped'),
  },
  // Consent.
  ...(['none', 'asked', 'refused'] as const).map((consent) => ({
    name: `a reminder to a farmer, consent ${consent}`,
    now: at(12),
    row: reminder,
    person: { consent },
    is: stop('cancelled', 'unconsented'),
  })),
  ...(['leader', 'officer'] as const).map((role) => ({
    name: `a service message to a ${role} never asked`,
    now: at(12),
    row: { class: 'service' as const },
    person: { role, consent: 'none' as const },
    is: send('staff'),
  })),
  { name: 'a reply to a farmer who refused', now: at(12), person: { consent: 'refused' }, is: send('reply') },
  {
    name: 'a reminder to nobody we know',
    now: at(12),
    row: reminder,
    person: null,
    is: stop('cancelled', 'unconsented'),
  },
  {
    name: "a ticket's answer to one never asked",
    now: at(12),
    row: { class: 'service', ticketId: 't1' },
    person: { consent: 'none' },
    is: send('ticket'),
  },
  {
    name: 'a ticket to an officer known by number only',
    now: at(12),
    row: { class: 'service', ticketId: 't1' },
    person: null,
    is: send('ticket'),
  },
  {
    name: 'a reminder to one erased',
    now: at(12),
    row: reminder,
    person: { erasedAt: at(11) },
    is: stop('cancelled', 'erased'),
  },
  { name: 'the confirmation that all is erased', now: at(12), person: { erasedAt: at(12) }, is: send('reply') },
  {
    name: 'an unconsented one at night ends at once',
    now: at(23),
    row: reminder,
    person: { consent: 'none' },
    is: stop('cancelled', 'unconsented'),
  },
  // A number that is none.
  { name: 'a reminder to a dead number', now: at(12), row: reminder, isDead: true, is: stop('cancelled', 'dead') },
  { name: 'a reply to a dead number', now: at(12), isDead: true, is: send('reply') },
  // An open question.
  ...(['service', 'reminder', 'broadcast'] as const).map((each) => ({
    name: `a ${each} beside a question of 9 minutes`,
    now: at(12, 9) + 5,
    row: { class: each },
    questionAt: at(12),
    is: { type: 'later' as const, at: at(12, 10), reason: 'question' as const },
  })),
  {
    name: 'a reminder beside a question of 10 minutes',
    now: at(12, 10),
    row: reminder,
    questionAt: at(12),
    is: send('agreed'),
  },
  { name: 'a reply beside a question', now: at(12, 1), questionAt: at(12), is: send('reply') },
  {
    name: 'a reminder beside a question, its deadline near',
    now: at(12, 1),
    row: { ...reminder, deadline: at(12, 3) },
    questionAt: at(12),
    is: send('agreed'),
  },
  {
    name: 'a reminder to one who stopped, beside a question',
    now: at(12, 1),
    row: reminder,
    urn: { stoppedAt: at(11) },
    questionAt: at(12),
    is: stop('stopped', 'stopped'),
  },
]

test.each(cases)('$name', ({ now, row, urn, person, askedAt, questionAt, isDead, startedAt, rules, is }) => {
  const decision = guard({
    now,
    row: {
      urnId: 'u1',
      class: 'reply',
      advertising: false,
      ticketId: null,
      createdAt: now - MINUTE,
      deadline: now + 24 * HOUR,
      ...row,
    },
    urn: { stoppedAt: null, lastInboundAt: null, ...urn },
    person:
      person === null
        ? null
        : {
            role: 'farmer',
            consent: 'agreed',
            erasedAt: null,
            advertising: 'none',
            quietHours: null,
            quietUntil: null,
            ...person,
          },
    askedAt: askedAt ?? null,
    questionAt: questionAt ?? null,
    isDead: isDead ?? false,
    startedAt: startedAt ?? [],
    channel: { form: 'sms' },
    advertisedAt: [],
    isDoNotCall: false,
    canRefuse: true,
    rules: { ...DEFAULT_RULES, ...rules },
  })
  expect(decision).toEqual(is)
})

test('what waits for the morning is spread over twenty minutes, each address steadily', () => {
  const minutes = new Set(Array.from({ length: 500 }, (_, n) => spreadMs(`0199-${n}`) / MINUTE))
  expect([...minutes].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n))
})
