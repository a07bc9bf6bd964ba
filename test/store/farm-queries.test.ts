import { expect, test } from 'vitest'
import { lastPrice, latestPrices, priceWeekBefore, subscribersTo } from '../../src/store/queries/prices.ts'
import { tipsFor, tipsOnTopic } from '../../src/store/queries/tips.ts'
import { attendanceOf, attendancesOf, loadTraining, plannedTrainings } from '../../src/store/queries/trainings.ts'
import { countYields, lastYield, lastYieldOf, yieldsBetween } from '../../src/store/queries/yields.ts'
import { insert, type NewRow } from '../../src/store/writes.ts'
import { holding, person, urn } from './helpers.ts'

const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)

const price = (id: string, day: string, over: Partial<NewRow<'prices'>> = {}) =>
  insert('prices', {
    id,
    crop: 'ginger',
    form: 'fresh',
    place: '01273',
    day,
    priceVnd: 1,
    unit: 'kg',
    source: 'HTX',
    status: 'kept',
    recordedAt: 1,
    ...over,
  })

test('prices: the latest of each kind, and the one in force a week before', async () => {
  const { db } = await holding([
    price('a1', '2026-11-01'),
    price('a2', '2026-11-13'),
    price('a3', '2026-11-14'),
    price('a4', '2026-11-20', { priceVnd: 9 }),
    price('a5', '2026-11-20'),
    price('a6', '2026-11-21', { status: 'held' }),
    price('b1', '2026-11-19', { place: null }),
    price('c1', '2026-11-18', { form: null }),
    price('c2', '2026-11-19', { form: null, unit: 'con' }),
    price('d1', '2026-11-20', { crop: 'maize' }),
    price('e1', '2026-08-01', { form: 'dried' }),
  ])
  const latest = await latestPrices(db, 'ginger', '2026-10-01', '2026-11-22')
  expect(ids(latest)).toEqual(['a5', 'c2', 'b1', 'c1'])
  expect(ids(await latestPrices(db, 'ginger', '2026-01-01', '2026-11-14'))).toEqual(['a3', 'e1'])
  const before = await Promise.all(latest.map(async (each) => (await priceWeekBefore(db, each))?.id))
  expect(before).toEqual(['a2', undefined, undefined, undefined])
  const kind = { crop: 'ginger', form: null, place: '01273', unit: 'kg' }
  expect((await lastPrice(db, kind, '2026-11-22'))?.id).toBe('c1')
  expect(await lastPrice(db, { ...kind, form: 'powder' }, '2026-11-22')).toBeUndefined()
})

test('subscriptions that have not ended, of those who may be written to', async () => {
  const subscribe = (id: string, crop: string, over: Partial<NewRow<'priceSubscriptions'>> = {}) =>
    insert('priceSubscriptions', { id, personId: 'p', urnId: 'u', crop, createdAt: 1, ...over })
  const { db } = await holding([
    ...[person('p'), person('refused', { consent: 'refused' }), person('erased', { erasedAt: 5 })],
    ...[urn('u'), urn('stopped', { stoppedAt: 5 })],
    subscribe('s1', 'ginger'),
    subscribe('s2', 'ginger', { endedAt: 5 }),
    subscribe('s3', 'maize'),
    subscribe('s4', 'ginger', { personId: 'refused' }),
    subscribe('s5', 'ginger', { personId: 'erased' }),
    subscribe('s6', 'ginger', { urnId: 'stopped' }),
  ])
  expect(ids((await subscribersTo(db, 'ginger')).map(({ subscription }) => subscription))).toEqual(['s1'])
})

test('tips: the crop’s own first, in their order', async () => {
  const tip = (id: string, crop: string | null, topic: string, position: number) =>
    insert('tips', { id, crop, topic, vi: 'Ủ phân', position })
  const { db } = await holding([
    tip('t1', null, 'pests', 1),
    tip('t2', 'maize', 'pests', 3),
    tip('t3', 'maize', 'soil', 2),
    tip('t4', 'tea', 'soil', 1),
  ])
  expect(ids(await tipsFor(db, 'maize'))).toEqual(['t3', 't2', 't1'])
  expect(ids(await tipsOnTopic(db, 'pests', 'maize'))).toEqual(['t2', 't1'])
  expect(ids(await tipsOnTopic(db, 'pests'))).toEqual(['t1'])
})

test('trainings planned in a stretch of time, and who comes, in order', async () => {
  const training = (id: string, startsAt: number, status: 'planned' | 'cancelled' = 'planned') =>
    insert('trainings', { id, title: 'Ủ phân', startsAt, place: 'Nhà văn hoá', status, createdAt: 1, updatedAt: 1 })
  const comes = (personId: string, at: number, answer: 'yes' | 'no' = 'yes') =>
    insert('attendances', { trainingId: 't2', personId, answer, channel: 'sms', at })
  const { db } = await holding([
    training('t1', 10),
    training('t2', 30),
    training('t3', 20),
    training('t4', 25, 'cancelled'),
    comes('p2', 1),
    comes('p1', 2, 'no'),
  ])
  expect(ids(await plannedTrainings(db, 10, 30))).toEqual(['t3', 't2'])
  expect((await attendancesOf(db, 't2')).map(({ personId }) => personId)).toEqual(['p2', 'p1'])
  expect((await attendanceOf(db, 't2', 'p1'))?.answer).toBe('no')
  expect((await loadTraining(db, 't4'))?.status).toBe('cancelled')
})

test('yields: the last, those of a season, how many; withdrawn ones never', async () => {
  const report = (id: string, crop: string, recordedAt: number, over: Partial<NewRow<'yields'>> = {}) =>
    insert('yields', {
      id,
      personId: 'p',
      crop,
      quantityKg: 350,
      harvestedOn: '2026-10-01',
      confirmed: 'silent',
      channel: 'sms',
      recordedAt,
      ...over,
    })
  const { db } = await holding([
    report('y1', 'maize', 1),
    report('y2', 'maize', 2, { harvestedOn: '2025-10-01' }),
    report('y3', 'rice', 3),
    report('y4', 'maize', 4, { withdrawnAt: 5 }),
    report('y5', 'maize', 9, { personId: 'other' }),
  ])
  expect([(await lastYield(db, 'p'))?.id, (await lastYieldOf(db, 'p', 'maize'))?.id]).toEqual(['y3', 'y2'])
  expect(ids(await yieldsBetween(db, 'p', 'maize', '2025-01-01', '2026-01-01'))).toEqual(['y2'])
  expect(ids(await yieldsBetween(db, 'p', 'maize', '2025-10-01', '2026-10-01'))).toEqual(['y2'])
  expect(await countYields(db, 'p')).toEqual([
    { crop: 'maize', reports: 2 },
    { crop: 'rice', reports: 1 },
  ])
})
