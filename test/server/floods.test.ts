import { expect, onTestFinished, test } from 'vitest'
import { instantOf } from '../../src/conversation/calendar.ts'
import { messages } from '../../src/store/schema/messages.ts'
import { outbox } from '../../src/store/schema/outbox.ts'
import { urns } from '../../src/store/schema/people.ts'
import { yields } from '../../src/store/schema/records.ts'
import { tickets } from '../../src/store/schema/tickets.ts'
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
  expect(sent.at(-1)).toMatch(/Da nhan \d+ tin, tra loi tin cuoi: .*201 kg/)
  const toOfficer = rig.twilio.messages.filter(({ to }) => to === OFFICER).map(({ body }) => body)
  expect(toOfficer).toEqual([expect.stringMatching(/^Phieu 1, .*tin trong 1 phut/)])
})

/** A machine at the other end: it texts what `answers` makes of each text of ours, so long as ours come. */
async function machine(rig: Rig, answers: (ours: string, count: number) => string | null, rounds = 40) {
  let seen = rig.twilio.messages.length
  for (let round = 0; round < rounds; round++) {
    await rig.pass(STEP)
    const fresh = rig.twilio.messages.slice(seen).filter(({ to }) => to === FARMER)
    seen = rig.twilio.messages.length
    if (fresh.length === 0) return round
    for (const { body } of fresh) {
      const answer = answers(body, round)
      if (answer !== null) await rig.text(answer)
    }
  }
  return rounds
}

const BUSY = 'Toi dang lai xe, se goi lai sau. Cam on.'
test.each<[string, string, (ours: string, count: number) => string | null, number]>([
  ['one that says the same to whatever comes', BUSY, () => BUSY, 6],
  ['one that sends our own words back', 'menu', (ours) => ours, 4],
  ['one that quotes us', 'menu', (ours) => `Re: "${ours}" - ${BUSY}`, 4],
  ['one with two answers in turn', BUSY, (_, count) => (count % 2 ? BUSY : 'Xin chao quy khach 24/7!'), 10],
  ['one that counts its answers', BUSY, (_, count) => `Ma yeu cau cua quy khach la YC${count}X, xin cho.`, 10],
  ['one that asks our price list for ever', 'gia gung', () => 'gia gung', 6],
])('two machines: %s', async (_, first, answers, most) => {
  const rig = await start()
  const before = await rig.tally()
  await rig.text(first)
  const rounds = await machine(rig, answers)
  const after = await rig.tally()
  expect(rounds).toBeLessThan(40)
  expect(after.out - before.out).toBeLessThanOrEqual(most)
  expect(after.in - before.in).toBeGreaterThanOrEqual(after.out - before.out)
  expect(after.reports).toBe(before.reports)
  expect(after.tickets).toEqual(['abuse'])
  // Something new and sensible is answered at once, and stops are obeyed.
  await rig.text('bc gừng 4 tạ')
  await rig.pass(STEP)
  const sensible = await rig.tally()
  expect(sensible).toMatchObject({ reports: after.reports + 1, out: after.out + 1 })
  await rig.text('tc')
  await rig.pass(STEP)
  expect(rig.twilio.messages.at(-1)?.body).toMatch(/^Da ngung gui tin/)
})

test('a stop and a start amid a flood are obeyed and confirmed at once', async () => {
  const rig = await start()
  for (let index = 0; index < 60; index++) {
    await rig.text(`bc ngô ${index + 2} kg`)
    await rig.pass(300)
  }
  for (const [word, said] of [
    ['tc', /^Da ngung gui tin/],
    ['bat dau', /nhan tin/],
  ] as const) {
    const before = rig.twilio.messages.length
    await rig.text(word)
    await rig.pass(3 * SECOND)
    expect(rig.twilio.messages.slice(before).map(({ body }) => body)).toContainEqual(expect.stringMatching(said))
  }
})

test('a short code, a brandname, a 1900 number and a landline are kept, and never answered', async () => {
  const rig = await start()
  const before = await rig.tally()
  const senders = ['8099', 'VIETTEL_QC', '19001234', '+842439123456', '+8835100012345']
  for (const sender of senders) expect((await rig.text('bc ngo 3 ta', sender)).status).toBe(200)
  for (let count = 0; count < 25; count++) await rig.text(`Quang cao ${count}`, 'VIETTEL_QC')
  await rig.pass(MINUTE)
  const after = await rig.tally()
  expect(after).toEqual({ ...before, in: before.in + 30, tickets: ['abuse'] })
  expect(rig.twilio.messages.filter(({ to }) => senders.includes(to))).toEqual([])
  const kept = await rig.runtime.store.db.select().from(messages)
  expect(kept.filter(({ personId }) => personId === null)).toHaveLength(30)
})

test('new numbers of one foreign prefix in a burst: kept, ten answered, one ticket, and farmers as ever', async () => {
  const rig = await start()
  const before = await rig.tally()
  for (let number = 0; number < 40; number++) {
    await rig.text(number % 2 ? 'tc' : 'bc ngo 3 ta', `+9477123${4000 + number}`)
    if (number % 8 === 0) await rig.pass(STEP)
  }
  await rig.text('bc gừng 5 tạ')
  await rig.text('bc gừng 5 tạ', '+84977000111')
  await rig.text('bc gừng 5 tạ', '+14156667777')
  await rig.pass(MINUTE)
  const sentTo = new Set(rig.twilio.messages.map(({ to }) => to))
  expect([...sentTo].filter((to) => to.startsWith('+94771'))).toHaveLength(10)
  expect([...sentTo]).toEqual(expect.arrayContaining([FARMER, '+84977000111', '+14156667777']))
  const after = await rig.tally()
  expect(after).toMatchObject({ in: before.in + 43, tickets: ['abuse'] })
  // Who stopped is stopped, answered or not.
  const stopped = (await rig.runtime.store.db.select().from(urns)).filter(({ stoppedAt }) => stoppedAt !== null)
  expect(stopped).toHaveLength(20)
})
