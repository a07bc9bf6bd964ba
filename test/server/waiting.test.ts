import { expect, onTestFinished, test, vi } from 'vitest'
import { createRuntime } from '../../src/runtime.ts'
import { waitingOf } from '../../src/store/queries/messages.ts'
import { messages } from '../../src/store/schema/messages.ts'
import { ticketEntries, tickets } from '../../src/store/schema/tickets.ts'
import { FARMER, newSid, PUBLIC_URL, post, type ServiceRig, startService } from './rig.ts'

const NOW = Date.now()

/** A service whose clock stands still: what waits is taken again by the test alone. */
async function start(): Promise<ServiceRig> {
  const service = await startService({}, () => NOW)
  onTestFinished(() => service.close())
  return service
}

/** Until `mend` every turn fails. */
function breakTurns({ runtime }: Pick<ServiceRig, 'runtime'>): { mend(): void } {
  const spy = vi.spyOn(runtime.programs, 'current', 'get').mockImplementation(() => {
    throw new Error('a mistake')
  })
  return { mend: () => spy.mockRestore() }
}

/** All that came in, in its order. */
const rows = async ({ runtime }: ServiceRig) =>
  (await runtime.store.db.select().from(messages)).sort((a, b) => (a.id < b.id ? -1 : 1))

async function retake(service: ServiceRig, index: number) {
  const row = (await rows(service))[index]
  if (row === undefined) throw new Error('no such message')
  return service.runtime.intake.retake(row)
}

test('a text whose turn fails is tried five times, later each time; then a person looks, and the next has its turn', async () => {
  const service = await start()
  const { db } = service.runtime.store
  const { mend } = breakTurns(service)
  await service.text('lá gừng bị vàng')
  await service.text('bc ngo 3 ta')
  for (const [attempts, waitMs] of [
    [1, 2000],
    [2, 4000],
    [3, 8000],
    [4, 16_000],
  ] as const) {
    if (attempts > 1) await retake(service, 0)
    const nextTryAt = NOW + waitMs
    const [first, second] = await rows(service)
    expect(first).toMatchObject({ status: 'waiting', attempts, nextTryAt, error: 'script_error' })
    expect(second).toMatchObject({ status: 'waiting', attempts: 0 })
    expect(await db.select().from(tickets)).toEqual([])
  }
  await retake(service, 0)
  const [first, second] = await rows(service)
  expect(first).toMatchObject({ status: 'failed', attempts: 5 })
  expect(await db.select().from(tickets)).toMatchObject([{ kind: 'failure', status: 'open', urnId: first?.urnId }])
  expect(await db.select().from(ticketEntries)).toMatchObject([{ from: 'farmer', text: 'lá gừng bị vàng' }])
  mend()
  expect(await waitingOf(db, first?.urnId ?? '')).toMatchObject([{ id: second?.id }])
  expect(await retake(service, 1)).toMatchObject({ type: 'taken' })
  expect(await service.sentTo(FARMER, 1)).toEqual([expect.stringContaining('ngo 300 kg')])
})

test('of what waits of one person only the first is taken', async () => {
  const service = await start()
  const { mend } = breakTurns(service)
  await service.text('bc ngo 3 ta')
  await service.text('bc lua 2 ta')
  mend()
  expect(await retake(service, 1)).toEqual({ type: 'duplicate' })
  expect((await rows(service)).map(({ status }) => status)).toEqual(['waiting', 'waiting'])
  for (const index of [0, 1]) expect(await retake(service, index)).toMatchObject({ type: 'taken' })
  expect((await rows(service)).map(({ status }) => status)).toEqual(['taken', 'taken'])
})

test('a text delivered to two servers at once waits once', async () => {
  const service = await start()
  const { config, log, store } = service.runtime
  const other = await createRuntime({ config, log, clock: () => NOW })
  onTestFinished(() => other.stop())
  await service.text('alo')
  for (const runtime of [service.runtime, other]) breakTurns({ runtime })
  const form = service.twilio.inbound(`${PUBLIC_URL}/webhooks/twilio`, {
    ...{ MessageSid: newSid(), From: FARMER, Body: 'bc ngo 3 ta' },
  })
  // The first server has looked whether it is known, and the second keeps it before the first does.
  const { commit } = store
  let isOvertaken = false
  store.commit = async (it, withinMs) => {
    if (!isOvertaken && it.writes.some(({ table }) => table === 'messages')) {
      isOvertaken = true
      expect((await post(other, form)).status).toBe(200)
    }
    return commit(it, withinMs)
  }
  expect((await post(service.runtime, form)).status).toBe(200)
  expect(isOvertaken).toBe(true)
  expect((await rows(service)).map(({ text, status }) => [text, status])).toEqual([
    ['alo', 'taken'],
    ['bc ngo 3 ta', 'waiting'],
  ])
})
