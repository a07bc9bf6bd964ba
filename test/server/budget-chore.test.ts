import { expect, onTestFinished, test } from 'vitest'
import { loadOutbox, outboxByOnceKey } from '../../src/store/queries/outbox.ts'
import { insert } from '../../src/store/writes.ts'
import { startService } from './rig.ts'

/** 9:00 on Sunday 22 November 2026 in Vietnam. */
const NOW = Date.UTC(2026, 10, 22, 2)
const OFFICER = '+84912345690'

test('a service tells its officer of a budget nearly used, and sends what waits once it is raised', async () => {
  const service = await startService({ MUA_OFFICER_URN: `tel:${OFFICER}` }, () => NOW)
  onTestFinished(service.close)
  const { store, programs, settings } = service.runtime
  expect(settings.officerUrn).toBe(`tel:${OFFICER}`)
  const { costs } = programs.current
  const within = (vnd: number) => {
    programs.current.costs = { ...costs, budget: { month: { vnd, parts: null }, broadcast: null } }
  }
  const urn = 'tel:+84981000001'
  within(10_000)
  const put = await store.commit({
    writes: [
      insert('people', { id: 'p1', role: 'farmer', locale: 'vi', consent: 'agreed', createdAt: 1 }),
      insert('urns', {
        ...{ id: 'u1', scheme: 'tel', hash: store.keys.hash(urn), address: store.keys.seal(urn) },
        ...{ channel: 'twilio', createdAt: 1 },
      }),
      insert('personUrns', { personId: 'p1', urnId: 'u1', createdAt: 1 }),
      insert('spending', { name: 'month:2026-11', vnd: 9900, parts: 28 }),
      insert('outbox', {
        ...{ id: 'o1', urnId: 'u1', personId: 'p1', class: 'reminder', status: 'queued', locale: 'vi' },
        ...{ revision: programs.current.revision, dueAt: NOW, deadline: NOW + 5 * 60 * 60_000, createdAt: NOW },
        texts: [{ key: 'tickets.answer', values: { answer: 'có lớp' } }],
      }),
    ],
  })
  expect(put).toEqual({ type: 'committed' })
  await expect.poll(async () => (await loadOutbox(store.db, 'o1'))?.reason).toBe('budget')
  expect((await loadOutbox(store.db, 'o1'))?.dueAt).toBeGreaterThan(NOW)
  // The chore looks every 10 s.
  const sentTo = (number: string) =>
    expect.poll(() => service.twilio.messages.filter(({ to }) => to === number).map(({ body }) => body), {
      timeout: 15_000,
    })
  const used = 'Thang 11 da het muc chi nhan tin: 9.900 d trong 10.000 d. '
  await sentTo(OFFICER).toEqual([expect.stringContaining(used)])
  within(20_000)
  await sentTo('+84981000001').toEqual(['Can bo tra loi: co lop'])
  expect(await outboxByOnceKey(store.db, 'budget:')).toHaveLength(1)
}, 60_000)
