import { expect, test } from 'vitest'
import { ensureOfficer } from '../../src/server/officer.ts'
import { findUrn } from '../../src/store/queries/people.ts'
import { NOW } from './fixtures.ts'
import { Provider } from './provider.ts'
import { openRig } from './rig.ts'

/** A user of the Official Account and one of the bot, the same person, and a message for each. */
async function openBoth() {
  const rig = await openRig()
  const bot = new Provider('zalo-bot', rig.delivery.clock, false)
  const person = { id: 'p1' }
  await rig.addUrn('oa', { scheme: 'zalo', address: 'zalo:3344556677889900112', channel: 'zalo', person })
  await rig.addUrn('bot', { scheme: 'zalo', address: 'zalo:bot:a1b2c3d4e5f60718293a', channel: 'zalo-bot', person })
  await rig.queue('o1', { urnId: 'oa', personId: 'p1' })
  await rig.queue('o2', { urnId: 'bot', personId: 'p1' })
  return { rig, bot }
}

test('each Zalo user is written to by the account that knows them', async () => {
  const { rig, bot } = await openBoth()
  rig.dispatcher({ channels: [bot, rig.zalo, rig.sms] })
  await rig.at(NOW)
  expect(rig.zalo.asked.map(({ to }) => to)).toEqual(['zalo:3344556677889900112'])
  expect(bot.asked.map(({ to }) => to)).toEqual(['zalo:bot:a1b2c3d4e5f60718293a'])
})

test.each(['zalo', 'zalo-bot'] as const)('with %s alone, the users of the other wait for it', async (type) => {
  const { rig, bot } = await openBoth()
  const only = type === 'zalo' ? rig.zalo : bot
  rig.dispatcher({ channels: [only, rig.sms] })
  await rig.at(NOW)
  const [own, other] = type === 'zalo' ? ['o1', 'o2'] : ['o2', 'o1']
  expect(only.ids).toEqual([own])
  expect(await rig.row(other ?? '')).toMatchObject({ status: 'queued', attempts: 0, channel: null })
  expect(rig.logged).toContain('no_channel')
})

test('where the account may not write, the bot does', async () => {
  const { rig, bot } = await openBoth()
  rig.zalo.script.push({ type: 'window_closed', code: '-230' })
  rig.dispatcher({ channels: [rig.zalo, bot, rig.sms] })
  await rig.at(NOW)
  expect(await rig.row('o1')).toMatchObject({ status: 'wired', channel: 'zalo-bot', urnId: 'bot' })
  expect(bot.ids.toSorted()).toEqual(['o1', 'o2'])
})

test('a phone goes by whatever carries texts', async () => {
  const rig = await openRig()
  await rig.addUrn('u1', { channel: 'kept-by-a-gateway-that-is-gone' })
  await rig.queue('o1')
  await rig.at(NOW)
  expect(rig.sms.ids).toEqual(['o1'])
})

test.each([
  ['zalo:3344556677889900112', 'zalo'],
  ['zalo:bot:a1b2c3d4e5f60718293a', 'zalo-bot'],
  ['tel:+84912345678', 'esms'],
] as const)('an officer at %s is known by %s', async (address, channel) => {
  const { store, delivery } = await openRig()
  await ensureOfficer({ store, clock: delivery.clock, newId: delivery.ids, smsChannel: 'esms' }, address)
  expect((await findUrn(store.db, store.keys.hash(address)))?.urn.channel).toBe(channel)
})
