import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createEsmsChannel } from '../../src/channels/esms/channel.ts'
import { nodeFetch } from '../../src/channels/node-fetch.ts'
import { applyStatus } from '../../src/delivery/statuses.ts'
import { called } from '../channels/esms-rig.ts'
import { captureLog, publicUrl } from '../channels/rig.ts'
import { seeded } from '../seeded.ts'
import { type EsmsStandIn, startEsmsStandIn } from '../stand-ins/esms.ts'
import { openRig, type Rig } from './rig.ts'

const MESSAGES = 170
const CLASSES = ['reply', 'service', 'reminder', 'broadcast'] as const

/** What becomes of one of the next requests. */
const FAULTS: ((esms: EsmsStandIn) => void)[] = [
  (esms) => esms.fail({ type: 'hang', accept: true }),
  (esms) => esms.fail({ type: 'hang', accept: false }),
  (esms) => esms.fail({ type: 'reset', accept: true }),
  (esms) => esms.fail({ type: 'reset', accept: false }),
  (esms) => esms.fail({ type: 'garble' }),
  (esms) => esms.fail({ type: 'answer', status: 502, body: '<html>' }),
  (esms) => esms.fail({ type: 'answer', status: 429, body: '' }),
  (esms) => esms.refuseNext('160'),
  (esms) => esms.refuseNext('103'),
]

const REPORTS = [{ SendStatus: '7', SendSuccess: '0' }, { SendStatus: '2' }, {}, {}] as const

/** Reports come early, late, twice and in any order, until `isOver` and none is missing; some messages get none. Gives the ids of those that did. */
async function report(rig: Rig, esms: EsmsStandIn, random: () => number, isOver: () => boolean): Promise<Set<string>> {
  const channel = makeChannel(rig, esms)
  const tell = async (url: string) => {
    const received = await channel.receive(called(url))
    if (received.type !== 'accepted') throw new Error(received.code)
    for (const event of received.events) if (event.type === 'status') await applyStatus(rig.delivery, 'esms', event)
  }
  const reported = new Set<string>()
  let told = 0
  while (told < esms.messages.length || !isOver()) {
    const sent = esms.messages[told]
    if (sent === undefined) await sleep(5)
    else {
      told += 1
      if (random() < 0.3) continue
      reported.add(sent.requestId)
      for (const fields of [...REPORTS].sort(() => random() - 0.5)) await tell(esms.report(sent, fields))
    }
  }
  return reported
}

const makeChannel = (rig: Rig, { url, apiKey, secretKey, brandname: from }: EsmsStandIn) =>
  createEsmsChannel({
    config: { apiUrl: url, apiKey, secretKey, from, moSecret: 'secret', publicUrl, timeoutMs: 150 },
    ...{ fetch: nodeFetch, log: captureLog().log, now: rig.delivery.clock },
    md5: (data) => createHash('md5').update(data).digest(),
  })

const idOf = (n: number): string => `019ab000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

test.each([11, 12, 13])(
  'eSMS fails as it likes, seed %i: each message is sent once and known to be',
  async (seed) => {
    const rig = await openRig()
    const random = seeded(seed)
    const esms = await startEsmsStandIn({ now: rig.delivery.clock })
    for (let n = 0; n < MESSAGES; n++) {
      await rig.addUrn(`u${n}`, { address: `tel:+8491${1000000 + n}`, channel: 'esms', person: {} })
      const each = CLASSES[n % CLASSES.length] ?? 'reply'
      await rig.queue(idOf(n), { urnId: `u${n}`, personId: `p-u${n}`, class: each })
      if (random() < 0.7) FAULTS[Math.floor(random() * FAULTS.length)]?.(esms)
    }
    let isOver = false
    const reports = report(rig, esms, random, () => isOver)
    rig.dispatcher({ channels: [makeChannel(rig, esms)] })
    await rig.untilAllEnd()
    isOver = true
    const reported = await reports
    expect(reported.size).toBeGreaterThan(MESSAGES / 2)
    expect(esms.messages.map(({ requestId }) => requestId).sort()).toEqual(
      Array.from({ length: MESSAGES }, (_, n) => idOf(n)),
    )
    for (const { requestId, smsId } of esms.messages) {
      const row = await rig.row(requestId)
      const isReported = reported.has(requestId)
      const status = isReported ? 'delivered' : 'wired'
      expect(row).toMatchObject({ status, channel: 'esms', possibleDouble: false })
      expect(isReported ? [smsId] : [smsId, requestId]).toContain(row.externalId)
    }
    await esms.close()
  },
  60_000,
)
