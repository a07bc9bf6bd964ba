import { expect, test } from 'vitest'
import { erasePerson } from '../../src/farm/erase.ts'
import { tables } from '../../src/store/schema.ts'
import { update } from '../../src/store/writes.ts'
import { erase } from './join-rig.ts'
import { keep, openRig, price, type Rig } from './rig.ts'

/** Tables that hold a name, and how often. */
async function holding({ stage }: Rig, name: string): Promise<string[]> {
  const found: string[] = []
  for (const [table, rows] of Object.entries(tables))
    if (JSON.stringify(await stage.store.db.select().from(rows)).includes(name)) found.push(table)
  return found
}

async function sent(rig: Rig, speaker: 'farmer' | 'officer' | 'leader', status: 'wired' | 'errored' = 'wired') {
  for (const { id, texts } of await rig.sentTo(speaker))
    await rig.commit([update('outbox', { id }, { status, ...(status === 'wired' ? { text: rig.words(texts) } : {}) })])
}

const SHARED = { person: { name: 'Tả', shares: ['Wừ'] } }

test('the name of who is erased goes from what was written to the others on their phone', async () => {
  const rig = await openRig(SHARED)
  for (const text of ['bc ngo 3 ta', '2', 'doi nguoi', '1', '2', 'bc gung 2 ta']) await rig.says('farmer', text)
  await sent(rig, 'farmer')
  expect(await holding(rig, 'Wừ')).toEqual(expect.arrayContaining(['outbox', 'people']))
  for (const text of ['doi nguoi', '2', 'khong']) await rig.says('farmer', text)
  await erase(rig)
  expect(await holding(rig, 'Wừ')).toEqual([])
  const shown = (await rig.sentTo('farmer')).filter(({ personId }) => personId !== null)
  expect(shown.some(({ texts }) => rig.words(texts).includes('gung'))).toBe(true)
})

test('a question to the others that still waits is asked, without the name', async () => {
  const rig = await openRig({ ...SHARED, people: { second: {} } })
  await rig.says('farmer', '1')
  await rig.says('farmer', 'bc ngo 3 ta')
  const [question] = (await rig.sentTo('farmer')).filter(({ texts }) => JSON.stringify(texts).includes('common.who'))
  expect(rig.words(question?.texts)).toContain('2 Wu')
  const known = await rig.stage.store.db.select().from(tables.people)
  const { newId, now, store } = rig.stage
  const asked = { urnId: question?.urnId ?? '', newId, now: now(), source: 'staff' } as const
  const wu = known.find(({ name }) => name === 'Wừ')?.id ?? ''
  await rig.commit(await erasePerson(store.db, wu, asked))
  const after = (await rig.sentTo('farmer')).find(({ id }) => id === question?.id)
  expect(after?.status).toBe('queued')
  expect(rig.words(after?.texts)).toContain('1 Ta, 2 nguoi da xoa')
  expect(await holding(rig, 'Wừ')).toEqual([])
})

test('the name of a leader goes from what the second person was asked, and from what they were told', async () => {
  const rig = await openRig({ people: { leader: { name: 'Wừ', commune: '02725' }, officer: { name: 'Pao' } } })
  await rig.commit(keep(price({ day: '2026-11-15' })))
  await rig.says('leader', 'bao gia gung 150k ban xeo')
  await rig.says('leader', 'xin duyet')
  expect(await holding(rig, 'Wừ')).toEqual(['outbox', 'people'])
  await sent(rig, 'officer')
  await erase(rig, 'leader')
  expect(await holding(rig, 'Wừ')).toEqual([])
  const asked = (await rig.sentTo('officer')).find(({ texts }) => JSON.stringify(texts).includes('to-second'))
  expect(asked).toMatchObject({ status: 'wired', text: null })
})
