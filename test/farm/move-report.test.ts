import { describe, expect, test } from 'vitest'
import type { ActionInput, ActionResult } from '../../src/conversation/world.ts'
import { ACTIONS } from '../../src/farm/registry.ts'
import { viewOf } from '../../src/farm/world.ts'
import { findUrn } from '../../src/store/queries/people.ts'
import { tables } from '../../src/store/schema.ts'
import { update, type Write } from '../../src/store/writes.ts'
import { openRig, program, type Rig } from './rig.ts'

const twoOfOnePhone = () => openRig({ person: { name: 'Seo', shares: ['Mẩy'] } })

/** A report of Seo's, just kept. */
async function reported(): Promise<Rig> {
  const rig = await twoOfOnePhone()
  await rig.says('farmer', 'bc ngo 3 ta')
  await rig.says('farmer', 'seo')
  return rig
}

const report = async ({ stage }: Rig) => (await stage.store.db.select().from(tables.yields))[0] ?? expect.unreachable()

/** What moving it to one of the two would write, read now and not yet committed. */
async function moveTo(rig: Rig, name: string): Promise<ActionResult<Write>> {
  const { db, keys } = rig.stage.store
  const known = await findUrn(db, keys.hash(rig.cast.urnOf('farmer')))
  const person = known?.people.find((each) => each.person.name === name)
  const action = ACTIONS.get('move-report')
  if (!known || !person || !action) return expect.unreachable()
  const { id, personId } = await report(rig)
  const input: ActionInput = {
    now: rig.stage.now(),
    person: viewOf(person),
    slots: {},
    values: {},
    params: {},
    memory: {},
    last: {
      kind: 'yield',
      id,
      flow: 'report-yield',
      at: rig.stage.now(),
      isByWord: true,
      empty: [],
      person: personId ?? '',
    },
    text: '',
    missed: [],
    messageId: null,
    program,
    waiting: [],
    isShared: true,
    isBetween: false,
    flow: 'change-person',
    attachments: [],
  }
  const { settings, newId, random } = rig.stage
  return action.run(input, { db, keys, settings, urn: known.urn, channel: 'simulator', newId, random })
}

describe('a report moved to who is texting', () => {
  test('is theirs, with their place', async () => {
    const rig = await reported()
    const before = await report(rig)
    const { writes = [] } = await moveTo(rig, 'Mẩy')
    await rig.commit(writes)
    const after = await report(rig)
    expect(after.id).toBe(before.id)
    expect(after.personId).not.toBe(before.personId)
  })

  test.each([
    ['taken back', { withdrawnAt: 5 }],
    ['moved to another', { personId: 'p9' }],
    ['made nobody’s by an erasure', { personId: null }],
  ])('but %s in that moment is a conflict, and stays so', async (_, change) => {
    const rig = await reported()
    const { writes = [] } = await moveTo(rig, 'Mẩy')
    await rig.commit([update('yields', { id: (await report(rig)).id }, change)])
    expect((await rig.stage.store.commit({ writes })).type).toBe('conflict')
    expect(await report(rig)).toMatchObject(change)
    expect(await rig.stage.store.db.select().from(tables.changes)).toEqual([])
  })

  test.each([
    ['taken back', { withdrawnAt: 5 }, 'Mẩy'],
    ['of who is erased', { personId: null }, 'Mẩy'],
    ['that is theirs already', {}, 'Seo'],
  ])('is none that was %s', async (_, change, to) => {
    const rig = await reported()
    const { id, personId } = await report(rig)
    await rig.commit([update('yields', { id }, { personId, ...change })])
    expect(await moveTo(rig, to)).toMatchObject({ outcome: 'nothing' })
  })
})
