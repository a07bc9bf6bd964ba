import { describe, expect, test } from 'vitest'
import { liveYear, NARROW } from './year.ts'
import { judge } from './year-checker.ts'
import type { Arrived, Ended, Said, YearLog } from './year-log.ts'

const SEED = 20_261_122

test('a hundred people, sixty days with Tết: no rule is broken, nothing of use is lost', {
  timeout: 120_000,
}, async () => {
  const { counts, verdict } = await liveYear({ seed: SEED, rounds: 100, days: 60 })
  expect(verdict.examples).toEqual([])
  expect(counts).toMatchObject({ violations: 0, 'useful messages lost': 0, errors: 0 })
  expect(counts['  broadcast (ad)']).toBeGreaterThan(10)
  expect(counts['  reminder']).toBeGreaterThan(50)
  expect(counts['rightly not sent']).toBeGreaterThan(50)
})

test('fifty people who are to get two a day and four a week: the same, and much ends for it', {
  timeout: 120_000,
}, async () => {
  const { counts, verdict } = await liveYear({ seed: SEED, rounds: 50, days: 60, most: NARROW })
  expect(verdict.examples).toEqual([])
  expect(counts).toMatchObject({ violations: 0, 'useful messages lost': 0, errors: 0 })
  const ends = ['broadcast (ad) expired most', 'broadcast expired most', 'reminder expired most']
  const others = ['unadvertised', 'do_not_call', 'ordinary_number'].map((why) => `broadcast (ad) cancelled ${why}`)
  // What it claims to try did happen.
  for (const what of [
    ...ends,
    ...others,
    'service expired quiet',
    'reminder expired night',
    'reminder superseded merged',
  ])
    expect(counts[`  ${what}`], what).toBeGreaterThan(0)
})

const HOUR = 60 * 60_000
const vn = (text: string): number => Date.parse(`${text}:00+07:00`)
const WHO = 'tel:+84912345678'
const NOON = vn('2027-05-10T12:00')
const QC = '[QC] Gung len gia. Tu choi quang cao: nhan TC QC gui 8099.'

const LOG: YearLog = {
  said: [{ at: 0, number: WHO, type: 'agreed' }],
  arrived: [],
  strays: [],
  ended: [],
  rules: [
    {
      since: 0,
      hours: { from: 7 * 60, to: 21 * 60 },
      most: { day: 4, week: 6 },
      tet: { before: 1, after: 3 },
      mourning: ['2027-09-14'],
    },
  ],
  trainings: [],
  broadcasts: [],
  written: new Map(),
  refusal: '8099',
}
const message = (over: Partial<Arrived> = {}): Arrived => ({
  ...{
    at: NOON,
    id: 'o1',
    number: WHO,
    kind: 'reminder',
    isAd: false,
    isByName: false,
    form: 'sms',
    text: 'Mai co lop.',
    broadcastId: null,
  },
  first: over.id ?? 'o1',
  ...over,
})
const ad = (over: Partial<Arrived> = {}): Arrived =>
  message({ kind: 'broadcast', isAd: true, isByName: true, text: QC, ...over })
const AGREED_ADS: Said = { at: 1, number: WHO, type: 'ads_agreed' }
const hours = (count: number, over: (n: number) => Partial<Arrived>): Arrived[] =>
  Array.from({ length: count }, (_, n) => message({ id: `o${n}`, ...over(n) }))

describe('the checker sees', () => {
  test.each<[string, Partial<YearLog>]>([
    ['outside 07:00-22:00', { arrived: [message({ at: vn('2027-05-10T06:59') })] }],
    ['outside 07:00-22:00', { arrived: [message({ at: vn('2027-05-10T22:00') })] }],
    ["outside the project's hours", { arrived: [message({ at: vn('2027-05-10T21:00') })] }],
    ['on a day of mourning', { arrived: [message({ at: vn('2027-09-14T12:00') })] }],
    ['a broadcast at Tet', { arrived: [message({ at: vn('2027-02-05T12:00'), kind: 'broadcast' })] }],
    ['a broadcast at Tet', { arrived: [message({ at: vn('2027-02-09T12:00'), kind: 'broadcast' })] }],
    ['without consent', { said: [], arrived: [message()] }],
    ['without consent', { said: [...LOG.said, { at: 5, number: WHO, type: 'refused' }], arrived: [message()] }],
    [
      'after a stop',
      {
        said: [...LOG.said, { at: NOON - HOUR, number: WHO, type: 'stopped' }],
        arrived: [message({ kind: 'reply', at: NOON - HOUR }), message()],
      },
    ],
    ['in a rest', { said: [...LOG.said, { at: 5, number: WHO, type: 'rest', until: NOON + 1 }], arrived: [message()] }],
    [
      'in quiet hours',
      {
        said: [...LOG.said, { at: 5, number: WHO, type: 'quiet', hours: { from: 720, to: 780 } }],
        arrived: [message()],
      },
    ],
    [
      'in quiet hours',
      {
        said: [...LOG.said, { at: 5, number: WHO, type: 'quiet', hours: { from: 20 * 60, to: 8 * 60 } }],
        arrived: [message({ at: vn('2027-05-10T07:30') })],
      },
    ],
    ['advertising nobody agreed to', { arrived: [ad()] }],
    [
      'advertising nobody agreed to',
      {
        said: [
          ...LOG.said,
          AGREED_ADS,
          { at: NOON - HOUR, number: WHO, type: 'stopped' },
          { at: NOON - 5, number: WHO, type: 'started' },
        ],
        arrived: [message({ kind: 'reply', at: NOON - HOUR }), ad()],
      },
    ],
    [
      'advertising to a Do-Not-Call number',
      { said: [...LOG.said, AGREED_ADS, { at: 5, number: WHO, type: 'listed' }], arrived: [ad()] },
    ],
    [
      'a fourth advertising message in 24 hours',
      {
        said: [...LOG.said, AGREED_ADS],
        arrived: [0, 1, 2, 20].map((n) => ad({ id: `o${n}`, at: vn('2027-05-10T13:00') + n * HOUR })),
      },
    ],
    ['advertising from an ordinary number', { said: [...LOG.said, AGREED_ADS], arrived: [ad({ isByName: false })] }],
    ['advertising without its label', { said: [...LOG.said, AGREED_ADS], arrived: [ad({ text: ` ${QC}` })] }],
    [
      'advertising without a way to refuse it',
      { said: [...LOG.said, AGREED_ADS], arrived: [ad({ text: '[QC] Gung len gia.' })] },
    ],
    ['over the most of a day', { arrived: hours(5, (n) => ({ at: NOON + n * HOUR })) }],
    ['over the most of a week', { arrived: hours(7, (n) => ({ at: NOON + n * 23 * HOUR })) }],
    ['arrived twice', { arrived: [message(), message({ at: NOON + HOUR })] }],
    [
      'arrived twice',
      {
        arrived: ['o1', 'o2'].map((id, n) =>
          message({ id, kind: 'broadcast', broadcastId: 'b1', at: NOON + n * HOUR }),
        ),
      },
    ],
    ['of no row', { strays: [{ at: NOON, number: WHO, text: 'Mai co lop.' }] }],
    ['an answer to nobody', { arrived: [message({ kind: 'reply' })] }],
    [
      'a refusal that was not confirmed at once',
      { said: [...LOG.said, { at: NOON, number: WHO, type: 'ads_refused' }] },
    ],
    [
      'a refusal that was not confirmed at once',
      {
        said: [...LOG.said, { at: NOON, number: WHO, type: 'asked' }, { at: NOON, number: WHO, type: 'ads_refused' }],
        arrived: [message({ kind: 'reply', text: 'Da thoi.' })],
      },
    ],
  ])('%s', (what, over) => {
    const { violations } = judge({ ...LOG, ...over })
    expect(Object.keys(violations)).toContain(what)
  })

  const ended = (over: Partial<Ended> = {}): Ended => ({
    ...{
      id: 'o1',
      number: WHO,
      kind: 'service',
      isAd: false,
      writtenAt: NOON - 20 * HOUR,
      from: NOON,
      until: NOON + 24 * HOUR,
    },
    ...{ endedAt: NOON + 24 * HOUR, status: 'expired', reason: 'night', hasName: true },
    ...over,
  })
  test.each<[string, Partial<YearLog>, boolean]>([
    ['a message that expired though it might have gone', { ended: [ended()] }, true],
    [
      'one that was of use by night alone',
      { ended: [ended({ from: vn('2027-05-10T21:00'), until: vn('2027-05-11T07:00') })] },
      false,
    ],
    [
      'a reminder that might have been planned for an open hour',
      {
        ended: [ended({ kind: 'reminder', from: vn('2027-05-11T06:00'), until: vn('2027-05-11T07:00') })],
      },
      true,
    ],
    ['one cancelled for no reason', { ended: [ended({ status: 'cancelled', reason: 'unconsented' })] }, true],
    [
      'advertising where three others took its place',
      {
        said: [...LOG.said, AGREED_ADS],
        arrived: [0, 1, 2].map((n) => ad({ id: `o${n}`, at: NOON + n * HOUR })),
        ended: [ended({ kind: 'broadcast', isAd: true, id: 'o9', reason: 'advertised', until: NOON + 8 * HOUR })],
      },
      false,
    ],
    [
      'advertising though only two others went',
      {
        said: [...LOG.said, AGREED_ADS],
        arrived: [0, 1].map((n) => ad({ id: `o${n}`, at: NOON + n * HOUR })),
        ended: [ended({ kind: 'broadcast', isAd: true, id: 'o9', reason: 'advertised', until: NOON + 8 * HOUR })],
      },
      true,
    ],
    ['who was never reminded', { trainings: [{ id: 't1', startsAt: NOON, numbers: [WHO] }] }, true],
    ['who has no message of a broadcast', { broadcasts: [{ id: 'b1', at: NOON, numbers: [WHO] }] }, true],
  ])('%s', (_, over, isLost) => {
    const { lost, violations } = judge({ ...LOG, ...over })
    expect(violations).toEqual({})
    expect(Object.keys(lost)).toHaveLength(isLost ? 1 : 0)
  })

  test('nothing wrong with what is right', () => {
    const said: Said[] = [...LOG.said, AGREED_ADS, { at: NOON - 1, number: WHO, type: 'asked' }]
    const right = [
      message(),
      ad({ id: 'o2', at: NOON + HOUR, broadcastId: 'b1' }),
      // Another way of the same message.
      ad({ id: 'o4', at: NOON + 2 * HOUR, broadcastId: 'b1', first: 'o2' }),
      message({ id: 'o3', kind: 'reply' }),
    ]
    expect(judge({ ...LOG, said, arrived: right })).toEqual({ violations: {}, lost: {}, withheld: {}, examples: [] })
  })
})
