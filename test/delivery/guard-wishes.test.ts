import { expect, test } from 'vitest'
import { DEFAULT_RULES, type SendingRules } from '../../src/conversation/sending-rules.ts'
import { type Decision, type GuardInput, guard } from '../../src/delivery/guard.ts'
import { spreadMs } from '../../src/delivery/hours.ts'
import { at, HOUR, MINUTE } from './fixtures.ts'

/** What asks for more than consent and hours: advertising, and the person's own quiet. */

interface Case {
  name: string
  now?: number
  row?: Partial<GuardInput['row']>
  person?: Partial<NonNullable<GuardInput['person']>> | null
  over?: Partial<GuardInput>
  rules?: Partial<SendingRules>
  is: Decision
}
const SPREAD = spreadMs('u1')
const BY_NAME = { form: 'sms', hasBrandname: true } as const
const ad = { class: 'broadcast', advertising: true } as const
const reminder = { class: 'reminder' } as const
const cancelled = (reason: string) => ({ type: 'stop', status: 'cancelled', reason }) as Decision
const later = (first: number, reason: string) => ({ type: 'later', at: first, reason }) as Decision
const goes = (reason: Extract<Decision, { type: 'send' }>['reason']): Decision => ({ type: 'send', reason })
const NOON = { quietHours: { from: 12 * 60, to: 13 * 60 + 30 } }
const NIGHT_SHIFT = { quietHours: { from: 20 * 60, to: 10 * 60 } }

const cases: Case[] = [
  // Advertising.
  { name: 'advertising to who agreed to it', row: ad, is: goes('advertising') },
  ...(['none', 'refused'] as const).map((advertising) => ({
    name: `advertising where it is ${advertising}`,
    row: ad,
    person: { advertising },
    is: cancelled('unadvertised'),
  })),
  {
    name: 'advertising to who agreed to it and to nothing else',
    row: ad,
    person: { consent: 'refused' },
    is: cancelled('unadvertised'),
  },
  {
    name: 'advertising to an officer who never agreed to it',
    row: ad,
    person: { role: 'officer', advertising: 'none' },
    is: cancelled('unadvertised'),
  },
  { name: 'advertising to nobody we know', row: ad, person: null, is: cancelled('unadvertised') },
  {
    name: 'an advertising answer to a ticket',
    row: { ...ad, class: 'service', ticketId: 't1' },
    person: { advertising: 'none' },
    is: cancelled('unadvertised'),
  },
  { name: 'advertising to a Do-Not-Call number', row: ad, over: { isDoNotCall: true }, is: cancelled('do_not_call') },
  {
    name: 'a broadcast that does not advertise, to a Do-Not-Call number',
    row: { class: 'broadcast' },
    over: { isDoNotCall: true },
    is: goes('agreed'),
  },
  {
    name: 'advertising from an ordinary number',
    row: ad,
    over: { channel: { form: 'sms' } },
    is: cancelled('ordinary_number'),
  },
  { name: 'advertising with nowhere to refuse it', row: ad, over: { canRefuse: false }, is: cancelled('no_refusal') },
  {
    name: 'advertising on Zalo, where they answer',
    row: ad,
    over: { canRefuse: false, channel: { form: 'zalo', hasBrandname: true } },
    is: goes('advertising'),
  },
  { name: 'advertising at 22:00', now: at(22), row: ad, is: later(at(7, 0, 1) + SPREAD, 'night') },
  {
    name: 'the third of 24 hours',
    row: ad,
    over: { advertisedAt: [at(8), at(9)] },
    is: goes('advertising'),
  },
  {
    name: 'the fourth of 24 hours',
    row: { ...ad, deadline: at(12, 0, 2) },
    over: { advertisedAt: [at(20, 0, -1), at(8), at(9)] },
    is: later(at(20) + SPREAD, 'advertised'),
  },
  {
    name: 'the fourth when the first is a day old',
    row: ad,
    over: { advertisedAt: [at(12, 0, -1), at(8), at(9)] },
    is: goes('advertising'),
  },
  {
    name: 'the fourth, of no use by then',
    row: { ...ad, deadline: at(19) },
    over: { advertisedAt: [at(20, 0, -1), at(8), at(9)] },
    is: { type: 'stop', status: 'expired', reason: 'advertised' },
  },
  // Quiet hours.
  { name: 'a reminder before quiet hours', now: at(12) - 1, row: reminder, person: NOON, is: goes('agreed') },
  {
    name: 'a reminder in quiet hours',
    row: reminder,
    person: NOON,
    is: later(at(13, 30) + SPREAD, 'quiet'),
  },
  { name: 'a reminder after quiet hours', now: at(13, 30), row: reminder, person: NOON, is: goes('agreed') },
  {
    name: 'a service message in quiet hours',
    row: { class: 'service' },
    person: NOON,
    is: later(at(13, 30) + SPREAD, 'quiet'),
  },
  { name: 'a reply in quiet hours', row: { class: 'reply' }, person: NOON, is: goes('reply') },
  {
    name: 'the answer to a ticket in quiet hours',
    row: { class: 'service', ticketId: 't1' },
    person: NOON,
    is: goes('ticket'),
  },
  {
    name: 'the answer to a ticket on a day of mourning, outside the project hours',
    now: at(20),
    row: { class: 'service', ticketId: 't1' },
    rules: {
      hours: { from: 8 * 60, to: 17 * 60 },
      holidays: [{ name: 'Quốc tang', days: { from: '2026-11-22', to: '2026-11-23' }, holds: 'all' }],
    },
    is: goes('ticket'),
  },
  {
    name: 'the answer to a ticket at night',
    now: at(22),
    row: { class: 'service', ticketId: 't1' },
    is: later(at(7, 0, 1) + SPREAD, 'night'),
  },
  {
    name: 'a reminder that quiet hours outlast',
    row: { ...reminder, deadline: at(13, 30) },
    person: NOON,
    is: { type: 'stop', status: 'expired', reason: 'quiet' },
  },
  {
    name: 'quiet hours over midnight, in the evening',
    now: at(20, 30),
    row: reminder,
    person: NIGHT_SHIFT,
    is: later(at(10, 0, 1) + SPREAD, 'quiet'),
  },
  {
    name: 'quiet hours over midnight, in the morning',
    now: at(8),
    row: reminder,
    person: NIGHT_SHIFT,
    is: later(at(10) + SPREAD, 'quiet'),
  },
  {
    name: 'the night runs into quiet hours',
    now: at(23),
    row: reminder,
    person: { quietHours: { from: 7 * 60, to: 9 * 60 } },
    is: later(at(9, 0, 1) + SPREAD, 'quiet'),
  },
  {
    name: 'the spread would run into quiet hours that outlast it',
    now: at(6),
    row: { ...reminder, deadline: at(12) },
    person: { quietHours: { from: 7 * 60 + 1, to: 13 * 60 } },
    is: later(at(7), 'night'),
  },
  // Quiet days.
  {
    name: 'a reminder to who rests until the day after tomorrow',
    row: { ...reminder, deadline: at(12, 0, 4) },
    person: { quietUntil: at(0, 0, 2) },
    is: later(at(7, 0, 2) + SPREAD, 'quiet'),
  },
  {
    name: 'a broadcast that the rest outlasts',
    row: { class: 'broadcast', deadline: at(12, 0, 1) },
    person: { quietUntil: at(0, 0, 2) },
    is: { type: 'stop', status: 'expired', reason: 'quiet' },
  },
  { name: 'a rest that is over', row: reminder, person: { quietUntil: at(12) }, is: goes('agreed') },
  // A question that would hold it back until the hours are over.
  {
    name: 'beside a question, with the last open minutes before its end',
    now: at(21, 58),
    row: { ...reminder, deadline: at(7, 0, 1) },
    over: { questionAt: at(21, 57) },
    is: goes('agreed'),
  },
]

test.each(cases)('$name', ({ now = at(12), row, person, over, rules, is }) => {
  const input: GuardInput = {
    now,
    row: {
      ...{ urnId: 'u1', class: 'reminder', advertising: false, ticketId: null },
      ...{ createdAt: now - MINUTE, deadline: now + 24 * HOUR },
      ...row,
    },
    urn: { stoppedAt: null, lastInboundAt: null },
    person:
      person === null
        ? null
        : {
            ...{ role: 'farmer', consent: 'agreed', erasedAt: null, advertising: 'agreed' },
            ...{ quietHours: null, quietUntil: null },
            ...person,
          },
    channel: BY_NAME,
    ...{ askedAt: null, questionAt: null, isDead: false, startedAt: [], advertisedAt: [] },
    ...{ isDoNotCall: false, canRefuse: true },
    rules: { ...DEFAULT_RULES, ...rules },
    ...over,
  }
  expect(guard(input)).toEqual(is)
})
