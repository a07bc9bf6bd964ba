import { expect, test } from 'vitest'
import { smsParts } from '../../src/conversation/parts.ts'
import { recentOutbox } from '../../src/store/queries/outbox.ts'
import { at, NOW, SECOND } from './fixtures.ts'
import { openRig } from './rig.ts'

const SENTENCE = 'Nho cay vang, rac voi vao goc.'
const LONG = Array.from({ length: 60 }, (_, index) => `Viec ${index + 1}: ${SENTENCE}`).join(' ')

test('what is longer than three parts goes as several numbered messages, in order, each with a life of its own', async () => {
  const rig = await openRig()
  await rig.addUrn('u1', { person: {} })
  await rig.queue('a1', { what: LONG, class: 'service', question: 'u1.3' })
  await rig.queue('a2', { what: 'ngo', class: 'service', now: NOW + SECOND })
  await rig.at(NOW)
  await rig.untilAllEnd()
  const sent = rig.sms.taken.map(({ message }) => message.text)
  const pieces = sent.filter((text) => /^\d\/\d /.test(text))
  expect(pieces.length).toBeGreaterThan(3)
  expect(pieces.map((text) => text.slice(0, 4))).toEqual(pieces.map((_, index) => `${index + 1}/${pieces.length} `))
  for (const text of pieces) expect(smsParts(text)).toBeLessThanOrEqual(3)
  expect(pieces.map((text) => text.slice(4)).join(' ')).toBe(`Da ghi: ${LONG}.`)
  const rows = (await recentOutbox(rig.store.db, 'u1', 20)).filter(({ onceKey, id }) => onceKey !== null || id === 'a1')
  expect(rows.map(({ status }) => status)).toEqual(pieces.map(() => 'wired'))
  // What it asks goes with the last.
  expect(rows.filter(({ question }) => question !== null).map(({ text }) => text)).toEqual([pieces.at(-1)])
})

test('killed between two pieces, the others go all the same, and none twice', async () => {
  const rig = await openRig()
  await rig.addUrn('u1', { person: {} })
  await rig.queue('a1', { what: LONG })
  // The first look parts it and ends; another worker goes on with what the database has.
  await rig.dispatcher().idle()
  await rig.dispatcher().idle()
  await rig.untilAllEnd()
  const sent = rig.sms.taken.map(({ message }) => message.text)
  expect(new Set(sent).size).toBe(sent.length)
  expect(sent.length).toBe(Number(sent[0]?.[2]))
})

test('on Zalo it is parted at 1,900 units, with its buttons on the last', async () => {
  const rig = await openRig()
  await rig.addUrn('z1', { scheme: 'zalo', lastInboundAt: NOW, person: {} })
  const choices = [{ title: 'Có', payload: '#z.1.yes' }]
  await rig.queue('a1', { what: LONG, urnId: 'z1', choices })
  await rig.at(at(10))
  await rig.untilAllEnd()
  const sent = rig.zalo.taken.map(({ message }) => message)
  expect(sent.length).toBe(2)
  for (const { text } of sent) expect(text.length).toBeLessThanOrEqual(1900)
  expect(sent.map(({ choices: buttons }) => buttons.length)).toEqual([0, 1])
  expect(sent.map(({ text }) => text).join(' ')).toBe(`Đã ghi: ${LONG}.`)
})
