import { afterAll, beforeAll, expect, test } from 'vitest'
import { findUrn } from '../../src/store/queries/people.ts'
import { tables } from '../../src/store/schema.ts'
import { insert } from '../../src/store/writes.ts'
import { type ServiceRig, startService } from '../server/rig.ts'

const MARK = 'BIMAT'
const FROM = '+84912345671'
let service: ServiceRig
beforeAll(async () => {
  service = await startService({ MUA_OFFICER_URN: 'tel:+84912345672' })
})
afterAll(() => service.close())

/** Every value of every table, sealed ones opened. */
async function everything(): Promise<string> {
  const { db, keys } = service.runtime.store
  const rows: unknown[] = []
  for (const table of Object.values(tables)) rows.push(...(await db.select().from(table)))
  return JSON.stringify(rows, (_, value) => {
    if (!(value && typeof value === 'object' && value.type === 'Buffer')) return value
    try {
      return keys.open(Buffer.from(value.data))
    } catch {
      return 'bytes'
    }
  })
}

test('nothing a person told is left after they are erased, in any table', async () => {
  const { store, newId } = service.runtime
  for (const text of [`ten toi la ${MARK} dy`, 'bc ngo 3 ta', `cb con toi ${MARK} om`, `la gung ${MARK} vang`]) {
    await service.text(text, FROM)
    await new Promise((done) => setTimeout(done, 50))
  }
  const media = { NumMedia: '1', MediaUrl0: `https://api.twilio.com/${MARK}`, MediaContentType0: 'image/jpeg' }
  await service.text('cay bi sau', FROM, media)
  const known = await findUrn(store.db, store.keys.hash(`tel:${FROM}`))
  const personId = known?.people[0]?.person.id ?? ''
  const urnId = known?.urn.id ?? ''
  const messageId = (await store.db.select().from(tables.messages)).find((row) => row.personId === personId)?.id ?? ''
  await store.commit({
    writes: [
      insert('attachments', {
        id: newId(),
        messageId,
        type: 'image',
        url: store.keys.seal(`https://x.zdn.vn/${MARK}.jpg`),
        data: store.keys.seal(MARK),
        status: 'wanted',
        at: 0,
      }),
      insert('phoneClaims', { id: newId(), urnId, phone: store.keys.seal(`tel:${MARK}`), status: 'shared', at: 0 }),
      insert('phoneClaims', { id: newId(), urnId: 'another', phoneUrnId: urnId, status: 'asked', at: 0 }),
      insert('quarantine', { id: newId(), channel: 'twilio', urnId, request: store.keys.seal(MARK), at: 0 }),
      insert('setAside', { id: newId(), urnId, record: store.keys.seal(MARK), code: 'TypeError', at: 0 }),
    ],
  })
  expect(await everything()).toContain(MARK)
  await service.text('xoa du lieu', FROM)
  await service.text('co', FROM)
  await service.sentTo(FROM, 2)
  const left = await everything()
  expect(left.match(new RegExp(`.{0,80}${MARK}.{0,40}`, 'g')) ?? []).toEqual([])
  expect(await store.db.select().from(tables.phoneClaims)).toEqual([])
  expect((await store.db.select().from(tables.yields)).map((row) => row.personId)).toEqual([null])
})
