import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hasKannel, type RealKannel, startKannel } from '../real/kannel.ts'
import { read } from '../real/kannel-phones.ts'
import { type SmppOperator, startSmppOperator } from '../stand-ins/smpp-operator.ts'
import { channelOf, type Listener, QUICK, SECRET, startListener, statusesOf, textsOf } from './kannel-real-rig.ts'
import { makeMessage } from './rig.ts'

const FARMER = '84912345678'
const URN = `tel:+${FARMER}` as const
const LETTERS = '@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ ¤¡ÄÖÑÜ§¿äöñüà^{}\\[]~|€'
const soon = { timeout: 20_000 }

/** The configuration we ship, with an SMPP link of which the other end is played. */
describe.skipIf(!hasKannel())('a real Kannel on an SMPP link', { timeout: 60_000 }, () => {
  let listener: Listener
  let operator: SmppOperator
  let kannel: RealKannel
  let channel: ReturnType<typeof channelOf>

  beforeAll(async () => {
    listener = await startListener()
    operator = await startSmppOperator()
    kannel = await startKannel({ muaUrl: listener.url, secret: SECRET, changes: QUICK, operator })
    channel = channelOf(kannel, listener)
  })
  afterAll(async () => {
    await kannel?.close()
    await operator?.close()
    listener?.server.closeAllConnections()
    listener?.server.close()
  })
  beforeEach(() => {
    operator.decide = () => ({ type: 'taken', state: 'DELIVRD', error: '000' })
    listener.events.length = 0
  })

  test('brings texts in every alphabet, long ones whole', async () => {
    const sent = ['bc ngo 3 ta', LETTERS, 'Giá gừng 🌱 hôm nay?', 'Ngô nương được giá, '.repeat(12)]
    for (const text of sent) operator.text(FARMER, '8099', text)
    await expect.poll(() => textsOf(listener).toSorted(), soon).toEqual(sent.toSorted())
    expect(listener.events).toMatchObject(sent.map(() => ({ type: 'message', from: URN })))
  })

  test('carries ours, from the short code to an international number', async () => {
    const before = operator.parts.length
    const texts = [`${LETTERS}\r\n\f`, 'Giá lúa ướt đẫm 🌱', '€'.repeat(81)]
    for (const text of texts) expect(await channel.send(makeMessage(URN, text))).toMatchObject({ type: 'wired' })
    await expect.poll(() => operator.parts.length - before, soon).toBe(4)
    const [plain, accented, ...long] = operator.parts
      .slice(before)
      .toSorted((a, b) => (a.of?.number ?? 0) - (b.of?.number ?? 0))
    expect(
      [[plain], [accented], long].map((parts, index) =>
        read(
          parts.filter((part) => part !== undefined),
          index === 1,
        ),
      ),
    ).toEqual(texts)
    expect(operator.last()).toMatchObject({ from: '8099', fromKind: [3, 0], to: FARMER, toKind: [1, 1] })
  })

  test.each([
    ['delivered', { type: 'taken', state: 'DELIVRD', error: '000' }, ['delivered', 'sent']],
    ['undeliverable', { type: 'taken', state: 'UNDELIV', error: '027' }, ['sent', 'undeliverable_027']],
    ['too late', { type: 'taken', state: 'EXPIRED', error: '000' }, ['expired', 'sent']],
    ['refused for its number', { type: 'refused', status: 0x0b }, ['invalid_destination']],
    ['refused for a reason of the operator’s own', { type: 'refused', status: 0x404 }, ['smpp_0x404']],
  ] as const)('tells of what was %s', async (_name, fate, told) => {
    operator.decide = () => fate
    const message = makeMessage(URN, 'Da ghi')
    expect(await channel.send(message)).toMatchObject({ type: 'wired' })
    await expect.poll(() => statusesOf(listener, message.id).toSorted(), soon).toEqual(told)
  })

  test.each([
    ['too many a second', 0x58],
    ['a full queue', 0x14],
    ['an error of its own', 0x08],
  ])('tries again by itself after %s', async (_name, status) => {
    let tries = 0
    operator.decide = () =>
      ++tries < 2 ? { type: 'refused', status } : { type: 'taken', state: 'DELIVRD', error: '000' }
    const message = makeMessage(URN, 'Da ghi')
    await channel.send(message)
    await expect.poll(() => statusesOf(listener, message.id).toSorted(), soon).toEqual(['delivered', 'sent'])
    expect(tries).toBe(2)
  })

  test('loses nothing either way when the link breaks', async () => {
    const before = operator.parts.length
    operator.cut()
    const message = makeMessage(URN, 'sau khi dut')
    expect(await channel.send(message)).toMatchObject({ type: 'wired' })
    operator.text(FARMER, '8099', 'sau khi dut')
    await expect.poll(() => statusesOf(listener, message.id).toSorted(), soon).toEqual(['delivered', 'sent'])
    await expect.poll(() => textsOf(listener), soon).toEqual(['sau khi dut'])
    expect(operator.parts.slice(before).map((part) => read([part], false))).toEqual(['sau khi dut'])
  })
})
