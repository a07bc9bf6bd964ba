import { expect, test } from 'vitest'
import type { CaughtUp, Channel, ChannelEvent } from '../../src/channels/channel.ts'
import { catchUpChores } from '../../src/server/catch-up.ts'
import { createPresence, type Presence } from '../../src/server/presence.ts'
import { inboundMark } from '../../src/store/queries/inbound-mark.ts'
import { message, openStore } from '../store/helpers.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const START = Date.UTC(2026, 10, 22, 1, 0)

/** Chores of a process on a database that has kept a message, with a provider whose answers are scripted. */
async function begin() {
  const store = await openStore({ file: ':memory:' })
  await store.commit({ writes: [message('m1', { receivedAt: START })] })
  let now = START
  const asked: { since: number; until: number }[] = []
  const script: CaughtUp[] = []
  const taken: string[] = []
  const lines: string[] = []
  let canKeep = true
  const channel: Channel = {
    type: 'twilio',
    form: 'sms',
    scheme: 'tel',
    routes: [],
    acknowledge: () => ({ contentType: 'text/plain', body: '' }),
    receive: async () => ({ type: 'accepted', events: [] }),
    send: async () => ({ type: 'unknown', code: 'none' }),
    catchUp: async (since, until) => {
      asked.push({ since: since - START, until: until - START })
      return script.shift() ?? { type: 'told', events: [], reached: until }
    },
  }
  const keep = (fields: Record<string, unknown>, text: string) => void lines.push(JSON.stringify({ ...fields, text }))
  const takeEvents = async (_: unknown, events: readonly ChannelEvent[]) => {
    for (const event of events) if (canKeep && event.type === 'message') taken.push(event.externalId)
    return canKeep
  }
  const parts = { store, channels: [channel], clock: () => now, metrics: { count: () => undefined } }
  const options = { ...parts, reception: { takeEvents }, log: { info: keep, warn: keep, error: keep } }
  const startProcess = () => {
    const presence: Presence = createPresence(parts)
    const chores = catchUpChores({ ...options, presence })
    const beat = async (at: number) => {
      now = START + at
      for (const chore of chores) await chore.run(now)
      return (await chores[1]?.nextAt?.(now)) ?? null
    }
    return { presence, beat }
  }
  const ask = async () => (await inboundMark(store.db))?.value
  const setKeep = (can: boolean) => {
    canKeep = can
  }
  return { store, asked, script, taken, lines, ask, setKeep, startProcess }
}

const text = (id: string, sentAt: number): ChannelEvent => ({
  ...{ type: 'message', externalId: id, from: 'tel:+84912345678', text: 'CB', attachments: [] },
  sentAt: START + sentAt,
})

test('each start asks once from two minutes before the last mark, and a minute later for what a list did not show yet', async () => {
  const { asked, ask, startProcess } = await begin()
  const one = startProcess()
  for (const at of [0, 30, 60, 90, 120]) await one.beat(at * SECOND)
  expect(asked).toEqual([
    { since: -2 * MINUTE, until: 0 },
    { since: -MINUTE, until: 0 },
  ])
  expect(await ask()).toMatchObject({ ask: {} })
  const other = startProcess()
  for (const at of [125, 155, 185, 215]) await other.beat(at * SECOND)
  expect(asked.slice(2)).toEqual([
    { since: 0, until: 125 * SECOND },
    { since: 65 * SECOND, until: 125 * SECOND },
  ])
})

test('what will be posted again is asked for once', async () => {
  const { asked, script, ask, startProcess } = await begin()
  script.push({ type: 'will_post' })
  const { beat } = startProcess()
  for (const at of [0, 30, 60, 90]) await beat(at * SECOND)
  expect(asked).toHaveLength(1)
  expect(await ask()).toMatchObject({ ask: {} })
})

test('marks that are missing for over 90 seconds are an absence, without a start', async () => {
  const { asked, store, startProcess } = await begin()
  const { beat } = startProcess()
  await beat(0)
  await beat(90 * SECOND)
  const { commit } = store
  store.commit = async () => ({ type: 'unavailable', reason: 'SQLITE_FULL' })
  await beat(120 * SECOND)
  await beat(180 * SECOND)
  store.commit = commit
  expect(asked).toHaveLength(2)
  await beat(200 * SECOND)
  expect(asked.slice(2)).toEqual([{ since: -30 * SECOND, until: 200 * SECOND }])
})

test('a message that could be kept nowhere is an absence, however short', async () => {
  const { asked, presence, beat } = await begin().then((it) => ({ ...it, ...it.startProcess() }))
  await beat(0)
  await beat(30 * SECOND)
  presence.lost()
  await beat(60 * SECOND)
  await beat(90 * SECOND)
  await beat(120 * SECOND)
  expect(asked.slice(1)).toEqual([
    { since: -90 * SECOND, until: 60 * SECOND },
    { since: 0, until: 60 * SECOND },
  ])
})

test('a provider that fails is asked again, ever more seldom, over a restart too, and given up after a day', async () => {
  const { asked, script, lines, ask, startProcess } = await begin()
  script.push(...Array.from({ length: 1000 }, (): CaughtUp => ({ type: 'failed', code: 'http_503' })))
  const { beat } = startProcess()
  for (let at = 0; at < 10 * MINUTE; at += 30 * SECOND) await beat(at)
  expect(asked).toHaveLength(5)
  const other = startProcess()
  await other.beat(10 * MINUTE)
  expect(asked.at(-1)).toEqual({ since: -2 * MINUTE, until: 10 * MINUTE })
  for (let at = 10 * MINUTE; at < 24 * HOUR; at += 30 * SECOND) await other.beat(at)
  expect(asked.length).toBeLessThan(45)
  expect(lines.filter((line) => line.includes('"text":"not_caught_up"'))).toHaveLength(asked.length)
  for (let at = 24 * HOUR; at < 26 * HOUR; at += MINUTE) await other.beat(at)
  expect(lines.filter((line) => line.includes('has to be looked for'))).toHaveLength(1)
  expect(await ask()).toMatchObject({ ask: {} })
})

test('a provider that mends tells all since the beginning', async () => {
  const { asked, script, taken, ask, startProcess } = await begin()
  script.push(
    { type: 'failed', code: 'timeout' },
    { type: 'told', events: [text('SM1', 0)], reached: START + 10 * MINUTE },
  )
  const { beat } = startProcess()
  await beat(10 * MINUTE)
  await beat(10.5 * MINUTE)
  expect(asked).toEqual([
    { since: -2 * MINUTE, until: 10 * MINUTE },
    { since: -2 * MINUTE, until: 10 * MINUTE },
  ])
  expect(taken).toEqual(['SM1'])
  expect(await ask()).toMatchObject({ ask: {} })
})

test('where there is more, it is asked for at once from where the first answer ends', async () => {
  const { asked, script, startProcess } = await begin()
  script.push({ type: 'told', events: [], reached: START + MINUTE })
  const { beat } = startProcess()
  expect(await beat(10 * MINUTE)).toBe(START + 10 * MINUTE)
  expect(await beat(10 * MINUTE)).toBe(START + 11 * MINUTE)
  expect(asked).toEqual([
    { since: -2 * MINUTE, until: 10 * MINUTE },
    { since: MINUTE, until: 10 * MINUTE },
  ])
})

test('thousands are taken in rounds, those of one second together, none left out', async () => {
  const { asked, script, taken, startProcess } = await begin()
  // Four in each second.
  const events = Array.from({ length: 2501 }, (_, nth) => text(`SM${nth}`, Math.floor((nth + 2) / 4) * SECOND))
  const answer = (since: number): CaughtUp => ({
    ...{ type: 'told', reached: START + HOUR },
    events: events.filter((event) => event.type === 'message' && (event.sentAt ?? 0) - START >= since),
  })
  const { beat } = startProcess()
  script.push(answer(0))
  await beat(HOUR)
  expect(taken).toHaveLength(1002)
  script.push(answer(251 * SECOND))
  await beat(HOUR)
  script.push(answer(501 * SECOND))
  await beat(HOUR)
  expect(asked.map(({ since }) => since)).toEqual([-2 * MINUTE, 251 * SECOND, 501 * SECOND])
  expect(taken).toEqual(events.map((event) => ('externalId' in event ? event.externalId : '')))
})

test('what can not be kept is asked for again', async () => {
  const { script, taken, setKeep, startProcess } = await begin()
  const told = (): CaughtUp => ({ type: 'told', events: [text('SM1', 0)], reached: START + 10 * MINUTE })
  script.push(told(), told())
  setKeep(false)
  const { beat } = startProcess()
  expect(await beat(10 * MINUTE)).toBe(START + 10.5 * MINUTE)
  setKeep(true)
  expect(await beat(10.5 * MINUTE)).toBe(START + 11.5 * MINUTE)
  expect(taken).toEqual(['SM1'])
})

test('an answer that can not be noted is no reason to ask without pause', async () => {
  const { asked, store, startProcess } = await begin()
  const { beat } = startProcess()
  const { commit } = store
  let commits = 0
  store.commit = async (it) => (++commits === 1 ? commit(it) : { type: 'unavailable', reason: 'SQLITE_FULL' })
  expect(await beat(0)).toBe(START + 30 * SECOND)
  expect(asked).toHaveLength(1)
})

test('a mark that can not be read begins anew, and owes nothing but the start', async () => {
  const { asked, store, startProcess } = await begin()
  store.client.prepare(`insert into settings (name, value) values ('inbound', '{"v":2}')`).run()
  await startProcess().beat(MINUTE)
  expect(asked).toEqual([{ since: -2 * MINUTE, until: MINUTE }])
})
