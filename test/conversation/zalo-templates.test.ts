import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { instantOf } from '../../src/conversation/calendar.ts'
import { loadProgram } from '../../src/conversation/load/load-program.ts'
import { formatProblem } from '../../src/conversation/load/problems.ts'
import type { Program, TextRef } from '../../src/conversation/types.ts'
import { type FitOptions, templateFor } from '../../src/conversation/zalo-templates.ts'
import { REGISTRY } from '../../src/farm/registry.ts'
import { readScriptFiles } from '../../src/script-files.ts'

const FILE = 'content/zalo-templates.yaml'
/** Without the flows, which no template is about. */
const files = Object.fromEntries(Object.entries(readScriptFiles('.')).filter(([file]) => !file.startsWith('flows/')))

const load = (yaml: string, over: Record<string, string> = {}) =>
  loadProgram({ ...files, [FILE]: yaml, ...over }, 'r1', REGISTRY)

const wrongIn = (yaml: string, over: Record<string, string> = {}) =>
  load(yaml, over)
    .problems.filter(({ file, level }) => file === FILE && level === 'error')
    .map((problem) => formatProblem(problem, 'en'))

const programWith = (yaml: string): Program => {
  const { program, problems } = load(yaml)
  if (program === null) throw new Error(problems.map((each) => formatProblem(each, 'en')).join('\n'))
  return program
}

const ALERT = `templates:
  - id: "417001"
    text: alerts.said
    tag: care
    params:
      - { name: cooperative, from: cooperative, most: 20 }
      - { name: crop, from: crop_start, most: 30 }
      - { name: price, from: price, most: 30 }
      - { name: place, from: place, most: 50 }
      - { name: until, from: until_short, most: 10, empty: true }
  - id: 417002
    text: [training.told, training.answer]
    tag: transaction
    night: true
    params:
      - { name: title, from: title, most: 60 }
      - { name: start, from: start, most: 40 }
      - { name: place, from: place, most: 60 }
      - { name: by, from: operator, most: 60 }
`
const alerts = programWith(ALERT)
const NOON = instantOf('2026-11-22', 12 * 60)
const options: FitOptions = {
  ...{ locale: 'vi', today: '2026-11-22', saoM2: 360, operator: 'HTX Mường Vi', now: NOON, isAdvertising: false },
}
const alertOf = (values: TextRef['values'] = {}): TextRef => ({
  key: 'alerts.said',
  values: {
    cooperative: 'HTX Mường Vi',
    crop: { crop: 'ginger', form: null },
    price: { vnd: 15000, per: 'kg' },
    place: 'Xã Đàm Thuỷ',
    until: null,
    before: null,
    ...values,
  },
})
const fitOf = (texts: TextRef[], over: Partial<FitOptions> = {}, program = alerts) =>
  templateFor(program, texts, { ...options, ...over })

test('a price alert goes as its template, each value composed and as the text would say it', () => {
  const until = { day: '2026-11-30' }
  expect(fitOf([alertOf({ until, cooperative: 'HTX  Mường Vi'.normalize('NFD') })])).toMatchObject({
    type: 'fits',
    id: '417001',
    values: {
      cooperative: 'HTX Mường Vi',
      crop: 'Gừng trâu',
      price: '15.000 đ/kg',
      place: 'Xã Đàm Thuỷ',
      until: '30/11',
    },
  })
  expect(fitOf([alertOf()])).toMatchObject({ type: 'fits', values: { until: '' } })
})

test('what Zalo charges for it comes along, as far as it is noted', () => {
  const program = programWith(ALERT.replace('tag: care', 'tag: care\n    price: { user: 560 }'))
  expect(fitOf([alertOf()], {}, program)).toMatchObject({ type: 'fits', vnd: { phone: null, user: 560 } })
})

test('a message of several texts goes as the template of just those', () => {
  const told = {
    key: 'training.told',
    values: { training: 't1', title: 'Ủ phân', start: { at: NOON }, place: 'Nhà văn hoá' },
  }
  const answer = { key: 'training.answer' }
  expect(fitOf([told, answer])).toMatchObject({
    type: 'fits',
    id: '417002',
    values: { title: 'Ủ phân', start: '12h trưa chủ nhật, 22/11', place: 'Nhà văn hoá', by: 'HTX Mường Vi' },
  })
  for (const texts of [
    [told],
    [answer, told],
    [told, told, answer],
    [told, { key: 'training.answer-yes' }],
    [alertOf(), answer],
  ])
    expect(fitOf(texts)).toEqual({ type: 'none' })
})

test.each([
  ['at night', { now: instantOf('2026-11-22', 21 * 60 + 45) }, 'none'],
  ['just before the night', { now: instantOf('2026-11-22', 21 * 60 + 44) }, 'fits'],
  ['before the morning', { now: instantOf('2026-11-22', 6 * 60 + 4) }, 'none'],
  ['in the morning', { now: instantOf('2026-11-22', 6 * 60 + 5) }, 'fits'],
  ['as advertising', { isAdvertising: true }, 'none'],
  ['for who reads English', { locale: 'en' }, 'none'],
  ['for a language that has no text of it', { locale: 'tay' }, 'fits'],
] as const)('an alert %s: %s', (_name, over, type) => {
  expect(fitOf([alertOf()], over).type).toBe(type)
})

test('a template for the night goes at night', () => {
  const told = { key: 'training.told', values: { title: 'Ủ phân', start: { at: NOON }, place: 'Nhà văn hoá' } }
  const now = instantOf('2026-11-22', 23 * 60)
  expect(fitOf([told, { key: 'training.answer' }], { now }).type).toBe('fits')
})

test.each([
  ['a missing value', { price: null }, 'price', 'missing'],
  ['a value of blanks', { place: ' ' }, 'place', 'missing'],
  ['a value that is too long', { cooperative: 'Hợp tác xã nông nghiệp Mường Vi' }, 'cooperative', 'too_long'],
] as const)('%s is unfit, never cut', (_name, values, param, problem) => {
  expect(fitOf([alertOf(values)])).toEqual({ type: 'unfit', id: '417001', param, problem })
})

test('of exactly the most characters fits, composed', () => {
  const cooperative = 'ế'.normalize('NFD').repeat(20)
  expect(fitOf([alertOf({ cooperative })])).toMatchObject({ type: 'fits', values: { cooperative: 'ế'.repeat(20) } })
  expect(fitOf([alertOf({ cooperative: `${cooperative}a` })])).toMatchObject({ problem: 'too_long' })
})

test('a value that no parameter says: only messages without it go this way', () => {
  const program = programWith(ALERT.replace(/^.*name: until.*\n/m, ''))
  expect(fitOf([alertOf()], {}, program).type).toBe('fits')
  expect(fitOf([alertOf({ until: { day: '2026-11-30' } })], {}, program)).toEqual({
    ...{ type: 'unfit', id: '417001', param: 'until', problem: 'unsaid' },
  })
})

test.each([
  ['NUMBER', { vnd: 15000, per: 'kg' }, null],
  ['NUMBER', { vnd: 15000 }, '15000'],
  ['NUMBER', 12, '12'],
  ['NUMBER', '0912', '912'],
  ['NUMBER', 1.5, null],
  ['NUMBER', -3, null],
  ['NUMBER', 'mười', null],
  ['NUMBER', { kg: 3 }, null],
  ['DATE', { day: '2026-11-09' }, '09/11/2026'],
  ['DATE', { at: NOON }, null],
  ['DATE', 'hôm nay', null],
] as const)('%s of %j is %s', (type, price, expected) => {
  const program = programWith(
    ALERT.replace('{ name: price, from: price,', `{ name: price, from: price, type: ${type},`),
  )
  const result = fitOf([alertOf({ price })], {}, program)
  if (expected === null) expect(result).toEqual({ type: 'unfit', id: '417001', param: 'price', problem: 'wrong_form' })
  else expect(result).toMatchObject({ type: 'fits', values: { price: expected } })
})

test('a value that is too short is unfit; an empty one is no matter of its length', () => {
  const program = programWith(ALERT.replace('most: 10, empty: true', 'least: 6, most: 10, empty: true'))
  expect(fitOf([alertOf({ until: { day: '2026-11-30' } })], {}, program)).toMatchObject({
    param: 'until',
    problem: 'too_short',
  })
  expect(fitOf([alertOf()], {}, program).type).toBe('fits')
})

test('advertising goes by a template of that kind, and by no other', () => {
  const sending = (files['content/sending.yaml'] ?? '').replace('alerts: service', 'alerts: advertising')
  const { program } = load(ALERT.replace('tag: care', 'tag: promotion'), { 'content/sending.yaml': sending })
  if (program === null) throw new Error('refused')
  expect(fitOf([alertOf()], { isAdvertising: true }, program).type).toBe('fits')
  expect(fitOf([alertOf()], {}, program)).toEqual({ type: 'none' })
})

test('an installation without the file, and the file as it comes, have none', () => {
  const { [FILE]: _, ...older } = files
  expect(loadProgram(older, 'r1', REGISTRY).program?.zaloTemplates).toEqual([])
  expect(loadProgram(files, 'r1', REGISTRY).program?.zaloTemplates).toEqual([])
})

test('the example in the file is a good one', () => {
  const example = readFileSync(FILE, 'utf8')
    .split('\n')
    .filter((line) => /^# ( |templates:)/.test(line))
    .map((line) => line.slice(2))
    .join('\n')
  expect(programWith(example).zaloTemplates).toMatchObject([{ id: '417001', texts: ['alerts.said'], tag: 'care' }])
})

const change = (from: string | RegExp, to: string) => ALERT.replace(from, to)
test.each([
  [
    'an unknown text',
    change('alerts.said', 'alerts.sad'),
    `${FILE}:3:11: there is no text "alerts.sad" in locales/vi, did you mean "alerts.said"?`,
  ],
  [
    'an unknown text of two',
    change('[training.told, training.answer]', '[training.told, x.y]'),
    `${FILE}:12:27: there is no text "x.y" in locales/vi`,
  ],
  [
    'an unknown value',
    change('from: price,', 'from: prise,'),
    `${FILE}:8:30: the text has no value "prise", did you mean "price"?`,
  ],
  [
    'a value that is only whether',
    change('from: until_short', 'from: has_until'),
    `${FILE}:10:30: the text has no value "has_until", only: cooperative, crop, price, place, until, operator`,
  ],
  [
    'a parameter without a source',
    change('from: price, ', ''),
    `${FILE}:8:9: "templates.0.params.2.from" is not right: Invalid input: expected string, received undefined`,
  ],
  [
    'a parameter without its length',
    change(', most: 30 }', ' }'),
    /^content\/zalo-templates.yaml:7:9: "templates.0.params.1.most" is not right: .*received undefined$/,
  ],
  [
    'a type that is none',
    change('from: price,', 'from: price, type: TEXT,'),
    /^content\/zalo-templates.yaml:8:43: "templates.0.params.2.type" is not right: Invalid option: expected one of "STRING"/,
  ],
  [
    'less at most than at least',
    change('most: 10', 'least: 11, most: 10'),
    /:10:50: "templates.0.params.4.least" is not right: least can be no more than most$/,
  ],
  [
    'a parameter twice',
    change('name: crop', 'name: cooperative'),
    `${FILE}:7:17: the parameter "cooperative" is given twice`,
  ],
  [
    'two templates for one text',
    change('[training.told, training.answer]', 'alerts.said'),
    `${FILE}:12:11: alerts.said has the template 417001 already (${FILE}:2:5): one template for one text`,
  ],
  [
    'an entry nobody reads',
    change('night: true', 'nights: true'),
    /^content\/zalo-templates.yaml:11:5: "templates.1" is not right: Unrecognized key: "nights"$/,
  ],
  [
    'a number that is none',
    change('"417001"', 'Z1'),
    /^content\/zalo-templates.yaml:2:9: "templates.0.id" is not right/,
  ],
  [
    'a tag that is none',
    change('tag: care', 'tag: news'),
    /^content\/zalo-templates.yaml:4:10: "templates.0.tag" is not right/,
  ],
  [
    'a promotion for an alert that is service',
    change('tag: care', 'tag: promotion'),
    `${FILE}:4:10: this is no advertising: tag it transaction or care, or change alerts in content/sending.yaml`,
  ],
  [
    'a promotion for a training',
    change('tag: transaction', 'tag: promotion'),
    `${FILE}:13:10: this is no advertising: tag it transaction or care`,
  ],
  [
    'a text whose values could be of either',
    change('[training.told, training.answer]', '[training.told, training.moved]'),
    `${FILE}:12:11: two of these texts have a "title", and either could be meant: let one text of a template have values`,
  ],
])('%s is refused, where it stands', (_name, yaml, message) => {
  expect(load(yaml).program).toBeNull()
  const [first] = wrongIn(yaml)
  if (typeof message === 'string') expect(first).toBe(message)
  else expect(first).toMatch(message)
})

test('a care template for alerts that advertise is refused', () => {
  const sending = (files['content/sending.yaml'] ?? '').replace('alerts: service', 'alerts: advertising')
  expect(wrongIn(ALERT, { 'content/sending.yaml': sending })).toEqual([
    `${FILE}:4:10: content/sending.yaml calls price alerts advertising: this template must be tagged promotion`,
  ])
})

test('every refusal is told in Vietnamese, too', () => {
  const { problems } = load(change('from: price, ', '').replace('care', 'news').replace('alerts.said', 'x y'))
  const told = problems.filter(({ file }) => file === FILE).map((problem) => formatProblem(problem, 'vi'))
  expect(told).toHaveLength(3)
  for (const line of told) expect(line).toMatch(/^content\/zalo-templates.yaml:\d+:\d+: .*(phải|thiếu)/)
})

test('a value that no parameter says is noted, and refuses nothing', () => {
  const { program, problems } = load(ALERT.replace(/^.*name: until.*\n/m, ''))
  expect(program).not.toBeNull()
  expect(problems.filter(({ file }) => file === FILE)).toMatchObject([
    { level: 'note', line: 2, en: 'no parameter says "until": messages that have that value go another way' },
  ])
})
