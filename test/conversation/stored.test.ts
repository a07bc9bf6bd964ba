import { expect, test } from 'vitest'
import { newSession, parseSession, type Talk } from '../../src/conversation/session.ts'
import { storedTexts } from '../../src/conversation/stored.ts'
import type { SlotValue, TextRef } from '../../src/conversation/types.ts'

const talkWith = (slots: Record<string, unknown>, values: Record<string, unknown> = {}) => ({
  ...newSession(),
  talks: [
    {
      id: 't1',
      flow: 'report-yield',
      revision: 'r1',
      step: 'what',
      slots,
      doubts: { quantity: { said: '3 tạ', readings: Object.values(slots) } },
      values,
      offered: [],
      bare: false,
      called: false,
      repeats: 0,
      trail: [{ step: 'what', slots }],
      text: 'bc ngô 3 tạ rưỡi',
      startedAt: 1,
      touchedAt: 1,
    },
  ],
})
const writtenAndRead = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** One of every kind of slot value, with all it may hold. */
const SLOTS: Record<SlotValue['type'], SlotValue[]> = {
  number: [{ type: 'number', number: 1500 }],
  money: [{ type: 'money', vnd: 15_000, per: 'kg' }],
  mass: [{ type: 'mass', kg: 350, about: true, min: 300, max: 400 }],
  area: [{ type: 'area', m2: 720 }],
  count: [{ type: 'count', count: 5, unit: 'bao' }],
  volume: [{ type: 'volume', l: 2 }],
  date: [
    { type: 'date', date: '2026-11-22', time: '08:30' },
    { type: 'date', from: '2026-11-20', to: '2026-11-22' },
  ],
  crop: [{ type: 'crop', crop: 'maize', form: 'grain' }],
  place: [{ type: 'place', place: '02725' }],
  phone: [{ type: 'phone', phone: '+84912345678' }],
  'yes-no': [{ type: 'yes-no', yes: true }],
  text: [{ type: 'text', text: 'lá bị vàng' }],
  option: [{ type: 'option', option: 'canal' }],
}

test.each(Object.values(SLOTS).flat())('a slot of $type comes back whole', (value) => {
  const session = parseSession(writtenAndRead(talkWith({ quantity: value })))
  expect(session).toEqual(talkWith({ quantity: value }))
})

test.each([
  ['a mass without a figure', { type: 'mass' }],
  ['a figure in letters', { type: 'mass', kg: '350' }],
  ['a day that is neither one nor a range', { type: 'date', from: '2026-11-20' }],
  ['a kind nobody knows', { type: 'colour', colour: 'đỏ' }],
  ['no kind', { kg: 350 }],
])('a session with %s is not one of ours', (_, value) => {
  expect(() => parseSession(writtenAndRead(talkWith({ quantity: value })))).toThrow()
})

test('a session with a value that no text can say is not one of ours', () => {
  expect(() => parseSession(talkWith({}, { amount: { kg: '350' } }))).toThrow()
  const values: Talk['values'] = { amount: { kg: 350 }, list: { options: ['ngô', { crop: 'maize', form: null }] } }
  expect(parseSession(talkWith({}, values)).talks[0]?.values).toEqual(values)
})

test('texts come back whole, texts in texts too; what else is written is refused', () => {
  const texts: TextRef[] = [
    { key: 'common.hello' },
    {
      key: 'price.told',
      values: {
        price: { vnd: 15_000, per: null },
        crop: { crop: 'ginger', form: 'fresh' },
        place: { place: '02725' },
        day: { day: '2026-11-22' },
        start: { at: 1_795_312_800_000 },
        count: { count: 5, unit: 'bao' },
        volume: { l: 2 },
        name: null,
        title: 'ủ phân chuồng',
        more: { texts: [{ key: 'price.trend', values: { times: 3, area: { m2: 720 } } }] },
      },
    },
  ]
  expect(storedTexts.parse(writtenAndRead(texts))).toEqual(texts)
  for (const wrong of [{ x: true }, { x: { kg: null } }, { x: { texts: [{ values: {} }] } }, { x: { unknown: 1 } }])
    expect(storedTexts.safeParse([{ key: 'price.told', values: wrong }]).success).toBe(false)
})
