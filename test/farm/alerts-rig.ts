import { expect, onTestFinished } from 'vitest'
import { render } from '../../src/delivery/render.ts'
import { continueBroadcasts } from '../../src/farm/alerts/send.ts'
import { COOPERATIVE_ID, setStage } from '../../src/flow-tests/given.ts'
import { openStage, type Stage } from '../../src/flow-tests/stage.ts'
import { broadcastOutbox, lastBroadcastOf } from '../../src/store/queries/broadcasts.ts'
import { recentOutbox } from '../../src/store/queries/outbox.ts'
import { findUrn } from '../../src/store/queries/people.ts'
import { insert, type NewRow, type Row, type Write } from '../../src/store/writes.ts'
import { PROGRAM, vn } from './trainings-rig.ts'

const LEADER = 'tel:+84912000002'

export interface Coop extends Stage {
  /** A text from the leader, and what comes back, as text keys. */
  leader(text: string): Promise<string>
  /** The same, as the leader's phone shows it. */
  read(text: string): Promise<string>
  members(count: number, over?: (n: number) => Partial<NewRow<'people'>>): Promise<void>
  /** Rounds of the sweep until nothing is left; how many writes each had. */
  sweepAll(): Promise<number[]>
  last(): Promise<Row<'broadcasts'>>
  rows(broadcast?: Row<'broadcasts'>): Promise<Row<'outbox'>[]>
}

/** A cooperative with a leader, on a database in memory. */
export async function openCoop(now = vn('2026-11-22 09:00')): Promise<Coop> {
  const stage = await openStage(PROGRAM, now)
  onTestFinished(() => stage.store.close())
  await setStage(stage, { person: { consent: 'none' }, people: { leader: { commune: '02725', name: 'May' } } })
  const { store } = stage
  const leader = (await findUrn(store.db, store.keys.hash(LEADER))) ?? expect.unreachable()
  const leaderId = leader.people[0]?.person.id ?? ''
  const last = async () => (await lastBroadcastOf(store.db, leaderId)) ?? expect.unreachable()
  let texts = 0
  async function say(text: string): Promise<Row<'outbox'>> {
    stage.pass(20_000)
    const externalId = `text-${++texts}`
    await stage.intake.receive('simulator', { type: 'message', externalId, from: LEADER, text, attachments: [] })
    const replies = (await recentOutbox(store.db, leader.urn.id, 20)).filter((row) => row.class === 'reply')
    return replies[0] ?? expect.unreachable()
  }
  const context = { programs: { current: PROGRAM, byRevision: () => PROGRAM }, saoM2: 360, operator: 'HTX Mường Vi' }
  return {
    ...stage,
    leader: async (text) => JSON.stringify((await say(text)).texts),
    read: async (text) => render(await say(text), 'sms', { ...context, now: stage.now() }).text,
    async members(count, over = () => ({})) {
      const writes: Write[] = []
      for (let n = 0; n < count; n++) {
        const urn = `tel:+84981${String(n).padStart(6, '0')}`
        const { keys } = store
        writes.push(
          insert('urns', {
            id: `u${n}`,
            scheme: 'tel',
            hash: keys.hash(urn),
            address: keys.seal(urn),
            channel: 'simulator',
            createdAt: 0,
          }),
          insert('people', {
            id: `p${n}`,
            role: 'farmer',
            cooperativeId: COOPERATIVE_ID,
            locale: 'vi',
            consent: 'agreed',
            createdAt: 0,
            ...over(n),
          }),
          insert('personUrns', { personId: `p${n}`, urnId: `u${n}`, createdAt: 0 }),
        )
      }
      expect(await store.commit({ writes })).toEqual({ type: 'committed' })
    },
    async sweepAll() {
      const sizes: number[] = []
      for (;;) {
        const writes = await continueBroadcasts(store.db, stage.now(), { newId: stage.newId, revision: 'r1' })
        if (writes.length === 0) return sizes
        expect(await store.commit({ writes })).toEqual({ type: 'committed' })
        sizes.push(writes.length)
      }
    },
    last,
    rows: async (broadcast) => broadcastOutbox(store.db, (broadcast ?? (await last())).id),
  }
}

/** The leader sends an alert to its members. */
export const send = async (coop: Coop) => {
  expect(await coop.leader('bao gia gung 15k ban xeo den 25/11')).toContain('send-alert.ask.code')
  expect(await coop.leader('4172')).toContain('send-alert.sent')
}
