import { expect, test } from 'vitest'
import { countParts } from '../../src/conversation/parts.ts'
import { insert, update } from '../../src/store/writes.ts'
import { at, HOUR, MINUTE, NOW } from './fixtures.ts'
import { Provider } from './provider.ts'
import { openRig, type Rig } from './rig.ts'

const REFUSAL = '8099'
const LONG = 'Phân bón lót NPK 16-16-8 của cửa hàng, giá rẻ hơn mọi năm. '.repeat(40)

/** A rig whose phones can be reached from an ordinary number and, where wanted, from a name. */
async function openAds({ hasName = true, refusal = REFUSAL as string | null } = {}) {
  const rig = await openRig()
  const named = new Provider('kannel', rig.delivery.clock, false)
  named.hasBrandname = true
  const number = new Provider('smsgate', rig.delivery.clock, false)
  rig.zalo.hasBrandname = true
  const channels = hasName ? [number, named, rig.zalo] : [number, rig.zalo]
  rig.dispatcher({ channels, ...(refusal === null ? {} : { refusal }) })
  return { ...rig, named, number }
}

const farmer = { advertising: 'agreed', consent: 'agreed' } as const
const ad = { class: 'broadcast', advertising: true, personId: 'p-u1' } as const
const ended = async (rig: Pick<Rig, 'row'>, id: string) => {
  const { status, reason } = await rig.row(id)
  return [status, reason]
}

test('advertising goes from the name, though they wrote to the number, labelled and with how to refuse', async () => {
  const rig = await openAds()
  await rig.addUrn('u1', { channel: 'smsgate', person: farmer })
  await rig.queue('o1', ad)
  await rig.queue('o2', { class: 'broadcast', personId: 'p-u1' })
  await rig.at(NOW)
  expect(rig.named.asked.map(({ text }) => text)).toEqual(['[QC] Da ghi: o1. Tu choi quang cao: nhan TC QC gui 8099.'])
  expect(rig.number.asked.map(({ text }) => text)).toEqual(['Da ghi: o2.'])
  expect(await ended(rig, 'o1')).toEqual(['wired', 'advertising'])
})

test('on Zalo they answer the account itself', async () => {
  const rig = await openAds({ refusal: null })
  await rig.addUrn('u1', { scheme: 'zalo', person: farmer })
  await rig.queue('o1', ad)
  await rig.at(NOW)
  expect(rig.zalo.asked.map(({ text }) => text)).toEqual(['[QC] Đã ghi: o1.\nTừ chối quảng cáo: nhắn TC QC.'])
})

test('without a name it does not go, from no number', async () => {
  const rig = await openAds({ hasName: false })
  await rig.addUrn('u1', { channel: 'smsgate', person: farmer })
  await rig.queue('o1', ad)
  await rig.at(NOW)
  expect(await ended(rig, 'o1')).toEqual(['cancelled', 'ordinary_number'])
  expect(rig.number.asked).toEqual([])
})

test('without a place to refuse it, it does not go', async () => {
  const rig = await openAds({ refusal: null })
  await rig.addUrn('u1', { person: farmer })
  await rig.queue('o1', ad)
  await rig.at(NOW)
  expect(await ended(rig, 'o1')).toEqual(['cancelled', 'no_refusal'])
  expect(rig.named.asked).toEqual([])
})

test('a number of a Do-Not-Call list gets all else', async () => {
  const rig = await openAds()
  await rig.addUrn('u1', { person: farmer })
  await rig.write(insert('doNotCall', { hash: rig.store.keys.hash('tel:u1'), source: 'dnc', at: NOW }))
  await rig.queue('o1', ad)
  await rig.queue('o2', { class: 'broadcast', personId: 'p-u1' })
  await rig.at(NOW)
  expect(await ended(rig, 'o1')).toEqual(['cancelled', 'do_not_call'])
  expect(await ended(rig, 'o2')).toEqual(['wired', 'agreed'])
})

test('three in 24 hours by when they left; the fourth a day after the first', async () => {
  const rig = await openAds()
  await rig.addUrn('u1', { person: farmer })
  // The first is refused for a while: it counts from when it left.
  rig.named.script.push({ type: 'errored', code: 'busy', retryAfterMs: HOUR })
  for (const [n, id] of ['o1', 'o2', 'o3', 'o4'].entries())
    await rig.queue(id, { ...ad, dueAt: NOW + n * MINUTE, deadline: NOW + 72 * HOUR })
  for (let passed = 0; passed < 30 * HOUR; passed += 5 * MINUTE) await rig.at(NOW + passed)
  const left = await Promise.all(['o1', 'o2', 'o3', 'o4'].map(async (id) => (await rig.row(id)).leftAt ?? 0))
  expect(left[0]).toBeGreaterThanOrEqual(NOW + HOUR)
  expect((left[3] ?? 0) - (left[0] ?? 0)).toBeGreaterThanOrEqual(24 * HOUR)
  expect((await rig.row('o4')).decisions?.map(({ reason }) => reason)).toContain('advertised')
})

test('who refuses between the decision and the send gets none', async () => {
  const rig = await openAds()
  await rig.addUrn('u1', { person: farmer })
  const commit = rig.store.commit.bind(rig.store)
  let isFirst = true
  rig.store.commit = async (commitment, gatherMs) => {
    if (isFirst) {
      isFirst = false
      await commit({ writes: [update('people', { id: 'p-u1' }, { advertising: 'refused' })] })
    }
    return commit(commitment, gatherMs)
  }
  await rig.queue('o1', ad)
  isFirst = true
  await rig.at(NOW)
  await rig.at(NOW + MINUTE)
  expect(rig.named.asked).toEqual([])
  expect(await ended(rig, 'o1')).toEqual(['cancelled', 'unadvertised'])
})

test('label and ending are counted, and a long text is cut before its ending', async () => {
  const rig = await openAds()
  await rig.addUrn('u1', { person: farmer })
  await rig.queue('o1', { ...ad, what: LONG })
  await rig.at(at(11))
  const row = await rig.row('o1')
  expect(row.text).toMatch(/^\[QC\] .*\.\.\. Tu choi quang cao: nhan TC QC gui 8099\.$/s)
  expect(row.parts).toBe(countParts(row.text ?? ''))
  expect(row.parts).toBe(10)
})
