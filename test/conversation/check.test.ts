import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/conversation/load/problems.ts'
import { load } from './harness.ts'

/** A flow that is good, to be broken. */
const GOOD = `title: Nước ruộng
triggers: [nước ruộng]
slots:
  crop: { type: crop }
steps:
  - { id: what, fill: [crop] }
  - id: enough
    choose: enough
    options:
      - { id: good, go: said }
      - { id: bad, go: said }
  - { id: said, say: thanks }
`
const TEXTS = `ask.crop: Ruộng trồng cây gì ạ?
enough: "Nước thế nào ạ? {options}"
option.good: đủ
option.bad: thiếu
thanks: "Cảm ơn nhà mình. Đã ghi {crop}."
`
const FILES = { 'flows/water.yaml': GOOD, 'locales/vi/water.yaml': TEXTS }

interface Broken {
  name: string
  flow?: [string, string]
  texts?: [string, string]
  more?: Record<string, string>
  vi: RegExp
  en: RegExp
}

const BROKEN: Broken[] = [
  {
    name: 'a tab',
    flow: ['  - { id: said', '\t- { id: said'],
    vi: /^flows\/water\.yaml:12:1: không đọc được YAML: dùng phím Tab để thụt lề; hãy thụt bằng dấu cách \(.+\)$/,
    en: /^flows\/water\.yaml:12:1: this is not YAML/,
  },
  {
    name: 'a quote that is not closed',
    texts: ['{options}"', '{options}'],
    vi: /không đọc được YAML: (thiếu một dấu|một dòng thiếu).* \(.+\)$/,
    en: /this is not YAML/,
  },
  {
    name: 'a colon in a bare text',
    texts: ['Ruộng trồng cây gì ạ?', 'Ruộng: trồng: cây gì'],
    vi: /không đọc được YAML: hai dấu hai chấm trong một dòng.* \(.+\)$/,
    en: /this is not YAML/,
  },
  {
    name: 'a mistyped key: the one meant is told',
    flow: ['title:', 'titel:'],
    vi: /^flows\/water\.yaml:1:\d+: không có mục nào tên "titel" ở đây, có phải "title"\?$/,
    en: /there is no "titel" here, did you mean "title"\?$/,
  },
  {
    name: 'ten options: the most is told',
    flow: ['{ id: good, go: said }', [...'abcdefghi'].map((id) => `{ id: ${id}, go: said }`).join('\n      - ')],
    vi: /"options" nhiều quá: nhiều nhất là 9$/,
    en: /"options" is too many: the most is 9$/,
  },
  {
    name: 'an unknown step verb',
    flow: ['say: thanks', 'tell: thanks'],
    vi: /^flows\/water\.yaml:12:5: bước này phải có một trong: say, ask/,
    en: /12:5: this step needs one of: say, ask/,
  },
  {
    name: 'two verbs in one step',
    flow: ['say: thanks', 'say: thanks, go: what'],
    vi: /một bước chỉ làm một việc, ở đây có: say, go/,
    en: /a step does one thing/,
  },
  { name: 'a step without a name', flow: ['{ id: said, say', '{ say'], vi: /:12:5: thiếu "id"/, en: /"id" is missing/ },
  {
    name: 'two steps of one name',
    flow: ['id: said', 'id: what'],
    vi: /hai bước cùng mang tên "what"/,
    en: /two steps are called "what"/,
  },
  {
    name: 'a jump to nowhere',
    flow: ['good, go: said', 'good, go: sayd'],
    vi: /^flows\/water\.yaml:7:5: không có bước nào tên "sayd"/,
    en: /there is no step "sayd"/,
  },
  {
    name: 'an unknown slot',
    flow: ['fill: [crop]', 'fill: [plant]'],
    vi: /^flows\/water\.yaml:6:5: không có ô "plant"/,
    en: /there is no slot "plant"/,
  },
  {
    name: 'an unknown slot type',
    flow: ['type: crop', 'type: plant'],
    vi: /^flows\/water\.yaml:4:17: "type" phải là một trong: crop, amount/,
    en: /"type" must be one of/,
  },
  {
    name: 'an unknown key',
    flow: ['title: Nước ruộng', 'title: Nước ruộng\ncolour: xanh'],
    vi: /^flows\/water\.yaml:2:9: không có mục nào tên "colour"/,
    en: /there is no "colour" here/,
  },
  {
    name: 'an unknown action',
    flow: ['say: thanks', 'do: keepp'],
    vi: /^flows\/water\.yaml:12:\d+: không có việc "keepp"/,
    en: /there is no action "keepp"/,
  },
  {
    name: 'a parameter the action does not take',
    flow: ['say: thanks', 'do: look, with: { survey: x }'],
    vi: /^flows\/water\.yaml:12:\d+: việc "look" không nhận "survey"/,
    en: /"look" takes no "survey"/,
  },
  {
    name: 'a name slightly wrong: the one meant is told',
    flow: ['say: thanks', 'do: loook'],
    vi: /không có việc "loook", có phải "look"\?$/,
    en: /there is no action "loook", did you mean "look"\?$/,
  },
  {
    name: 'a choice kept in a slot that is not there',
    flow: ['choose: enough', 'choose: enough\n    into: water'],
    vi: /^flows\/water\.yaml:7:5: không có ô "water" trong slots$/,
    en: /there is no slot "water"/,
  },
  {
    name: 'a value that nothing gives',
    texts: ['{crop}', '{has_corp, select, yes {{corp_short}} other {}}'],
    vi: /^locales\/vi\/water\.yaml:5:9: không có gì tên "corp" để điền vào câu này, có phải "crop"\?$/,
    en: /nothing is called "corp" here, did you mean "crop"\?$/,
  },
  {
    name: 'an unknown outcome',
    flow: ['say: thanks', 'do: look, on: { nothing: what }'],
    vi: /việc "look" không có kết quả "nothing"/,
    en: /"look" has no outcome "nothing"/,
  },
  {
    name: 'an outcome that leads nowhere',
    flow: ['say: thanks', 'do: look'],
    vi: /^flows\/water\.yaml:12:5: việc "look" có thể cho kết quả "none"/,
    en: /"look" may give "none"/,
  },
  {
    name: 'an unknown condition',
    flow: ['say: thanks', 'when: is-sunday'],
    vi: /không có điều kiện "is-sunday"/,
    en: /there is no condition "is-sunday"/,
  },
  {
    name: 'an unknown flow',
    flow: ['say: thanks', 'call: weather'],
    vi: /không có kịch bản "weather"/,
    en: /there is no flow "weather"/,
  },
  {
    name: 'takes back the report of an unknown flow',
    flow: ['triggers:', 'withdraws: weather\ntriggers:'],
    vi: /không có kịch bản "weather"/,
    en: /there is no flow "weather"/,
  },
  {
    name: 'a missing Vietnamese text',
    texts: ['option.bad: thiếu\n', ''],
    vi: /^flows\/water\.yaml:7:5: chưa có câu "option\.bad" trong locales\/vi\/water\.yaml/,
    en: /there is no text "option\.bad"/,
  },
  {
    name: 'a brace too many',
    texts: ['ghi {crop}.', 'ghi {crop}}{.'],
    vi: /^locales\/vi\/water\.yaml:5:9: câu "thanks" có ngoặc/,
    en: /the braces \{ \} of "thanks"/,
  },
  {
    name: 'an unreachable step',
    flow: ['bad, go: said }', 'bad, go: said }\n  - { id: stop, end: true }'],
    vi: /^flows\/water\.yaml:13:5: không lối nào dẫn tới bước "said"|không lối nào dẫn tới bước "stop"/,
    en: /no way leads to step/,
  },
  {
    name: 'a loop without a question',
    flow: ['say: thanks }', 'say: thanks }\n  - { id: again, go: said }'],
    vi: /đi vòng mãi mà không hỏi gì/,
    en: /a loop without a question/,
  },
  {
    name: 'two flows with one trigger',
    more: { 'flows/rain.yaml': 'title: Mưa\ntriggers: [nuoc ruong]\nsteps: [{ id: a, end: true }]' },
    vi: /"(nuoc ruong|nước ruộng)" đã mở kịch bản/,
    en: /begins the flow "(rain|water)" already/,
  },
  {
    name: 'a start that another flow takes whole',
    more: { 'flows/rain.yaml': 'title: Mưa\ntriggers: [{ whole: nuoc ruong }]\nsteps: [{ id: a, end: true }]' },
    vi: /"(nuoc ruong|nước ruộng)" đã mở kịch bản/,
    en: /begins the flow "(rain|water)" already/,
  },
  {
    name: 'a correction that another flow takes whole',
    flow: ['triggers: [nước ruộng]', 'triggers: [sửa nước]\ncorrects: yield'],
    more: { 'flows/rain.yaml': 'title: Mưa\ntriggers: [{ whole: sửa nước }]\nsteps: [{ id: a, end: true }]' },
    vi: /"sửa nước" đã mở kịch bản/,
    en: /begins the flow "(rain|water)" already/,
  },
  {
    name: 'a word the service itself takes',
    flow: ['triggers: [nước ruộng]', 'triggers: [nước ruộng, quay lai]'],
    vi: /^flows\/water\.yaml:2:24: "quay lai" là lời máy tự hiểu/,
    en: /the service itself takes "quay lai"/,
  },
  {
    name: 'a flow that calls itself',
    flow: ['  - { id: what,', '  - { id: me, call: water }\n  - { id: what,'],
    vi: /^flows\/water\.yaml:6:5: kịch bản "water" gọi lại chính nó/,
    en: /the flow "water" calls itself without a question/,
  },
  {
    name: 'two flows that call each other',
    flow: ['  - { id: what,', '  - { id: rain, call: rain }\n  - { id: what,'],
    more: { 'flows/rain.yaml': 'title: Mưa\nsteps: [{ id: a, call: water }]' },
    vi: /^flows\/rain\.yaml:2:9: kịch bản "rain" gọi lại chính nó/,
    en: /^flows\/water\.yaml:6:5: the flow "water" calls itself/,
  },
  {
    name: 'an empty file',
    more: { 'flows/rain.yaml': '# later\n' },
    vi: /^flows\/rain\.yaml:1:1: tệp này trống/,
    en: /this file is empty/,
  },
  {
    name: 'a file that is a list',
    more: { 'flows/rain.yaml': '- { id: a, end: true }\n' },
    vi: /^flows\/rain\.yaml:1:1: tệp này chỉ là một danh sách/,
    en: /this file is only a list/,
  },
  {
    name: 'a file that is no text',
    more: { 'flows/rain.yaml': Buffer.from('PK\x03\x04\x00\x00', 'latin1').toString('utf8') },
    vi: /^flows\/rain\.yaml:1:1: tệp này không phải là văn bản UTF-8/,
    en: /this file is not UTF-8 text/,
  },
  {
    name: 'a crop without words',
    more: { 'content/crops.yaml': 'crops:\n  rau: { name: { vi: rau }, soldBy: mass }\n' },
    vi: /^content\/crops\.yaml:2:\d+: "crops\.rau\.words" không đúng: còn thiếu$/,
    en: /"crops\.rau\.words" is not right: Invalid input/,
  },
  {
    name: 'a crop sold by nothing known',
    more: { 'content/crops.yaml': 'crops:\n  rau: { name: { vi: rau }, soldBy: mớ, words: [rau] }\n' },
    vi: /"crops\.rau\.soldBy" không đúng: phải là một trong: "mass", "count"/,
    en: /"crops\.rau\.soldBy" is not right/,
  },
  {
    name: 'a market without its days',
    more: { 'content/markets.yaml': 'markets:\n  - { name: Bắc Hà, source: x, confidence: y }\n' },
    vi: /^content\/markets\.yaml:2:\d+: "markets\.0" không đúng: chợ phải có lunarDigits .* hoặc everyDays/,
    en: /"markets\.0" is not right: a market needs lunarDigits, weekdays, zodiacDays or everyDays/,
  },
  {
    name: 'an exception of a market that is no day',
    more: {
      'content/markets.yaml': 'markets:\n  - { name: X, weekdays: [1], notOn: [26/11], source: x, confidence: y }\n',
    },
    vi: /"markets\.0\.notOn\.0" không đúng: ngày phải viết như 2026-11-26$/,
    en: /"markets\.0\.notOn\.0" is not right: a day is written 2026-11-26/,
  },
  {
    name: 'a text of too many SMS parts',
    texts: ['Cảm ơn nhà mình.', 'Cảm ơn nhà mình. '.repeat(20)],
    vi: /^locales\/vi\/water\.yaml:5:9: câu này dài tới 3\d\d ký tự không dấu, quá 2 tin SMS/,
    en: /more than 2 SMS parts/,
  },
  {
    name: 'a text whose SMS form alone is too long',
    texts: [
      'thanks: "Cảm ơn nhà mình. Đã ghi {crop}."',
      `thanks: { sms: "${'Đã ghi rồi ạ. '.repeat(32)}", zalo: Đã ghi }`,
    ],
    vi: /^locales\/vi\/water\.yaml:5:9: câu này dài tới 4\d\d ký tự không dấu/,
    en: /more than 2 SMS parts/,
  },
  {
    name: 'an option of too many SMS parts',
    texts: ['option.bad: thiếu', `option.bad: ${'thiếu nước quá '.repeat(30)}`],
    vi: /^locales\/vi\/water\.yaml:4:13: câu này dài tới 4\d\d ký tự không dấu/,
    en: /more than 2 SMS parts/,
  },
  {
    name: 'a question too long with its options',
    texts: ['option.bad: thiếu', `option.bad: ${'thiếu nước quá '.repeat(19)}`],
    vi: /^locales\/vi\/water\.yaml:2:9: câu này dài tới 3\d\d ký tự không dấu/,
    en: /more than 2 SMS parts/,
  },
  {
    name: 'a draft text of too many SMS parts',
    texts: ['thanks:', `draft: ${'Để đó đã ạ. '.repeat(40)}\nthanks:`],
    vi: /^locales\/vi\/water\.yaml:5:8: câu này dài tới 4\d\d ký tự không dấu/,
    en: /more than 2 SMS parts/,
  },
  {
    name: 'an emoji in an SMS',
    texts: ['Cảm ơn nhà mình.', 'Cảm ơn nhà mình 🌱.'],
    vi: /^locales\/vi\/water\.yaml:5:26: tin SMS không gửi được ký tự "🌱"/,
    en: /an SMS can't carry "🌱"/,
  },
  {
    name: 'a letter of another alphabet, with the plain one',
    texts: ['Cảm ơn', 'Сảm ơn'],
    vi: /^locales\/vi\/water\.yaml:5:10: tin SMS không gửi được ký tự "С".*: viết "C"$/,
    en: /a letter of another alphabet that looks like "C": write "C"$/,
  },
  {
    name: 'a sign without a plain form in a tip',
    more: { 'content/tips.yaml': 'tips:\n  - id: T1\n    topic: a\n    vi: "Bón ♻ phân"\n' },
    vi: /^content\/tips\.yaml:4:14: tin SMS không gửi được ký tự "♻"/,
    en: /an SMS can't carry "♻"/,
  },
  {
    name: 'a shortened link',
    texts: ['Cảm ơn nhà mình.', 'Xem bit.ly/gia-gung nhé.'],
    vi: /^locales\/vi\/water\.yaml:5:14: "bit\.ly\/gia-gung" là link rút gọn/,
    en: /"bit\.ly\/gia-gung" is a shortened link/,
  },
  {
    name: "a stranger's link, on Zalo too",
    texts: [
      'thanks: "Cảm ơn nhà mình. Đã ghi {crop}."',
      'thanks: { sms: "Đã ghi.", zalo: "Xem https://banbuon.vn/x." }',
    ],
    vi: /^locales\/vi\/water\.yaml:5:38: "https:\/\/banbuon\.vn\/x": tên miền banbuon\.vn không phải của mình/,
    en: /banbuon\.vn is none of your own domains/,
  },
  {
    name: 'a shortener called an own domain',
    texts: ['Cảm ơn nhà mình.', 'Xem https://bit.ly/abc'],
    more: { 'content/sending.yaml': 'links: [bit.ly]' },
    vi: /là link rút gọn/,
    en: /is a shortened link/,
  },
  {
    name: 'a flow that keeps something and has no draft text',
    flow: ['say: thanks', 'do: keep'],
    vi: /chưa có câu "draft"/,
    en: /there is no text "draft"/,
  },
  {
    name: 'a file of another name',
    more: { 'flows/Nước.yaml': GOOD },
    vi: /^flows\/Nước\.yaml:1:1: tên tệp kịch bản/,
    en: /a flow file is named/,
  },
  {
    name: 'a missing common text',
    more: { 'locales/vi/common.yaml': 'hello: Chào.' },
    vi: /chưa có câu "which"/,
    en: /there is no text "which"/,
  },
]

test('the flow these cases break is good', () => {
  expect(load(FILES).problems).toEqual([])
})

describe('refused, with the place and a plain sentence in both languages', () => {
  test.each(BROKEN)('$name', ({ flow, texts, more, vi, en }) => {
    const replace = (text: string, change?: [string, string]) => {
      if (change) expect(text).toContain(change[0])
      return change ? text.replace(change[0], change[1]) : text
    }
    const loaded = load({
      'flows/water.yaml': replace(GOOD, flow),
      'locales/vi/water.yaml': replace(TEXTS, texts),
      ...more,
    })
    expect(loaded.program).toBeNull()
    const said = (locale: 'vi' | 'en') => loaded.problems.map((problem) => formatProblem(problem, locale))
    expect(said('vi')).toContainEqual(expect.stringMatching(vi))
    expect(said('en')).toContainEqual(expect.stringMatching(en))
  })
})

describe('examples', () => {
  const none =
    'title: Chưa hiểu\nhook: not-understood\nexamples: [trời mưa to, em yêu anh]\nsteps: [{ id: a, end: true }]'
  /** A flow that does nothing else, with these lines, beside one for what is not understood. */
  const problemsOf = (lines: string, others: Record<string, string> = { 'flows/none.yaml': none }) => {
    const rain = `title: Mưa\n${lines}\nsteps: [{ id: a, end: true }]`
    const { problems } = load({ ...FILES, ...others, 'flows/rain.yaml': rain })
    return {
      vi: problems.map((each) => formatProblem(each, 'vi')),
      en: problems.map((each) => formatProblem(each, 'en')),
    }
  }
  const GUESS = 'triggers: [mưa]\nguess: ask\nexamples:\n  - mai có mưa không\n'

  test('good ones are taken', () => {
    expect(problemsOf(GUESS).vi).toEqual([])
    expect(problemsOf(GUESS.replace('ask', 'begin')).vi).toEqual([])
  })

  test.each([
    {
      name: 'the cost of a wrong guess is not stated',
      lines: GUESS.replace('guess: ask\n', ''),
      vi: /^flows\/rain\.yaml:4:3: có examples: thì ghi rõ guess: đoán nhầm chỉ mất một tin đọc thì begin/,
      en: /^flows\/rain\.yaml:4:3: with examples: state guess: begin where a wrong guess costs no more than a text to read/,
    },
    {
      name: 'it is stated for nothing',
      lines: 'triggers: [mưa]\nguess: ask',
      vi: /^flows\/rain\.yaml:3:8: có guess: thì phải có examples:$/,
      en: /^flows\/rain\.yaml:3:8: guess: needs examples:$/,
    },
    {
      name: 'it is stated too low: a person is called',
      lines: `${GUESS.replace('ask', 'begin')}roles: [farmer]`,
      steps: 'steps: [{ id: a, handoff: said }]',
      vi: /^flows\/rain\.yaml:3:8: kịch bản này gọi cán bộ: đoán nhầm là mất công, mất tiền, ghi guess: ask$/,
      en: /^flows\/rain\.yaml:3:8: this flow calls a person: a wrong guess has its price, write guess: ask$/,
    },
    {
      name: 'it is stated too low: what is under way is put aside',
      lines: `${GUESS.replace('ask', 'begin')}always: true`,
      vi: /^flows\/rain\.yaml:3:8: kịch bản này bỏ dở việc đang làm/,
      en: /^flows\/rain\.yaml:3:8: this flow puts aside what is under way/,
    },
    {
      name: 'it is stated too low: it changes what was kept',
      lines: `${GUESS.replace('ask', 'begin')}corrects: yield`,
      vi: /^flows\/rain\.yaml:3:8: kịch bản này sửa điều đã giữ/,
      en: /^flows\/rain\.yaml:3:8: this flow changes what was kept/,
    },
    {
      name: 'it is stated too low: it keeps something',
      lines: GUESS.replace('ask', 'begin'),
      steps: 'steps: [{ id: a, do: keep }]',
      vi: /^flows\/rain\.yaml:3:8: kịch bản này giữ lại điều bà con nói/,
      en: /^flows\/rain\.yaml:3:8: this flow keeps what is said/,
    },
    {
      name: 'no word alone begins the flow',
      lines: GUESS.replace('[mưa]', '[{ slots: [day] }]\nslots: { day: { type: date } }'),
      vi: /^flows\/rain\.yaml:6:3: có examples: thì triggers: phải có một lời đứng một mình được/,
      en: /^flows\/rain\.yaml:6:3: with examples: one of triggers: must stand alone/,
    },
    {
      name: 'one word is never guessed',
      lines: `${GUESS}  - mưa?\n`,
      vi: /^flows\/rain\.yaml:6:5: "mưa\?" chỉ có một từ/,
      en: /^flows\/rain\.yaml:6:5: "mưa\?" is one word/,
    },
    {
      name: 'one text is for two, accents apart',
      lines: `${GUESS}  - Troi mua to!\n`,
      vi: /^flows\/rain\.yaml:6:5: "Troi mua to!" đã là ví dụ của kịch bản "none" \(flows\/none\.yaml:3:12\)/,
      en: /^flows\/rain\.yaml:6:5: "Troi mua to!" is an example of the flow "none" already \(flows\/none\.yaml:3:12\)/,
    },
  ])('refused where $name', ({ lines, steps = 'steps: [{ id: a, end: true }]', vi, en }) => {
    const rain = `title: Mưa\n${lines}\n${steps}`
    const texts = { 'locales/vi/rain.yaml': 'said: Đã chuyển.\ndraft: Đã nhận.\n' }
    const { problems } = load({ ...FILES, ...texts, 'flows/none.yaml': none, 'flows/rain.yaml': rain })
    expect(problems.map((each) => formatProblem(each, 'vi'))).toContainEqual(expect.stringMatching(vi))
    expect(problems.map((each) => formatProblem(each, 'en'))).toContainEqual(expect.stringMatching(en))
  })

  test('refused where nothing shows what is for no job', () => {
    const { vi, en } = problemsOf(GUESS, {})
    expect(vi).toEqual([
      expect.stringMatching(/^flows\/rain\.yaml:5:3: chưa có examples: nào ở kịch bản có hook: not-understood/),
    ])
    expect(en).toEqual([
      expect.stringMatching(/^flows\/rain\.yaml:5:3: there are no examples: in the flow with hook: not-understood/),
    ])
  })

  test('what is not understood guesses nothing', () => {
    const { vi } = problemsOf(GUESS, { 'flows/none.yaml': none.replace('hook', 'guess: ask\nhook') })
    expect(vi).toEqual([expect.stringMatching(/^flows\/none\.yaml:2:8: kịch bản chưa hiểu không đoán gì/)])
  })
})

test('two flows with one trigger are both named, each with the place of the other', () => {
  const rain = 'title: Mưa\ntriggers: [nuoc ruong]\nsteps: [{ id: a, end: true }]'
  const { problems } = load({ ...FILES, 'flows/rain.yaml': rain })
  expect(problems.map((problem) => formatProblem(problem, 'vi'))).toEqual([
    expect.stringMatching(/^flows\/rain\.yaml:2:12: "nuoc ruong" .* "water" \(flows\/water\.yaml:2:12\)/),
    expect.stringMatching(/^flows\/water\.yaml:2:12: "nước ruộng" .* "rain" \(flows\/rain\.yaml:2:12\)/),
  ])
})

test.each([
  ['a flow that others call', 'flows/water.yaml', GOOD.replace('title', 'titel'), 2],
  ['texts that are no YAML', 'locales/vi/water.yaml', TEXTS.replace('{options}"', '{options}'), 1],
  ['a text with a brace too many', 'locales/vi/water.yaml', TEXTS.replace('ghi {crop}.', 'ghi {crop}}{.'), 1],
  ['common texts that are no YAML', 'locales/vi/common.yaml', 'hello: "Chào\n', 1],
])('%s: the cause alone is told, not what follows from it', (_, file, text, count) => {
  const rain = 'title: Mưa\ntriggers: [mưa]\nsteps: [{ id: a, call: water }]'
  const { program, problems } = load({ ...FILES, 'flows/rain.yaml': rain, [file]: text })
  expect(program).toBeNull()
  expect(problems.map((problem) => problem.file)).toEqual(Array(count).fill(file))
})

test.each(['Xem htxmuongvi.vn/gia', 'Xem https://www.htxmuongvi.vn', 'Giá 15.000 đ.Nhắn MENU', 'v.v. Xem quan.ly'])(
  'no stranger is linked to in "%s"',
  (text) => {
    const files = { ...FILES, 'content/sending.yaml': 'links: [htxmuongvi.vn]' }
    const changed = TEXTS.replace('Cảm ơn nhà mình.', text)
    expect(load({ ...files, 'locales/vi/water.yaml': changed }).problems).toEqual([])
  },
)

test('an emoji is for Zalo', () => {
  const texts = TEXTS.replace(
    'thanks: "Cảm ơn nhà mình. Đã ghi {crop}."',
    'thanks: { sms: "Đã ghi.", zalo: "Đã ghi 🌱." }',
  )
  expect(texts).not.toBe(TEXTS)
  expect(load({ ...FILES, 'locales/vi/water.yaml': texts }).problems).toEqual([])
})

test('a correction shares its trigger with a flow for when there is nothing to correct', () => {
  const flow = 'title: Sửa\ntriggers: [sửa]\nsteps: [{ id: a, end: true }]'
  const more = { 'flows/amend.yaml': `${flow}\ncorrects: yield`, 'flows/nothing.yaml': flow }
  expect(load({ ...FILES, ...more }).problems).toEqual([])
})

test('another language falls back, and is listed as missing or stale', () => {
  const english = 'thanks: "Thank you. {crop}."\n_source: { thanks: "00000000" }\n'
  const { program, problems } = load({ ...FILES, 'locales/en/water.yaml': english })
  expect(program).not.toBeNull()
  expect(problems.every(({ level }) => level === 'note')).toBe(true)
  const said = problems.map((problem) => formatProblem(problem, 'en'))
  expect(said).toContainEqual(expect.stringMatching(/^locales\/vi\/water\.yaml:1:11: no en text yet/))
  expect(said).toContainEqual(expect.stringMatching(/^locales\/en\/water\.yaml:1:9: the en text is older/))
})

describe('a text that nothing says is told, and refuses nothing', () => {
  const notes = (texts: string, more: Record<string, string> = {}) => {
    const { program, problems } = load({ ...FILES, 'locales/vi/water.yaml': `${TEXTS}${texts}`, ...more })
    expect(program === null).toBe('flows/other.yaml' in more)
    return problems.filter(({ level }) => level === 'note').map((problem) => formatProblem(problem, 'vi'))
  }

  test('with its place', () => {
    expect(notes('thua: abc\n')).toEqual(['locales/vi/water.yaml:6:7: không bước nào dùng câu "thua"'])
  })

  test.each(['draft: Đã nhận.', 'help: Nhắn MENU.', 'option.khac: khác'])('not %s, which the engine says', (line) => {
    expect(notes(`${line}\n`)).toEqual([])
  })

  test('not what another flow says, nor where a flow can not be read', () => {
    const other = 'title: Khác\ntriggers: [khác]\nsteps: [{ id: a, say: water/thua }]'
    const { problems } = load({
      ...FILES,
      'locales/vi/water.yaml': `${TEXTS}thua: abc\n`,
      'flows/other.yaml': other,
    })
    expect(problems).toEqual([])
    expect(notes('thua: abc\n', { 'flows/other.yaml': 'title: [' })).toEqual([])
  })
})

describe('a name of a crop that is a common word without accents is told, and refuses nothing', () => {
  const notes = (...words: string[]) => {
    const crop = `crops:\n  added:\n    name: { vi: cây mới }\n    soldBy: mass\n    words: [${words.join(', ')}]\n`
    const { program, problems } = load({ ...FILES, 'content/crops.yaml': crop })
    expect(program).not.toBeNull()
    return problems.map((problem) => formatProblem(problem, 'vi'))
  }

  test('where the readers need it', () => {
    expect(notes('tỏi')).toEqual([
      expect.stringMatching(/^content\/crops\.yaml:5:13: "tỏi" không dấu là "toi", một chữ máy cần .*"củ tỏi"$/),
    ])
    expect(notes('tía tô', 'nấm')).toEqual([expect.stringContaining('"nấm" không dấu là "nam"')])
  })

  test('where it is another common word', () => {
    expect(notes('nhãn')).toEqual([expect.stringMatching(/"nhãn" không dấu là "nhan", cũng là chữ thường dùng/)])
  })

  test('not where it has a longer name, nor where it is none', () => {
    expect(notes('tỏi', 'củ tỏi', 'nấm hương', 'xu hào')).toEqual([])
  })
})
