import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isAllowedHour } from '../../src/conversation/law-hours.ts'
import { nextDueAt } from '../../src/store/queries/due-outbox.ts'
import { HOUR, MINUTE, NOW, SECOND } from './fixtures.ts'
import type { Ending } from './provider.ts'
import { openRig } from './rig.ts'

/** Anything a provider may do to a send. */
const ending = fc.constantFrom<Ending | 'taken'>(
  'taken',
  'lost',
  'bug',
  { type: 'unknown', code: 'timeout' },
  { type: 'errored', code: '30001' },
  { type: 'errored', code: '30500', retryAfterMs: 3 * MINUTE },
  { type: 'throttled', retryAfterMs: 20 * SECOND },
  { type: 'failed', code: '21211' },
  { type: 'failed', code: '20003', config: true },
  { type: 'contact_stopped', code: '21610' },
  { type: 'window_closed', code: 'closed' },
)
const messageClass = fc.constantFrom('reply', 'service', 'reminder', 'broadcast')

/** What each end says of how often the provider took the message. */
const TAKEN: Record<string, (taken: number, isDouble: boolean) => boolean> = {
  wired: (taken, isDouble) => taken === 1 || (isDouble && taken === 2),
  uncertain: (taken, isDouble) => taken <= (isDouble ? 2 : 1),
  failed: (taken) => taken === 0,
  expired: (taken) => taken === 0,
  stopped: (taken) => taken === 0,
  cancelled: (taken) => taken === 0,
}

test('whatever a provider does, every message ends in a state that is true of it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        script: fc.array(ending, { maxLength: 12 }),
        classes: fc.array(messageClass, { minLength: 1, maxLength: 4 }),
        startsAtHour: fc.integer({ min: 0, max: 23 }),
        usefulHours: fc.integer({ min: 1, max: 30 }),
        canLook: fc.boolean(),
        lagMs: fc.integer({ min: 0, max: 9 * SECOND }),
      }),
      async ({ script, classes, startsAtHour, usefulHours, canLook, lagMs }) => {
        let now = NOW + startsAtHour * HOUR
        const rig = await openRig({ canLook, at: now })
        rig.sms.listLagMs = lagMs
        rig.sms.script.push(...script.map((each) => (each === 'taken' ? Promise.resolve() : each)))
        for (const id of ['u0', 'u1']) await rig.addUrn(id, { person: {} })
        for (const [n, each] of classes.entries()) {
          const to = `u${n % 2}`
          await rig.queue(`o${n}`, {
            class: each,
            now,
            deadline: now + usefulHours * HOUR,
            urnId: to,
            personId: `p-${to}`,
          })
        }
        const sentAt = new Map<string, number[]>()
        for (let rounds = 0; rounds < 500; rounds++) {
          const before = rig.sms.asked.length
          await rig.at(now)
          for (const { id } of rig.sms.asked.slice(before)) sentAt.set(id, [...(sentAt.get(id) ?? []), now])
          const next = await nextDueAt(rig.store.db)
          if (next === null) break
          // What waits for an earlier one is due all the time.
          now = Math.max(now + (rig.sms.asked.length === before ? MINUTE : SECOND), next)
        }
        for (const [n, each] of classes.entries()) {
          const row = await rig.row(`o${n}`)
          const taken = rig.sms.taken.filter(({ message }) => message.id === row.id).length
          expect(TAKEN[row.status]?.(taken, row.possibleDouble), `${row.status} taken ${taken}`).toBe(true)
          expect(row).toMatchObject({ leaseUntil: null, settledAt: expect.any(Number) })
          const mayBeDouble = each === 'reply' || each === 'service'
          if (!mayBeDouble) expect([taken <= 1, row.possibleDouble]).toEqual([true, false])
          const times = sentAt.get(row.id) ?? []
          expect(times.every((time) => time < row.deadline)).toBe(true)
          if (each !== 'reply') expect(times.every(isAllowedHour)).toBe(true)
        }
        await rig.close()
      },
    ),
    { numRuns: 25 },
  )
}, 60_000)
