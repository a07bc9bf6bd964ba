import { expect, test } from 'vitest'
import { tables } from '../../src/store/schema.ts'
import { update } from '../../src/store/writes.ts'
import { openRig, type Rig } from './rig.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const MARK = /BIMAT|ginger|gung/

/** Tables that hold what was told. */
async function tablesWithIt({ stage }: Rig): Promise<string[]> {
  const found: string[] = []
  for (const [name, table] of Object.entries(tables))
    if (name !== 'revisions' && MARK.test(JSON.stringify(await stage.store.db.select().from(table)))) found.push(name)
  return found
}

/** All that was put out to them so far has left. */
async function sent(rig: Rig): Promise<void> {
  for (const { id, status } of await rig.sentTo('farmer'))
    if (status === 'queued') await rig.commit([update('outbox', { id }, { status: 'wired', text: 'gung 300 kg' })])
}

async function passTo(rig: Rig, ms: number): Promise<void> {
  rig.stage.pass(ms)
  for (const { urnId } of await rig.stage.store.db.select().from(tables.sessions)) await rig.stage.intake.wake(urnId)
}

test.each([
  ['alone on their phone', { consent: 'none' }, ['khong'], 'Khong luu gi cua nha minh'],
  [
    'of those who share it',
    { name: 'Tả', shares: ['Nhậy'], consent: 'none' },
    ['khong dong y', '1'],
    'Tu nay khong ghi gi them',
  ],
])('who refuses, %s, has nothing of their report kept anywhere', async (_, person, refusal, told) => {
  const rig = await openRig({ person })
  await rig.says('farmer', 'bc gung 3 ta BIMAT')
  await sent(rig)
  expect(await tablesWithIt(rig)).toEqual(['messages', 'outbox', 'sessions'])
  for (const text of refusal) await rig.says('farmer', text)
  expect(await tablesWithIt(rig)).toEqual([])
  const ledger = await rig.stage.store.db.select().from(tables.consents)
  expect(ledger.at(-1)).toMatchObject({ kind: 'refused', proof: refusal[0] })
  expect(rig.words((await rig.sentTo('farmer')).at(-1)?.texts)).toContain(told)
})

test('a reply on its way when the refusal comes still leaves, and is blanked after', async () => {
  const rig = await openRig({ person: { consent: 'none' } })
  await rig.says('farmer', 'bc gung 3 ta')
  await rig.says('farmer', 'khong')
  expect(rig.words((await rig.sentTo('farmer'))[0]?.texts)).toContain('gung')
  await sent(rig)
  await passTo(rig, 3 * DAY_MS)
  expect(await tablesWithIt(rig)).toEqual([])
})

test('a report nobody agreed to in 30 days is gone, with its texts, and only then', async () => {
  const rig = await openRig({ person: { consent: 'none' } })
  await rig.says('farmer', 'bc gung 3 ta BIMAT')
  await sent(rig)
  await passTo(rig, 29 * DAY_MS)
  expect(await tablesWithIt(rig)).toEqual(['messages', 'outbox', 'sessions'])
  await passTo(rig, DAY_MS)
  expect(await tablesWithIt(rig)).toEqual([])
})
