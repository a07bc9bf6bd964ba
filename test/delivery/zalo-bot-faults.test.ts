import { expect, test } from 'vitest'
import { nodeFetch } from '../../src/channels/node-fetch.ts'
import { createZaloBotChannel } from '../../src/channels/zalo-bot/channel.ts'
import { captureLog } from '../channels/rig.ts'
import { makeConfig } from '../channels/zalo-bot-rig.ts'
import { seeded } from '../seeded.ts'
import { startZaloBotStandIn, type ZaloBotStandIn } from '../stand-ins/zalo-bot.ts'
import { openRig } from './rig.ts'

const MESSAGES = 170
const CLASSES = ['reply', 'service', 'reminder', 'broadcast'] as const

/** What becomes of one of the next requests. */
const FAULTS: ((bot: ZaloBotStandIn) => void)[] = [
  (bot) => bot.fail({ type: 'hang', accept: true }),
  (bot) => bot.fail({ type: 'hang', accept: false }),
  (bot) => bot.fail({ type: 'reset', accept: true }),
  (bot) => bot.fail({ type: 'reset', accept: false }),
  (bot) => bot.fail({ type: 'garble' }),
  (bot) => bot.fail({ type: 'answer', status: 502, body: '<html>' }),
  (bot) => bot.fail({ type: 'answer', status: 429, body: '' }),
  ...[400, 401, 403, 404, 408, 429].map((code) => (bot: ZaloBotStandIn) => bot.refuseNext(code)),
]

const idOf = (n: number): string => `019ab000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const nameOf = (n: number): string => `farmer${n}`

test.each([21, 22, 23])(
  'the bot platform fails as it likes, seed %i: each message ends in a known state, none goes twice unmarked',
  async (seed) => {
    const rig = await openRig()
    const random = seeded(seed)
    const bot = await startZaloBotStandIn({ now: rig.delivery.clock })
    const config = makeConfig(bot, { timeoutMs: 400 })
    rig.dispatcher({ channels: [createZaloBotChannel({ config, fetch: nodeFetch, log: captureLog().log })] })
    for (let n = 0; n < MESSAGES; n++) {
      bot.interact(nameOf(n))
      const address = `zalo:bot:${nameOf(n)}` as const
      await rig.addUrn(`u${n}`, { scheme: 'zalo', address, channel: 'zalo-bot', person: {} })
      const each = CLASSES[Math.floor(random() * CLASSES.length)] ?? 'reply'
      await rig.queue(idOf(n), { urnId: `u${n}`, personId: `p-u${n}`, class: each })
      if (random() < 0.7) FAULTS[Math.floor(random() * FAULTS.length)]?.(bot)
      // Some at a time, or replies, which go first, would have all the faults.
      if (n % 10 === 9) await rig.at(rig.delivery.clock() + 1)
    }
    await rig.untilAllEnd()
    const ends = new Map<string, number>()
    for (let n = 0; n < MESSAGES; n++) {
      const { status, class: each, possibleDouble, externalId } = await rig.row(idOf(n))
      const taken = bot.messages.filter(({ to }) => to === nameOf(n))
      ends.set(status, (ends.get(status) ?? 0) + 1)
      const isOurs = each === 'reply' || each === 'service'
      if (status === 'wired') expect(taken.map(({ id }) => id)).toContain(externalId)
      if (status === 'failed') expect(taken).toEqual([])
      if (status === 'uncertain') expect(isOurs && !possibleDouble).toBe(false)
      expect(taken.length).toBeLessThanOrEqual(possibleDouble ? 2 : 1)
      if (possibleDouble) expect(isOurs).toBe(true)
    }
    expect([...ends.keys()].sort()).toEqual(['failed', 'uncertain', 'wired'])
    expect(ends.get('wired')).toBeGreaterThan(MESSAGES / 2)
    await bot.close()
  },
  60_000,
)
