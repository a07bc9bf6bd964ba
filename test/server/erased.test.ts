import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { dayOf, instantOf } from '../../src/conversation/calendar.ts'
import { createRuntime } from '../../src/runtime.ts'
import { type ServiceRig, startService } from './rig.ts'

/** Nine in the morning of today, and on from there. */
const OFFSET_MS = instantOf(dayOf(Date.now()), 9 * 60) - Date.now()
const clock = () => Date.now() + OFFSET_MS
let service: ServiceRig
beforeAll(async () => {
  service = await startService({}, clock)
})
afterAll(() => service.close())

/** How often the database's files hold a word, live or left over. */
function hits(word: string): { database: number; log: number } {
  const { databaseFile } = service.runtime.config
  const count = (file: string) => (existsSync(file) ? readFileSync(file).toString('latin1').split(word).length - 1 : 0)
  return { database: count(databaseFile), log: count(`${databaseFile}-wal`) }
}

test('what was erased is gone from the file, not only from the tables', async () => {
  const { store } = service.runtime
  const say = (text: string, from: string) => service.text(text, from)
  const [gone, stays] = ['+84912345631', '+84912345632']
  for (const from of [gone, stays]) {
    await say('bc ngo 5 ta', from)
    await say('dy', from)
  }
  // As long as Zalo lets them be: such a text has pages of its own, which are freed as a whole.
  for (let n = 0; n < 12; n += 1) {
    await say(`${n} ${'zzyxwv lá vàng '.repeat(130)}`, gone)
    await say(`${n} ${'zzyxwv ỡ ỡ ỡ ỡ ỡ '.repeat(200)}`, gone)
    await say(`qqkrtm ${n} ${'la vang '.repeat(20)}`, stays)
  }
  await store.emptyLog()
  expect(hits('zzyxwv').database).toBeGreaterThanOrEqual(12)
  await say('zzyxwv lá vàng ạ', gone)
  await say('menu', gone)
  await say('xoa du lieu', gone)
  await say('co', gone)
  expect(hits('zzyxwv').log).toBeGreaterThan(0)
  // The log is emptied by the chores, of which a process that begins does each once.
  const { config, log } = service.runtime
  const other = await createRuntime({ config, log, clock })
  other.sweeper.start()
  await vi.waitFor(() => expect(hits('zzyxwv')).toEqual({ database: 0, log: 0 }), 5000)
  await other.stop()
  expect(hits('qqkrtm').database).toBeGreaterThanOrEqual(12)
}, 20_000)
