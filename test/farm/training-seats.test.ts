import { expect, it, onTestFinished } from 'vitest'
import { COOPERATIVE_ID, setStage } from '../../src/flow-tests/given.ts'
import { openStage } from '../../src/flow-tests/stage.ts'
import type { Message } from '../../src/server/intake.ts'
import { dueMessages } from '../../src/store/queries/messages.ts'
import { recentOutbox } from '../../src/store/queries/outbox.ts'
import { attendancesOf } from '../../src/store/queries/trainings.ts'
import { insert } from '../../src/store/writes.ts'
import { HOUR, MINUTE, PROGRAM, training, vn } from './trainings-rig.ts'

const FARMERS = Array.from({ length: 20 }, (_, n) => ({ n, urn: `tel:+8491200${1000 + n}` as const }))
const SEATS = 3

it('three seats go to three of twenty who answer at once, and the others hear that it is full', async () => {
  const stage = await openStage(PROGRAM, vn('2026-11-22 09:00'))
  onTestFinished(() => stage.store.close())
  await setStage(stage, {})
  const { keys, db } = stage.store
  const person = {
    role: 'farmer',
    cooperativeId: COOPERATIVE_ID,
    locale: 'vi',
    consent: 'agreed',
    createdAt: 0,
  } as const
  const writes = FARMERS.flatMap(({ n, urn }) => [
    insert('urns', {
      id: `u${n}`,
      scheme: 'tel',
      hash: keys.hash(urn),
      address: keys.seal(urn),
      channel: 'simulator',
      createdAt: 0,
    }),
    insert('people', { ...person, id: `p${n}` }),
    insert('personUrns', { personId: `p${n}`, urnId: `u${n}`, createdAt: 0 }),
  ])
  await stage.store.commit({ writes: [...writes, training({ cooperativeId: COOPERATIVE_ID, capacity: SEATS })] })
  stage.pass(22 * HOUR)
  await stage.sweep()
  stage.pass(HOUR)

  const message = (n: number) =>
    ({ type: 'message' as const, externalId: `di-${n}`, text: 'di', attachments: [] }) satisfies Partial<Message>
  await Promise.all(FARMERS.map(({ n, urn }) => stage.intake.receive('simulator', { ...message(n), from: urn })))
  for (let due = await dueMessages(db, Number.MAX_SAFE_INTEGER, 100); due.length > 0; ) {
    stage.pass(MINUTE)
    for (const row of due) await stage.intake.retake(row)
    due = await dueMessages(db, Number.MAX_SAFE_INTEGER, 100)
  }

  expect((await attendancesOf(db, 't1')).map(({ answer }) => answer)).toEqual(Array(SEATS).fill('yes'))
  const answers = await Promise.all(
    FARMERS.map(async ({ n }) => JSON.stringify((await recentOutbox(db, `u${n}`, 1))[0]?.texts)),
  )
  expect(answers.filter((texts) => texts.includes('training-yes.said'))).toHaveLength(SEATS)
  expect(answers.filter((texts) => texts.includes('training-yes.full'))).toHaveLength(FARMERS.length - SEATS)
})
