import { expect, test } from 'vitest'
import { importPeople } from '../../src/farm/import/people.ts'
import { findUrn } from '../../src/store/queries/people.ts'
import { consents } from '../../src/store/schema/people.ts'
import { CODE, erase, open } from './join-rig.ts'
import { program } from './rig.ts'

test('who is erased over Zalo stays so when the old list comes again, which knows them by their number', async () => {
  const rig = await open()
  await rig.says('farmer', 'xác nhận số điện thoại')
  expect(await rig.says('farmer', CODE)).toContain('Da noi')
  await erase(rig, 'farmer')
  const { store, now, newId } = rig.stage
  const erasures = (await store.db.select().from(consents)).filter(({ kind }) => kind === 'erased')
  expect(erasures).toMatchObject([{ source: 'message' }, { source: 'message' }])
  expect(new Set(erasures.map(({ urnId }) => urnId)).size).toBe(2)
  const phone = rig.cast.urnOf('second').replace('tel:', '')
  const cells = { phone, name: 'Seo', consent: 'yes', consent_on: '2026-10-01', consent_proof: 'phiếu 12' }
  const { db, keys } = store
  const plan = await importPeople.plan([{ line: 2, cells }], {
    db,
    keys,
    program,
    now: now(),
    newId,
    channel: 'simulator',
  })
  expect(plan).toMatchObject({ type: 'planned', changed: 0, notes: [{ line: 2 }] })
  expect((await findUrn(db, keys.hash(rig.cast.urnOf('second'))))?.people).toEqual([])
})
