import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { DispatcherOptions } from '../../src/delivery/dispatcher.ts'
import { NOW } from './fixtures.ts'
import { gate, openRig, type Rig, until } from './rig.ts'

/** Runs as in production, but for a poll that comes too late to help, and with a store that takes its time. */
const gathering = (rig: Rig, slowMs: number): Partial<DispatcherOptions> => ({
  gatherMs: 20,
  clock: () => NOW,
  store: {
    ...rig.store,
    commit: async (commit, withinMs) => {
      await sleep(slowMs)
      return rig.store.commit(commit, withinMs)
    },
  },
})

test('rows that come close together are leased in one commit, and their results written in one', async () => {
  const rig = await openRig()
  for (const n of [1, 2, 3]) await rig.addUrn(`u${n}`)
  const worker = rig.dispatcher(gathering(rig, 0))
  await worker.idle()
  const before = rig.groups.length
  for (const n of [1, 2, 3]) await rig.queue(`o${n}`, { urnId: `u${n}` })
  worker.wake()
  await worker.idle()
  expect(rig.sms.ids.toSorted()).toEqual(['o1', 'o2', 'o3'])
  // Three rows put there, each by a commit of its own; then the leases, and the results.
  expect(rig.groups.slice(before)).toEqual([1, 1, 1, 3, 3])
})

test('what is due while others are being leased goes out without waiting for the next poll', async () => {
  const rig = await openRig()
  for (const n of [1, 2]) await rig.addUrn(`u${n}`)
  // The first takes as long as the test: nothing but being woken tells of the second.
  const { promise, open } = gate()
  rig.sms.script.push(promise)
  const worker = rig.dispatcher(gathering(rig, 100))
  await worker.idle()
  await rig.queue('o1', { urnId: 'u1' })
  worker.wake()
  await sleep(60)
  await rig.queue('o2', { urnId: 'u2' })
  worker.wake()
  await until(() => rig.sms.asked.length === 2)
  expect(rig.sms.ids).toEqual(['o1', 'o2'])
  open()
  await worker.idle()
})
