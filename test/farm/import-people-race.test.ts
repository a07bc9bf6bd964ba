import { expect, test } from 'vitest'
import { importPeople } from '../../src/farm/import/people.ts'
import { people } from '../../src/store/schema/people.ts'
import type { Write } from '../../src/store/writes.ts'
import { erase } from './join-rig.ts'
import { openRig, program, type Rig } from './rig.ts'

/** A list with these names, all on the farmer's number, each with a consent signed long ago. */
async function planned(rig: Rig, ...names: string[]): Promise<Write[][]> {
  const { store, now, newId } = rig.stage
  const phone = rig.cast.urnOf('farmer').replace('tel:', '')
  const paper = { consent: 'yes', consent_on: '2026-10-01', consent_proof: 'phiếu 12' }
  const rows = names.map((name, index) => ({ line: index + 2, cells: { phone, name, ...paper } }))
  const context = { db: store.db, keys: store.keys, program, now: now(), newId, channel: 'simulator' as const }
  const plan = await importPeople.plan(rows, context)
  if (plan.type === 'refused') throw new Error(JSON.stringify(plan.problems))
  return plan.writes
}

const commit = async (rig: Rig, writes: Write[][]) => (await rig.stage.store.commit({ writes: writes.flat() })).type
const everyone = (rig: Rig) => rig.stage.store.db.select().from(people)

test('who refuses while a list is planned is not made to agree by it', async () => {
  const rig = await openRig({ person: { name: 'Mẩy', consent: 'none' } })
  const writes = await planned(rig, 'Mẩy')
  await rig.says('farmer', 'khong dong y')
  expect(await commit(rig, writes)).toBe('conflict')
  expect(await commit(rig, await planned(rig, 'Mẩy'))).toBe('committed')
  expect(await everyone(rig)).toMatchObject([{ consent: 'refused' }])
})

test.each([
  ['their own row', ['Mẩy']],
  ['the row of another on that number', ['Seo']],
])('who is erased while a list is planned gets no name back by %s', async (_, names) => {
  const rig = await openRig({ person: { name: 'Mẩy', consent: 'none' } })
  const writes = await planned(rig, ...names)
  await erase(rig)
  expect(await commit(rig, writes)).toBe('conflict')
  expect(await planned(rig, ...names)).toEqual([[]])
  expect(await everyone(rig)).toMatchObject([{ name: null, consent: 'none' }])
})

test('rows of one household are taken together, though each rests on how the others are', async () => {
  const rig = await openRig({ person: { name: 'Mẩy', consent: 'none' } })
  expect(await commit(rig, await planned(rig, 'Mẩy', 'Seo', 'Tả'))).toBe('committed')
  expect((await everyone(rig)).map(({ name, consent }) => [name, consent])).toEqual([
    ['Mẩy', 'agreed'],
    ['Seo', 'agreed'],
    ['Tả', 'agreed'],
  ])
  expect(await planned(rig, 'Mẩy', 'Seo', 'Tả')).toEqual([[], [], []])
})
