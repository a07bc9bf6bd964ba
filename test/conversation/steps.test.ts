import { describe, expect, test } from 'vitest'
import { STEP_HANDLERS } from '../../src/conversation/steps/registry.ts'
import { PERSON, program, type TalkOptions, talk, written } from './harness.ts'

/** One flow, begun by "di", its texts beside it. */
const flow = (steps: string, texts: string, slots = '{}') =>
  program({
    'flows/trip.yaml': `title: Đi\ntriggers: [đi nào]\nslots: ${slots}\nsteps:\n${steps}`,
    'locales/vi/trip.yaml': `draft: Đã nhận.\nend: Hết.\n${texts}`,
    'flows/other.yaml':
      'title: Khác\ntriggers: [giá]\nslots: { crop: { type: crop, optional: true } }\nsteps: [{ id: said, say: said }]',
    'locales/vi/other.yaml': 'said: "Giá {crop}."',
  })

interface Case {
  name: string
  steps: string
  texts: string
  slots?: string
  options?: TalkOptions
  /** Farmer, bot, farmer, bot … */
  lines: string[]
  writes?: string[]
}

const CASES: Record<string, Case[]> = {
  say: [
    {
      name: 'says a text and goes on',
      steps: '- { id: a, say: one }\n- { id: b, say: two }',
      texts: 'one: Một.\ntwo: Hai.',
      lines: ['di nao', 'Một. Hai.'],
    },
  ],
  ask: [
    {
      name: 'asks for a slot and takes free text',
      steps: '- { id: a, ask: note }\n- { id: b, say: said }',
      texts: 'ask.note: Gì ạ?\nsaid: "Ghi: {note}."',
      slots: '{ note: { type: text } }',
      lines: ['di nao', 'Gì ạ?', 'Ruộng thiếu nước', 'Ghi: Ruộng thiếu nước.'],
    },
    {
      name: 'takes free text that names what another slot could take',
      steps: '- { id: a, ask: note }\n- { id: b, say: said }',
      texts: 'ask.note: Gì ạ?\nsaid: "Ghi: {note}."',
      slots: '{ crop: { type: crop, optional: true }, note: { type: text } }',
      lines: ['di nao', 'Gì ạ?', 'gừng', 'Ghi: gừng.'],
    },
  ],
  fill: [
    {
      name: 'asks only for what was not said',
      steps: '- { id: a, fill: [crop, quantity] }\n- { id: b, say: said }',
      texts: 'ask.crop: Cây gì ạ?\nask.quantity: Bao nhiêu ạ?\nsaid: "{crop} {quantity}."',
      slots: '{ crop: { type: crop }, quantity: { type: amount } }',
      lines: ['di nao 3 tạ', 'Cây gì ạ?', 'ngô', 'ngô 300 kg.'],
    },
    {
      name: 'asks an optional slot only after a bare trigger, and once',
      steps: '- { id: a, fill: [crop, area] }\n- { id: b, say: said }',
      texts:
        'ask.crop: Cây gì ạ?\nask.area: Mấy sào ạ?\nsaid: "{crop}{has_area, select, yes { {area_short}} other {}}."',
      slots: '{ crop: { type: crop }, area: { type: area, optional: true } }',
      lines: ['di nao', 'Cây gì ạ?', 'ngô', 'Mấy sào ạ?', '0', 'ngô.', 'di nao ngo', 'ngô.'],
    },
    {
      name: 'two readings are asked, never picked',
      steps: '- { id: a, fill: [quantity] }\n- { id: b, say: said }',
      texts: 'ask.quantity: Bao nhiêu ạ?\nsaid: "{quantity}."',
      slots: '{ quantity: { type: amount } }',
      lines: ['di nao', 'Bao nhiêu ạ?', '3 t', '"3 t" là thế nào ạ? 1: 300 kg. 2: 3.000 kg.', 'tấn', '3.000 kg.'],
    },
    {
      name: 'more than the most is asked again',
      steps: '- { id: a, fill: [quantity] }\n- { id: b, say: said }',
      texts: 'ask.quantity: Bao nhiêu ạ?\nsaid: "{quantity}."',
      slots: '{ quantity: { type: amount, most: 200 tấn } }',
      lines: ['di nao 500 tấn', 'Bao nhiêu ạ?', '5 tấn', '5.000 kg.'],
    },
    {
      name: 'any one of several will do',
      steps: '- { id: a, fill: [quantity, area], need: one }\n- { id: b, say: said }',
      texts: 'ask.any: Sửa gì ạ?\nsaid: "{quantity}{area_short}."',
      slots: '{ quantity: { type: amount, optional: true }, area: { type: area, optional: true } }',
      lines: ['di nao', 'Sửa gì ạ?', '3 sào', '3 sào.'],
    },
  ],
  choose: [
    {
      name: 'by number, by word, by button, by the words shown',
      steps:
        '- id: a\n  choose: which\n  options:\n    - { id: good, words: [tốt], go: b }\n    - { id: bad, go: end }\n- { id: b, say: end }',
      texts: 'which: "Thế nào? {options}"\noption.good: đủ nước\noption.bad: thiếu nước',
      lines: [
        'di nao',
        'Thế nào? 1: đủ nước. 2: thiếu nước.',
        '1',
        'Hết.',
        'di nao',
        'Thế nào? 1: đủ nước. 2: thiếu nước.',
        'tot',
        'Hết.',
        'di nao',
        'Thế nào? 1: đủ nước. 2: thiếu nước.',
        'du nuoc',
        'Hết.',
      ],
    },
    {
      name: 'a number that is none is asked again',
      steps:
        '- id: a\n  choose: which\n  into: note\n  options:\n    - { id: good }\n    - { id: bad }\n- { id: b, say: said }',
      texts: 'which: "Thế nào? {options_short}"\noption.good: đủ\noption.bad: thiếu\nsaid: "Ghi {note}."',
      slots: '{ note: { type: text, optional: true } }',
      lines: ['di nao', 'Thế nào? 1 đủ, 2 thiếu', '3', 'Chưa hiểu ạ. Thế nào? 1 đủ, 2 thiếu', '2', 'Ghi thiếu.'],
    },
  ],
  confirm: [
    {
      name: 'a yes goes on, a no forgets, a new figure takes its place',
      steps:
        '- { id: q, fill: [quantity] }\n- { id: a, confirm: sure, takes: [quantity], no: { forget: [quantity], go: q } }\n- { id: b, say: said }',
      texts: 'ask.quantity: Bao nhiêu ạ?\nsure: "{quantity} ạ?"\nsaid: "Ghi {quantity}."',
      slots: '{ quantity: { type: amount } }',
      lines: [
        'di nao 9 tấn',
        '9.000 kg ạ?',
        '900 kg',
        '900 kg ạ?',
        'không',
        'Bao nhiêu ạ?',
        '90 kg',
        '90 kg ạ?',
        'vâng',
        'Ghi 90 kg.',
      ],
    },
  ],
  when: [
    {
      name: 'then and else, by slot and by condition, negated too',
      steps:
        '- id: a\n  when: has crop\n  then: [{ id: yes, say: yes }]\n  else: [{ id: no, say: no }]\n- id: b\n  when: not is-monday\n  then: [{ id: workday, say: end }]',
      texts: 'yes: Có.\nno: Không.',
      slots: '{ crop: { type: crop, optional: true } }',
      lines: ['di nao', 'Không. Hết.', 'di nao ngo', 'Có. Hết.'],
    },
  ],
  do: [
    {
      name: 'values into texts, outcome to a step',
      steps:
        '- { id: a, do: look, on: { none: nothing } }\n- { id: b, say: found }\n- { id: c, end: true }\n- { id: nothing, say: nothing }',
      texts: 'found: "Thấy {found}."\nnothing: Không thấy.',
      slots: '{ crop: { type: crop, optional: true } }',
      options: { actions: { look: ({ slots }) => (slots.crop ? { values: { found: 3 } } : { outcome: 'none' }) } },
      lines: ['di nao', 'Không thấy.', 'di nao ngo', 'Thấy 3.'],
    },
  ],
  go: [
    {
      name: 'jumps',
      steps:
        '- { id: a, go: c }\n- { id: b, say: end }\n- { id: z, end: true }\n- { id: c, say: two }\n- { id: d, when: has crop, then: [{ id: e, go: b }] }',
      texts: 'two: Hai.',
      slots: '{ crop: { type: crop, optional: true } }',
      lines: ['di nao', 'Hai.', 'di nao ngo', 'Hai. Hết.'],
    },
  ],
  call: [
    {
      name: 'another flow, with the same slots, and back',
      steps: '- { id: a, call: other }\n- { id: b, say: end }',
      texts: 'x: x',
      slots: '{ crop: { type: crop, optional: true } }',
      lines: ['di nao ngo', 'Giá ngô. Hết.'],
    },
  ],
  handoff: [
    {
      name: 'opens a ticket and says so',
      steps: '- { id: a, handoff: open }',
      texts: 'open: "Phiếu {ticket}."',
      lines: ['di nao', 'Phiếu 7.'],
      writes: ['ticket di nao'],
    },
  ],
  end: [
    {
      name: 'ends',
      steps: '- { id: a, when: has crop, then: [{ id: b, say: end }] }\n- { id: c, end: true }',
      texts: 'x: x',
      slots: '{ crop: { type: crop, optional: true } }',
      lines: ['di nao', ''],
    },
  ],
}

test('every step type has cases', () => {
  expect(Object.keys(CASES).sort()).toEqual(Object.keys(STEP_HANDLERS).sort())
})

describe.each(Object.entries(CASES))('%s', (_, cases) => {
  test.each(cases)('$name', async ({ steps, texts, slots, options, lines, writes }) => {
    const it = talk(flow(steps.replace(/^/gm, '  '), texts, slots), options)
    for (let index = 0; index < lines.length; index += 2)
      expect(await it.say(lines[index] ?? '')).toBe(lines[index + 1])
    if (writes) expect(written(it)).toEqual(writes)
  })
})

const survey = flow(
  '  - { id: a, fill: [crop, quantity] }\n  - { id: k, do: keep }\n  - { id: b, say: said }',
  'ask.crop: Cây gì ạ?\nask.quantity: Bao nhiêu ạ?\nsaid: "Ghi {crop} {quantity}."',
  '{ crop: { type: crop }, quantity: { type: amount } }',
)

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

describe('consent', () => {
  const stranger = { ...PERSON, consent: 'none' as const }

  test('is asked once, and nothing is kept before', async () => {
    const it = talk(survey, { people: [stranger] })
    expect(await it.say('di nao ngo 3 ta')).toMatch(/^Kênh HTX Mường Vi xin chào\. Đã nhận\. Nhắn kèm ĐY/)
    expect(written(it)).toEqual(['consent asked'])
    expect(await it.say('dy')).toBe('Ghi ngô 300 kg.')
    expect(written(it)).toEqual(['consent agreed', 'keep'])
  })

  test.each(['3 ta dy', 'đồng ý 3 tạ', '3 tạ, ĐY'])('"%s" agrees and answers at once', async (text) => {
    const it = talk(survey, { people: [stranger] })
    await it.say('di nao ngo')
    expect(await it.say(text)).toBe('Ghi ngô 300 kg.')
    expect(written(it)).toEqual(['consent agreed', 'keep'])
  })

  const NOT_AGREED = [
    'không đồng ý',
    'khong dy',
    'chưa đồng ý',
    'đồng ý là sao',
    'dong y cai gi',
    'đồng ý nhưng không cho ai biết',
  ]
  test.each(NOT_AGREED)('"%s" is no agreement', async (text) => {
    const it = talk(survey, { people: [stranger] })
    await it.say('di nao ngo 3 ta')
    await it.say(text)
    expect(written(it)).not.toContain('consent agreed')
    expect(written(it)).not.toContain('keep')
  })

  test.each(['di nao ngo 3 ta khong dong y', 'di nao ngo 3 ta ko dy'])('"%s" keeps nothing', async (text) => {
    const it = talk(survey, { people: [stranger] })
    await it.say(text)
    expect(written(it)).toEqual(['consent refused'])
  })

  test('KHONG at the end of a text refuses once it was asked for', async () => {
    const it = talk(survey, { people: [stranger] })
    await it.say('di nao ngo 3 ta')
    await it.say('di nao ngo 4 ta không')
    expect(written(it)).toEqual(['consent refused'])
  })

  test('agreement can be taken back at any time', async () => {
    const it = talk(survey)
    await it.say('tôi không đồng ý nữa')
    expect(written(it)).toEqual(['consent refused'])
  })

  test('every report told before consent waits for it', async () => {
    const it = talk(survey, { people: [stranger] })
    await it.say('di nao ngo 3 ta')
    await it.say('di nao gung 2 ta')
    expect(await it.say('dy')).toBe('Ghi ngô 300 kg. Ghi gừng trâu 200 kg.')
    expect(written(it)).toEqual(['consent agreed', 'keep', 'keep'])
  })

  test('refused: the draft is erased', async () => {
    const it = talk(survey, { people: [stranger] })
    await it.say('di nao ngo 3 ta')
    await it.say('không')
    expect(written(it)).toEqual(['consent refused'])
    expect(it.session.unconsented).toEqual([])
    await it.say('dy')
    expect(written(it)).toEqual(['consent agreed'])
  })

  test('a draft is kept 30 days, no longer', async () => {
    const it = talk(survey, { people: [stranger] })
    await it.say('di nao ngo 3 ta')
    await it.say('dy', { afterMs: 31 * 86_400_000 })
    expect(written(it)).toEqual(['consent agreed'])
  })
})

test('two crops and two amounts in one text are never paired by guess', async () => {
  const it = talk(survey)
  expect(await it.say('di nao ngo 3 ta gung 2 ta')).toMatch(/^Mỗi tin một loại cây thôi ạ/)
  expect(written(it)).toEqual([])
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

test('a flow of more steps than a turn may run is cut off, and the talk can go on', async () => {
  const steps = Array.from({ length: 101 }, (_, index) => `  - { id: s${index}, say: end }`).join('\n')
  const it = talk(flow(steps, 'x: x'))
  expect(await it.say('di nao')).toBe('Hệ thống đang có lỗi, tin của nhà mình vẫn được giữ. Nhắn CB để gặp cán bộ ạ.')
  expect(it.events).toContainEqual({ type: 'error', code: 'too_many_steps', flow: 'trip', step: 's100' })
  expect(it.session.talks).toEqual([])
  expect(await it.say('gia gung')).toBe('Giá gừng trâu.')
})
