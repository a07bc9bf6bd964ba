import { describe, expect, test } from 'vitest'
import { flow, PERSON, program, survey, talk, written } from './harness.ts'

describe('anywhere in a talk', () => {
  test('a question from another flow comes in the middle, and the talk goes on', async () => {
    const it = talk(survey)
    await it.say('di nao ngo')
    expect(await it.say('gia gung')).toBe('Giá gừng trâu. Quay lại việc đang dở: Bao nhiêu ạ?')
    expect(await it.say('3 ta')).toBe('Ghi ngô 300 kg.')
  })

  test('the open question is put again once; after that it waits in silence', async () => {
    const it = talk(survey)
    await it.say('di nao ngo')
    await it.say('gia gung')
    expect(await it.say('gia lua')).toBe('Giá lúa.')
    expect(await it.say('3 ta')).toBe('Ghi ngô 300 kg.')
  })

  test('a report of another crop is one of its own; the first keeps its question, and takes nothing of it', async () => {
    const it = talk(survey)
    await it.say('di nao ngo')
    expect(await it.say('di nao lua 2 ta')).toBe('Ghi lúa 200 kg. Quay lại việc đang dở: Bao nhiêu ạ?')
    expect(await it.say('di nao gung')).toBe('Bao nhiêu ạ?')
    expect(await it.say('lac 3 ta')).toBe('Chưa hiểu ạ. Bao nhiêu ạ?')
    expect(await it.say('1 ta')).toBe('Ghi gừng trâu 100 kg.')
    expect(await it.say('3 ta')).toBe('Ghi ngô 300 kg.')
  })

  test('of more reports than may wait, the oldest is put aside and offered again', async () => {
    const it = talk(survey)
    for (const crop of ['ngo', 'lua', 'gung', 'lac', 'san']) await it.say(`di nao ${crop}`)
    for (const amount of ['1 ta', '2 ta', '3 ta']) await it.say(amount)
    expect(await it.say('4 ta')).toContain('nhắn TIẾP')
    expect(await it.say('tiep')).toContain('Bao nhiêu ạ?')
    expect(await it.say('5 ta')).toBe('Ghi ngô 500 kg.')
  })

  test.each(['cảm ơn', 'ok', '👍🏽', 'dạ vâng'])('"%s" gets no answer, and the open question stays', async (text) => {
    const it = talk(survey)
    expect(await it.say(text)).toBe('')
    await it.say('di nao ngo')
    expect(await it.say(text)).toBe('')
    expect(await it.say('3 ta')).toBe('Ghi ngô 300 kg.')
  })

  test('a correction goes before a flow for when there is nothing to correct, whatever their files are called', async () => {
    const nothing = 'title: Không có gì\ntriggers: [sửa]\nsteps: [{ id: said, say: said }]'
    const reading = 'slots: { crop: { type: crop, optional: true }, quantity: { type: amount, optional: true } }'
    const scripts = program({
      'flows/a-nothing.yaml': nothing,
      'locales/vi/a-nothing.yaml': 'said: Chưa có gì để sửa.',
      'flows/amend.yaml': `title: Sửa\ntriggers: [sửa]\ncorrects: trip\n${reading}\nsteps: [{ id: said, say: said }]`,
      'locales/vi/amend.yaml': 'said: Đã sửa.',
      'flows/trip.yaml':
        'title: Đi\ntriggers: [đi nào]\nslots: { crop: { type: crop }, quantity: { type: amount }, note: { type: text } }\nsteps: [{ id: a, fill: [crop, quantity] }, { id: b, ask: note }, { id: c, say: said }]',
      'locales/vi/trip.yaml':
        'ask.crop: Cây gì ạ?\nask.quantity: Bao nhiêu ạ?\nask.note: "{crop} {quantity}, gì nữa ạ?"\nsaid: Ghi.',
    })
    const it = talk(scripts)
    expect(await it.say('di nao ngo 3 ta')).toBe('ngô 300 kg, gì nữa ạ?')
    expect(await it.say('sua 4 ta')).toBe('ngô 400 kg, gì nữa ạ?')
  })

  test('back goes to the question before, with its answer forgotten', async () => {
    const it = talk(survey)
    await it.say('di nao')
    await it.say('ngô')
    expect(await it.say('quay lai')).toBe('Cây gì ạ?')
    expect(await it.say('lúa')).toBe('Bao nhiêu ạ?')
    expect(await it.say('2 tạ')).toBe('Ghi lúa 200 kg.')
  })

  test('a bare number answers only the open question', async () => {
    expect(await talk(survey).say('1')).toContain('Chưa hiểu tin này ạ.')
  })

  test('a button of an older question is answered, never applied', async () => {
    const scripts = flow(
      '  - id: a\n    choose: which\n    options: [{ id: good, go: b }, { id: bad, go: end }]\n  - { id: b, say: end }',
      'which: "Sao? {options}"\noption.good: tốt\noption.bad: xấu',
    )
    const it = talk(scripts, { channel: 'zalo' })
    await it.say('di nao')
    const [old = ''] = it.buttons
    expect(old).toBe('#abcd1234.1.good')
    expect(await it.say(old)).toBe('Hết.')
    expect(await it.say(old)).toBe('Câu hỏi này đã qua rồi ạ. Nhắn MENU để xem các việc.')
    await it.say('di nao')
    expect(await it.say('#zzzz9999.2.good')).toContain('Câu hỏi này đã qua')
  })

  test('an open question is forgotten after 72 hours', async () => {
    const it = talk(survey)
    await it.say('di nao ngo')
    expect(await it.say('3 ta', { afterMs: 73 * 3_600_000 })).not.toContain('Ghi ngô')
  })

  test('on Zalo it is put once more inside the free window, and no more', async () => {
    const it = talk(survey, { channel: 'zalo' })
    await it.say('di nao ngo')
    expect(it.wakeAt).toBe(it.now + 20 * 3_600_000)
    expect(await it.wake(20 * 3_600_000)).toBe('Việc này còn dở ạ.\nBao nhiêu ạ?')
    expect(it.wakeAt).toBeNull()
  })

  test('on SMS it is not repeated: a text costs', async () => {
    const it = talk(survey)
    await it.say('di nao ngo')
    expect(it.wakeAt).toBeNull()
  })
})

test('two crops and two amounts in one text are never paired by guess', async () => {
  const it = talk(survey)
  expect(await it.say('di nao 3 ta ngo gung 2 ta')).toMatch(/^Mỗi tin một loại cây thôi ạ/)
  expect(written(it)).toEqual([])
})

test('where it is plain which amount is of which crop, each is kept', async () => {
  const it = talk(survey)
  expect(await it.say('di nao ngo 3 ta gung 2 ta')).toBe('Ghi ngô 300 kg. Ghi gừng trâu 200 kg.')
  expect(written(it)).toHaveLength(2)
})

test('who texts from a shared phone is asked before anything is kept, and not again within two hours', async () => {
  const people = [PERSON, { ...PERSON, id: 'p2', name: 'Vàng Thị Mẩy' }]
  const it = talk(survey, { people })
  expect(await it.say('di nao ngo 3 ta')).toBe('Số này có 2 người: 1 Seo, 2 Vàng Thị Mẩy. Ai đang nhắn tin ạ?')
  expect(await it.say('mẩy')).toBe('Ghi ngô 300 kg.')
  expect(it.session.person?.id).toBe('p2')
  expect(await it.say('di nao ngo 2 ta')).toBe('Ghi ngô 200 kg.')
  expect(await it.say('di nao ngo 2 ta', { afterMs: 3 * 3_600_000 })).toContain('Ai đang nhắn tin')
})

test('while a person has taken over, texts go to their ticket and whole reports still work', async () => {
  const quiet = { since: Date.parse('2026-11-22T08:00:00+07:00'), until: Date.parse('2026-11-22T20:00:00+07:00') }
  const it = talk(survey, { quiet })
  expect(await it.say('lá gừng vàng hết rồi')).toBe('')
  expect(written(it)).toEqual(['add lá gừng vàng hết rồi'])
  expect(await it.say('di nao')).toBe('')
  expect(await it.say('di nao ngo 3 ta')).toBe('Ghi ngô 300 kg.')
})

test('within a burst a bare trigger after a report told with its word is answered', async () => {
  const keep = () => ({ writes: ['keep'], record: { kind: 'trip', id: 'r1', empty: [] } })
  const it = talk(survey, { actions: { keep } })
  await it.say('di nao ngo 3 ta')
  expect(await it.say('di nao', { afterMs: 1000 })).toBe('Cây gì ạ?')
})

test('a flow of more steps than a turn may run is cut off, and the talk can go on', async () => {
  const steps = Array.from({ length: 101 }, (_, index) => `  - { id: s${index}, say: end }`).join('\n')
  const it = talk(flow(steps, 'x: x'))
  expect(await it.say('di nao')).toBe('Hệ thống đang có lỗi, tin của nhà mình vẫn được giữ. Nhắn CB để gặp cán bộ ạ.')
  expect(it.events).toContainEqual({ type: 'error', code: 'too_many_steps', flow: 'trip', step: 's100' })
  expect(it.session.talks).toEqual([])
  expect(await it.say('gia gung')).toBe('Giá gừng trâu.')
})
