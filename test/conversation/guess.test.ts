import { describe, expect, test } from 'vitest'
import { loadFolder } from '../../src/cli/check.ts'
import { SCRIPTS_ROOT } from '../../src/seed.ts'
import { PERSON, program, talk, written } from './harness.ts'

const shipped = loadFolder(SCRIPTS_ROOT).program
const examplesOf = (id: string) => JSON.stringify(shipped?.flows.get(id)?.examples)

/** Prices are told, a report is kept, and everything learned as shipped. */
const scripts = program({
  'flows/price.yaml': `title: Hỏi giá
triggers: [giá]
guess: begin
examples: ${examplesOf('price')}
slots: { crop: { type: crop }, place: { type: place, optional: true } }
steps: [{ id: what, fill: [crop] }, { id: said, say: said }]`,
  'locales/vi/price.yaml': 'ask.crop: Giá cây gì ạ?\nsaid: "Giá {crop}."',
  'flows/report.yaml': `title: Báo sản lượng
triggers: [bc, { slots: [crop, quantity] }]
guess: ask
examples: ${examplesOf('report-yield')}
slots: { crop: { type: crop }, quantity: { type: amount } }
steps: [{ id: what, fill: [crop, quantity] }, { id: keep, do: keep }, { id: said, say: said }]`,
  'locales/vi/report.yaml':
    'draft: Đã nhận.\nask.crop: Thu cây gì ạ?\nask.quantity: Bao nhiêu ạ?\nsaid: "Ghi {crop} {quantity}."',
  'flows/stop.yaml': `title: Ngừng nhận tin
triggers: [{ whole: tc }]
guess: ask
examples: ${examplesOf('stop')}
roles: [farmer]
steps: [{ id: keep, do: keep }, { id: said, say: said }]`,
  'locales/vi/stop.yaml': 'draft: Đã nhận.\nsaid: Đã ngừng.',
  'flows/none.yaml': `title: Chưa hiểu
hook: not-understood
examples: ${examplesOf('not-understood')}
steps: [{ id: said, say: said }]`,
  'locales/vi/none.yaml': 'said: Chưa hiểu tin này ạ.',
})

describe('a text in free words', () => {
  test.each([
    ['is answered where a wrong guess costs a text to read', 'gung dao nay dat hay re', 'Giá gừng trâu.'],
    [
      'is asked about where the answer needs a question',
      'thi truong dao nay len hay xuong',
      /^Ý nhà mình là gì ạ\? Hỏi giá: nhắn GIÁ\./,
    ],
    [
      'is asked about where a wrong guess keeps or stops',
      'phien qua dung nhan cho toi nua',
      /^Ý nhà mình là gì ạ\? Ngừng nhận tin: nhắn TC\./,
    ],
    ['is not understood where it is for nothing', 'vo toi om nam vien', 'Chưa hiểu tin này ạ.'],
    ['is no question where it tells what was sold', 'ban 2 ta gung roi day', /^(Chưa hiểu tin này ạ\.|Ý nhà mình)/],
    ['is not guessed from one word', 'rẻ', 'Chưa hiểu tin này ạ.'],
    ['is not guessed from figures', '12 500', 'Chưa hiểu tin này ạ.'],
    [
      'is not guessed from a newspaper',
      'hôm nay gừng đắt hay rẻ, ngô lên hay xuống. '.repeat(10),
      'Chưa hiểu tin này ạ.',
    ],
  ])('%s: %s', async (_, text, answer) => {
    const it = talk(scripts)
    const said = await it.say(text)
    if (typeof answer === 'string') expect(said).toBe(answer)
    else expect(said).toMatch(answer)
    expect(written(it)).toEqual([])
  })

  test('not understood or only guessed, it goes along to whoever is asked later', async () => {
    const it = talk(scripts)
    await it.say('phien qua dung nhan cho toi nua')
    expect(it.events).toContainEqual({ type: 'not_understood' })
    expect(it.session.missed).toEqual(['phien qua dung nhan cho toi nua'])
  })

  test('asked about, the named word begins the job', async () => {
    const it = talk(scripts)
    await it.say('phien qua dung nhan cho toi nua')
    expect(await it.say('tc')).toBe('Đã ngừng.')
  })

  test('is never for a flow that this person may not begin', async () => {
    const leader = { ...PERSON, role: 'leader' as const }
    const it = talk(scripts, { people: [leader] })
    expect(await it.say('phien qua dung nhan cho toi nua')).toBe('Chưa hiểu tin này ạ.')
    expect(await it.say('gung dao nay dat hay re')).toBe('Giá gừng trâu.')
  })
})

describe('while a question is open', () => {
  test('a sure guess comes between, and the question comes back', async () => {
    const it = talk(scripts)
    expect(await it.say('bc ngo')).toBe('Bao nhiêu ạ?')
    expect(await it.say('gung dao nay dat hay re')).toMatch(
      /^Giá gừng trâu\.\s+Quay lại việc đang dở.*\s+Bao nhiêu ạ\?$/,
    )
    expect(await it.say('3 ta')).toBe('Ghi ngô 300 kg.')
  })

  test.each(['thi truong dao nay len hay xuong', 'phien qua dung nhan cho toi nua', 'muon ghi san luong vu nay'])(
    'what would be asked about does not: %s',
    async (text) => {
      const it = talk(scripts)
      await it.say('bc ngo')
      expect(await it.say(text)).toBe('Chưa hiểu ạ. Bao nhiêu ạ?')
    },
  )

  test('a name that is no crop here stays one', async () => {
    const it = talk(scripts)
    await it.say('bc')
    expect(await it.say('sầu riêng')).toMatch(/^Chưa có "sầu riêng" trong danh sách ạ/)
  })

  test('a button of another question is stale, whatever its text says', async () => {
    const it = talk(scripts)
    await it.say('bc ngo')
    expect(await it.say('gung dao nay dat hay re', { payload: '#abcd1234.99.x' })).toContain('Câu hỏi này đã qua')
  })
})

test('while a person has taken over nothing is guessed', async () => {
  const quiet = { since: Date.parse('2026-11-22T08:00:00+07:00'), until: Date.parse('2026-11-22T20:00:00+07:00') }
  const it = talk(scripts, { quiet })
  expect(await it.say('gung dao nay dat hay re')).toBe('')
  expect(written(it)).toEqual(['add gung dao nay dat hay re'])
})
