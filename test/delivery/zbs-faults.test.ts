import { expect, test } from 'vitest'
import { createZaloChannel } from '../../src/channels/zalo/channel.ts'
import { createZbsChannels } from '../../src/channels/zalo/zbs-channel.ts'
import { applyStatus } from '../../src/delivery/statuses.ts'
import { outboxByOnceKey } from '../../src/store/queries/outbox.ts'
import { toInbound } from '../channels/rig.ts'
import { webhookUrl } from '../channels/zalo-rig.ts'
import { startZbs } from '../channels/zbs-rig.ts'
import { seeded } from '../seeded.ts'
import type { ZaloStandIn } from '../stand-ins/zalo.ts'
import { HOUR } from './fixtures.ts'
import { openRig, type Rig } from './rig.ts'
import { approved, impatient, SAID } from './zbs-rig.ts'

const MESSAGES = 170
const CLASSES = ['service', 'reminder', 'broadcast'] as const

/** Of sends alone: what a lost token call does is another matter. */
const failSend = (zalo: ZaloStandIn, fault: Parameters<ZaloStandIn['fail']>[0]): void =>
  zalo.fail(fault, { matches: ({ url }) => url.endsWith('/message/template') })

/** What becomes of one of the next sends. */
const FAULTS: ((zalo: ZaloStandIn, addresses: readonly string[]) => void)[] = [
  (zalo) => failSend(zalo, { type: 'hang', accept: true }),
  (zalo) => failSend(zalo, { type: 'hang', accept: false }),
  (zalo) => failSend(zalo, { type: 'reset', accept: true }),
  (zalo) => failSend(zalo, { type: 'reset', accept: false }),
  (zalo) => failSend(zalo, { type: 'garble' }),
  (zalo) => failSend(zalo, { type: 'answer', status: 502, body: '<html>' }),
  (zalo) => failSend(zalo, { type: 'answer', status: 429, body: '' }),
  (zalo) => failSend(zalo, { type: 'answer', status: 200, body: { error: -115 } }),
  (zalo) => failSend(zalo, { type: 'answer', status: 200, body: { error: -100 } }),
  ...[-118, -139, -1121, -230].map((code) => (zalo: ZaloStandIn, addresses: readonly string[]) => {
    for (const address of addresses) zalo.zbs.refuse(address, code)
  }),
]

const idOf = (n: number): string => `019ab000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const phoneOf = (n: number): string => `849${String(n).padStart(8, '0')}`
const userOf = (n: number): string => `33445566778${String(n).padStart(6, '0')}`

/** A person with a phone, a Zalo user or both, and one message that a template says. */
async function addPerson(rig: Rig, n: number, random: () => number): Promise<string[]> {
  const kind = Math.floor(random() * 3)
  const person = { id: `p${n}` }
  if (kind !== 0) await rig.addUrn(`z${n}`, { scheme: 'zalo', address: `zalo:${userOf(n)}`, person })
  if (kind !== 1) await rig.addUrn(`t${n}`, { address: `tel:+${phoneOf(n)}`, person })
  const each = CLASSES[Math.floor(random() * CLASSES.length)] ?? 'service'
  await rig.queue(idOf(n), { urnId: kind === 0 ? `t${n}` : `z${n}`, personId: `p${n}`, class: each })
  return [...(kind === 0 ? [] : [userOf(n)]), ...(kind === 1 ? [] : [phoneOf(n)])]
}

test.each([31, 32, 33])(
  'templates fail as they like, seed %i: each message ends in a known state, none goes twice unmarked',
  async (seed) => {
    const rig = await openRig({ at: Date.UTC(2026, 10, 22, 1) })
    const random = seeded(seed)
    const { standIn: zalo, api, tokens } = await startZbs({ now: rig.delivery.clock })
    zalo.zbs.register(SAID, [{ name: 'what', maxLength: 100 }])
    const sender = { api: impatient(api, 400), tokens }
    const oa = createZaloChannel(sender)
    const programs = { current: approved(), byRevision: () => undefined }
    rig.dispatcher({ channels: [oa, ...createZbsChannels(sender)], programs })
    for (let n = 0; n < MESSAGES; n++) {
      const addresses = await addPerson(rig, n, random)
      if (random() < 0.6) FAULTS[Math.floor(random() * FAULTS.length)]?.(zalo, addresses)
      // Some at a time, or the first would have all the faults.
      if (n % 10 === 9) await rig.at(rig.delivery.clock() + 1)
    }
    await rig.untilAllEnd()
    // Half of what arrived is reported; some of it had never been heard of again.
    for (const sent of zalo.zbs.sent.filter(() => random() < 0.5)) {
      const received = await oa.receive(toInbound(zalo.templateReceipt(webhookUrl, sent)))
      if (received.type !== 'accepted') throw new Error(received.code)
      for (const event of received.events)
        if (event.type === 'status') await applyStatus(rig.delivery, event.by ?? 'zalo', event)
    }
    await rig.at(rig.delivery.clock() + 13 * HOUR)
    await rig.untilAllEnd()
    const ends = new Map<string, number>()
    for (let n = 0; n < MESSAGES; n++) {
      const row = await rig.row(idOf(n))
      const [climbed] = await outboxByOnceKey(rig.store.db, `rung:${idOf(n)}`)
      const taken = zalo.zbs.sent.filter(({ to }) => to === phoneOf(n) || to === userOf(n))
      ends.set(row.status, (ends.get(row.status) ?? 0) + 1)
      if (row.status === 'wired' || row.status === 'delivered') {
        expect(row.channel).toBe('zbs')
        expect(taken.map(({ id }) => id)).toContain(row.externalId)
      }
      if (row.status === 'failed') expect(taken).toEqual([])
      const mayBeTwice = row.possibleDouble || climbed?.possibleDouble === true
      expect(taken.length).toBeLessThanOrEqual(mayBeTwice ? 2 + Number(climbed !== undefined) : 1)
      for (const { trackingId, way, values } of taken) {
        expect(values).toEqual({ what: row.id })
        const ids = [row, climbed].map((each) => each?.id.replaceAll('-', ''))
        if (way === 'phone') expect(ids).toContain(trackingId)
      }
    }
    expect([...ends.keys()].sort()).toEqual(['delivered', 'failed', 'uncertain', 'wired'])
    expect((ends.get('wired') ?? 0) + (ends.get('delivered') ?? 0)).toBeGreaterThan(MESSAGES / 2)
    await zalo.close()
  },
  60_000,
)
