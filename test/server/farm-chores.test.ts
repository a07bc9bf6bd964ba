import { expect, onTestFinished, test } from 'vitest'
import { farmChores } from '../../src/server/farm-chores.ts'
import { outbox } from '../../src/store/schema/outbox.ts'
import { approvals, prices } from '../../src/store/schema/prices.ts'
import { insert } from '../../src/store/writes.ts'
import { startService } from './rig.ts'

const NOW = Date.UTC(2026, 10, 22, 2, 0)
const OFFICER = 'tel:+84912345690'
const asked = { askedBy: 'pao', askedUrn: 'u-pao', createdAt: 1, expiresAt: 2 }

/** An alert that nobody gave in time, then a price: the officer's who asked. */
async function overdue(alertValues: unknown) {
  const service = await startService({}, () => NOW)
  onTestFinished(service.close)
  await service.runtime.sweeper.stop()
  const { store, programs, settings, newId } = service.runtime
  const { keys } = store
  const price = {
    crop: 'ginger',
    form: 'fresh',
    day: '2026-11-21',
    priceVnd: 150_000,
    unit: 'kg',
    source: 'x',
  } as const
  const urn = { scheme: 'tel', hash: keys.hash(OFFICER), address: keys.seal(OFFICER), channel: 'twilio' } as const
  const alert = {
    kind: 'price_alert',
    cooperativeId: 'c1',
    authorId: 'pao',
    values: alertValues,
    status: 'held',
  } as const
  const written = await store.commit({
    writes: [
      insert('people', { id: 'pao', role: 'officer', locale: 'vi', consent: 'agreed', createdAt: 1 }),
      insert('urns', { id: 'u-pao', ...urn, createdAt: 1 }),
      insert('personUrns', { personId: 'pao', urnId: 'u-pao', createdAt: 1 }),
      insert('broadcasts', { id: 'b1', ...alert, createdAt: 1 }),
      insert('approvals', { id: '1', code: '1111', kind: 'broadcast', subjectId: 'b1', ...asked }),
      insert('prices', { id: 'g1', ...price, enteredBy: 'pao', status: 'held', recordedAt: 1 }),
      insert('approvals', { id: '2', code: '2222', kind: 'price', subjectId: 'g1', ...asked }),
    ],
  })
  expect(written).toEqual({ type: 'committed' })
  const lines: string[] = []
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (fields: unknown) => void lines.push(JSON.stringify(fields)),
  }
  const chores = farmChores({ store, programs, settings, newId, log, onCommitted: () => undefined })
  const expire = () => chores.find(({ name }) => name === 'expire-approvals')?.run(NOW)
  return { store, lines, expire }
}

const WHOLE = {
  cooperative: 'HTX Bản Xèo',
  crop: 'ginger',
  form: 'fresh',
  priceVnd: 30_000,
  unit: 'kg',
  place: 'Bản Xèo',
  until: null,
  beforeVnd: null,
  priceId: null,
}

/** Both are closed, and the price's asker is told. */
async function expectBothClosed({ store, lines }: Awaited<ReturnType<typeof overdue>>) {
  const closed = { decision: 'expired', decidedAt: NOW }
  expect(await store.db.select().from(approvals)).toMatchObject([closed, closed])
  expect(await store.db.select().from(prices)).toMatchObject([{ status: 'refused' }])
  expect((await store.db.select().from(outbox)).map(({ urnId }) => urnId)).toEqual(['u-pao'])
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('"approvalId":"1"')
}

test('an approval whose subject can not be read is closed, and holds up none behind it', async () => {
  const rig = await overdue('nonsense')
  await rig.expire()
  await expectBothClosed(rig)
})

test.each(['refused', 'conflict'] as const)(
  'an approval whose effects end in %s is closed without them, and holds up none behind it',
  async (type) => {
    const rig = await overdue(WHOLE)
    const { commit } = rig.store
    rig.store.commit = async (it) =>
      it.writes.some(({ table }) => table === 'broadcasts') ? { type, reason: 'SQLITE_CONSTRAINT' } : commit(it)
    await rig.expire()
    await expectBothClosed(rig)
  },
)

test('both are told where nothing is in the way', async () => {
  const { store, lines, expire } = await overdue(WHOLE)
  await expire()
  expect((await store.db.select().from(outbox)).map(({ urnId }) => urnId)).toEqual(['u-pao', 'u-pao'])
  expect(lines).toEqual([])
})
