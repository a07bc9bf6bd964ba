import type { Speaker } from '../../src/flow-tests/given.ts'
import { findUrn } from '../../src/store/queries/people.ts'
import { tables } from '../../src/store/schema.ts'
import { insert } from '../../src/store/writes.ts'
import { openRig, type Rig } from './rig.ts'

/** What every code of the stage is. */
export const CODE = '4172'
export const AT = '2026-11-22T08:00+07:00'
/** The farmer on stage says that the number of `second` is theirs. */
const claim = { id: 'c1', urnId: '$farmer_urn', phoneUrnId: '$second_urn', status: 'shared', at: AT }
const cast = { person: { name: 'Mẩy' }, people: { second: { name: 'Seo' } } }

/** The stage with that claim made, and other rows. */
export const open = (rows: Record<string, unknown[]> = {}, given: Record<string, unknown> = cast) =>
  openRig({ ...given, rows: { phoneClaims: [claim], ...rows } })

export async function personOf(rig: Rig, speaker: Speaker): Promise<string> {
  const { db, keys } = rig.stage.store
  return (await findUrn(db, keys.hash(rig.cast.urnOf(speaker))))?.people[0]?.person.id ?? ''
}
export const codesTo = async (rig: Rig, speaker: Speaker) =>
  (await rig.sentTo(speaker)).filter(({ texts }) => JSON.stringify(texts).includes('phones.code'))

export async function erase(rig: Rig, speaker: Speaker = 'farmer'): Promise<void> {
  await rig.says(speaker, 'xoa du lieu')
  await rig.says(speaker, 'co')
}

/** They write by one more number: that of `third`. */
export async function addNumber(rig: Rig, personId: string): Promise<void> {
  const { hash, seal } = rig.stage.store.keys
  const address = rig.cast.urnOf('third')
  const urn = { id: 'u9', scheme: 'tel' as const, hash: hash(address), address: seal(address) }
  const writes = [
    insert('urns', { ...urn, channel: 'simulator', createdAt: 1 }),
    insert('personUrns', { personId, urnId: urn.id, createdAt: 1 }),
  ]
  await rig.commit(writes)
}

/** Every row of every table but `people`, by table. */
export async function allRows(rig: Rig): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {}
  for (const [name, table] of Object.entries(tables)) rows[name] = await rig.stage.store.db.select().from(table)
  return rows
}
