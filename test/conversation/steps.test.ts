import { describe, expect, test } from 'vitest'
import { STEP_HANDLERS } from '../../src/conversation/steps/registry.ts'
import { flow, type TalkOptions, talk, written } from './harness.ts'

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
      name: 'thôi leaves the question, unless it is a word of an option',
      steps:
        '- id: a\n  choose: which\n  options:\n    - { id: good, words: [thôi], go: b }\n    - { id: bad, go: c }\n- { id: b, say: end }\n- { id: c, choose: which, options: [{ id: good }, { id: bad }] }',
      texts: 'which: "Thế nào? {options_short}"\noption.good: đủ\noption.bad: thiếu',
      lines: [
        'di nao',
        'Thế nào? 1 đủ, 2 thiếu',
        '2',
        'Thế nào? 1 đủ, 2 thiếu',
        'thoi',
        'Vâng ạ. Việc khác thì nhắn MENU.',
        'di nao',
        'Thế nào? 1 đủ, 2 thiếu',
        'thoi',
        'Hết. Thế nào? 1 đủ, 2 thiếu',
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
