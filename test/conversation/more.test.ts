import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_MESSAGE_PARTS, MAX_ZALO_PIECE_UNITS } from '../../src/conversation/limits.ts'
import { smsParts, toSms } from '../../src/conversation/parts.ts'
import { piecesOf } from '../../src/conversation/pieces.ts'
import { flow, talk } from './harness.ts'

const ENTRIES = Array.from({ length: 40 }, (_, index) => `Xã số ${index + 1}: gừng ${15 + index}.000 đ/kg.`)
const LIST = ENTRIES.join(' ')
const DAY = 24 * 60 * 60_000
const MORE = 'Xem thêm: nhắn THÊM.'

/** A flow whose answer is as long as is said; then, perhaps, it asks something. */
const answering = (text: string, asks = false, channel: 'sms' | 'zalo' = 'sms') =>
  talk(
    flow(
      `  - { id: l, do: look, on: { none: said } }\n  - { id: said, say: said }${asks ? '\n  - { id: q, fill: [crop] }' : ''}`,
      'said: "{found}"\nask.crop: Cây gì ạ?',
      '{ crop: { type: crop } }',
    ),
    { channel, actions: { look: () => ({ values: { found: text } }) } },
  )

test('a long answer is read on with THEM, each entry once and in order, three parts at most each time', async () => {
  const it = answering(LIST)
  const said = [await it.say('đi nào')]
  while (said.at(-1)?.endsWith(MORE)) said.push(await it.say('them'))
  expect(said.length).toBe(3)
  for (const text of said) expect(smsParts(text)).toBeLessThanOrEqual(MAX_MESSAGE_PARTS)
  expect(said.map((text) => text.replace(MORE, '').trim()).join(' ')).toBe(LIST)
  // Nothing is left: the word means what it means elsewhere.
  expect(it.session.rest).toBeNull()
})

test('an answer of three parts stays whole; so does any on Zalo, where it costs nothing', async () => {
  const short = ENTRIES.slice(0, 14).join(' ')
  expect(smsParts(short)).toBe(MAX_MESSAGE_PARTS)
  expect(await answering(short).say('đi nào')).toBe(short)
  expect(await answering(LIST, false, 'zalo').say('đi nào')).toBe(LIST)
})

test('the question of a long answer is asked at once, behind its beginning', async () => {
  const it = answering(LIST, true)
  const said = await it.say('đi nào')
  expect(said).toMatch(/đ\/kg\. Xem thêm: nhắn THÊM\. Cây gì ạ\?$/)
  expect(smsParts(said)).toBeLessThanOrEqual(MAX_MESSAGE_PARTS)
  expect(await it.say('THÊM')).toMatch(/^Xã số \d+: .* Xem thêm: nhắn THÊM\.$/)
  // It is still open.
  await it.say('gừng')
  expect(it.session.question).toBeNull()
})

test.each<[string, (it: ReturnType<typeof answering>) => Promise<unknown>]>([
  ['after 72 hours', (it) => it.wake(3 * DAY)],
  ['after other talk', (it) => it.say('giá gừng')],
])('THEM %s is told that the rest is gone, once', async (_, before) => {
  const it = answering(LIST)
  await it.say('đi nào')
  await before(it)
  expect(await it.say('them')).toMatch(/^Đoạn còn lại của câu trả lời trước không còn nữa ạ\./)
  expect(await it.say('them')).not.toMatch(/^Đoạn còn lại/)
})

const sentence = fc
  .array(fc.constantFrom('gừng', 'ngô', '15.000', 'đ/kg', 'Bản Xèo', '€', '[a]', 'nhà mình', '🌽'), { maxLength: 40 })
  .map((words) => `${words.join(' ')}.`)
const long = fc.array(sentence, { minLength: 1, maxLength: 60 }).map((all) => all.join(' '))
const endless = fc.string({ unit: fc.constantFrom('a', 'ế', '€'), minLength: 400, maxLength: 3000 })

test.each(['sms', 'zalo'] as const)('pieces on %s are whole together, each in its limit', (form) => {
  fc.assert(
    fc.property(fc.oneof({ weight: 4, arbitrary: long }, endless), (text) => {
      const pieces = piecesOf(text, form)
      for (const piece of pieces)
        if (form === 'sms') expect(smsParts(piece)).toBeLessThanOrEqual(MAX_MESSAGE_PARTS)
        else expect(piece.length).toBeLessThanOrEqual(MAX_ZALO_PIECE_UNITS)
      const bare = pieces.map((piece, index) =>
        form === 'sms' && pieces.length > 1 ? piece.slice(`${index + 1}/${pieces.length} `.length) : piece,
      )
      const squeezed = (words: string) => words.replace(/\s+/g, '')
      expect(squeezed(bare.join(' '))).toBe(squeezed(text.normalize('NFC')))
      if (form === 'sms' && pieces.length > 1) expect(pieces[0]?.startsWith(`1/${pieces.length} `)).toBe(true)
    }),
    { numRuns: 300, seed: 7 },
  )
})

test('a text is parted between sentences, and Zalo between paragraphs first', () => {
  for (const piece of piecesOf(LIST, 'sms')) expect(toSms(piece)).toMatch(/^\d\/3 Xa so .*d\/kg\.$/)
  const paragraph = `${'Nhà mình bón phân đúng lúc. '.repeat(40).trim()}`
  expect(piecesOf([paragraph, paragraph, paragraph].join('\n'), 'zalo')).toEqual([paragraph, paragraph, paragraph])
})
