import { expect, onTestFinished, test } from 'vitest'
import { instantOf } from '../../src/conversation/calendar.ts'
import { messages } from '../../src/store/schema/messages.ts'
import { outbox } from '../../src/store/schema/outbox.ts'
import { yields } from '../../src/store/schema/records.ts'
import { ticketEntries, tickets } from '../../src/store/schema/tickets.ts'
import { FARMER, type ServiceRig, startService } from './rig.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const OFFICER = '+84987654321'

interface Rig extends ServiceRig {
  now: number
  /** Moves the clock on, and sends what is due until then. */
  pass(ms: number): Promise<void>
  /** What came in, what was kept, what went out and what it cost. */
  tally(number?: string): Promise<{ in: number; reports: number; out: number; parts: number; tickets: string[] }>
}

/** A service on a clock of its own, with a farmer who has agreed, at ten in the morning of Monday, 23 November 2026. */
async function start(from = FARMER): Promise<Rig> {
  const clock = { now: instantOf('2026-11-23', 10 * 60) }
  const service = await startService({ MUA_OFFICER_URN: `tel:${OFFICER}` }, () => clock.now)
  onTestFinished(() => service.close())
  const { db } = service.runtime.store
  const rig: Rig = {
    ...service,
    get now() {
      return clock.now
    },
    async pass(ms) {
      const end = clock.now + ms
      while (clock.now < end) {
        clock.now = Math.min(end, clock.now + STEP)
        service.runtime.dispatcher.wake([])
        await service.runtime.dispatcher.idle()
      }
    },
    async tally(number = from) {
      const sent = service.twilio.messages.filter(({ to }) => to === number)
      const rows = await db.select().from(outbox)
      const left = rows.filter((row) => row.leftAt !== null && sent.some(({ body }) => body === row.text))
      return {
        in: (await db.select().from(messages)).length,
        reports: (await db.select().from(yields)).length,
        out: sent.length,
        parts: left.reduce((sum, { parts }) => sum + (parts ?? 0), 0),
        tickets: (await db.select().from(tickets)).map(({ kind }) => kind),
      }
    },
  }
  await rig.text('bc ngo 3 ta', from)
  await rig.pass(10 * SECOND)
  await rig.text('dy', from)
  await rig.pass(11 * MINUTE)
  return rig
}

/** A step of the test's clock. */
const STEP = 15 * SECOND
const CROPS = ['ngô', 'lúa', 'gừng', 'sắn', 'lạc', 'ớt', 'đậu tương', 'nghệ', 'mía', 'chè', 'mận', 'đào']

test('twelve reports in ten minutes are answered one by one, at once', async () => {
  const rig = await start()
  const before = await rig.tally()
  for (const [index, crop] of CROPS.entries()) {
    await rig.text(`bc ${crop} ${index + 2} tạ`)
    await rig.pass(50 * SECOND)
  }
  const after = await rig.tally()
  expect(after.reports - before.reports).toBe(12)
  expect(after.out - before.out).toBe(12)
  expect(after.tickets).toEqual([])
})

test('a phone that sends 200 texts in a minute: each kept, each report recorded, a few answers, one ticket', async () => {
  const rig = await start()
  const before = await rig.tally()
  for (let index = 0; index < 200; index++) {
    await rig.text(`bc ngô ${index + 2} kg`)
    await rig.pass(300)
  }
  await rig.pass(30 * MINUTE)
  const after = await rig.tally()
  expect({ in: after.in - before.in, reports: after.reports - before.reports }).toEqual({ in: 200, reports: 200 })
  expect(after.tickets).toEqual(['abuse'])
  // The first in their turn, one that asks to slow down, the rest in a few.
  expect(after.out - before.out).toBeGreaterThan(3)
  expect(after.out - before.out).toBeLessThanOrEqual(19)
  expect(after.parts - before.parts).toBeLessThanOrEqual(2 * (after.out - before.out))
  const sent = rig.twilio.messages.filter(({ to }) => to === FARMER).map(({ body }) => body)
  expect(sent.filter((body) => body.includes('nhan cham lai'))).toHaveLength(1)
  // The last answer is about the last text, and says how many it answers.
  expect(sent.at(-1)).toMatch(/^Da nhan \d+ tin, tra loi tin cuoi: .*201 kg/)
  const toOfficer = rig.twilio.messages.filter(({ to }) => to === OFFICER).map(({ body }) => body)
  expect(toOfficer).toEqual([expect.stringMatching(/^Phieu 1, .*tin trong 1 phut/)])
})
