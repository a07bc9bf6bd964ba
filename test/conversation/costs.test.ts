import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { type Costs, DEFAULT_COSTS, farmerPrice, priceOf } from '../../src/conversation/costs.ts'
import { parseCosts } from '../../src/conversation/load/costs.ts'
import { formatProblem } from '../../src/conversation/load/problems.ts'
import { operatorOf } from '../../src/conversation/operators.ts'
import { load as loadScripts, program } from './harness.ts'

const NOW = Date.UTC(2026, 10, 22, 3)
const HOUR = 60 * 60_000

const TEXT = `sms:
  kannel: { viettel: 300, vinaphone: 400, other: 450 }
  esms: { viettel: 800, vinaphone: 810, mobifone: 820, vietnamobile: 830, gmobile: 840, itel: { assumed: 850 }, wintel: 860 }
zalo: { free: 0, after: 55, templateToUser: 560, templateToPhone: 800, bot: 0 }
farmer: { number: 350, codes: { 80xx: 1000, "8049": 500, "996": 2000 } }
`
const load = (text: string) => loadScripts({ 'content/costs.yaml': text })
const costsOf = (text: string): Costs => {
  const { program, problems } = load(text)
  expect(problems.filter(({ level }) => level === 'error')).toEqual([])
  return program?.costs ?? expect.unreachable()
}
const COSTS = costsOf(TEXT)
const message = { channel: 'kannel', to: 'tel:+84912345678', parts: 1, lastInboundAt: null, now: NOW }
const price = (over: Partial<Parameters<typeof priceOf>[1]>, costs = COSTS) => priceOf(costs, { ...message, ...over })

describe('the operator of a number', () => {
  it.each([
    ['tel:+84321234567', 'viettel'],
    ['tel:+84391234567', 'viettel'],
    ['tel:+84861234567', 'viettel'],
    ['tel:+84981234567', 'viettel'],
    ['tel:+84701234567', 'mobifone'],
    ['tel:+84931234567', 'mobifone'],
    ['tel:+84811234567', 'vinaphone'],
    ['tel:+84912345678', 'vinaphone'],
    ['tel:+84921234567', 'vietnamobile'],
    ['tel:+84591234567', 'gmobile'],
    ['tel:+84871234567', 'itel'],
    ['tel:+84551234567', 'wintel'],
    ['tel:+84311234567', null],
    ['tel:+849123456789', null],
    ['tel:+4915112345678', null],
    ['zalo:912345678', null],
    ['tel:8041', null],
  ])('%s: %s', (urn, operator) => expect(operatorOf(urn)).toBe(operator))
})

describe('the price of a message', () => {
  it.each([
    ['by its operator', {}, 400, false],
    ['for each part', { parts: 3 }, 1200, false],
    ['of an operator that is not listed', { to: 'tel:+84921234567' }, 450, false],
    ['of a number of nobody known: the dearest', { to: 'tel:+84311234567' }, 450, true],
    ['of no known address: the dearest', { channel: 'esms', to: null }, 860, true],
    ['by a channel without a table: the dearest there is for that operator', { channel: 'smsgate' }, 810, true],
    ['on Zalo 48 hours after they wrote', { channel: 'zalo', to: 'zalo:1', lastInboundAt: NOW - 48 * HOUR }, 0, false],
    ['on Zalo later', { channel: 'zalo', to: 'zalo:1', lastInboundAt: NOW - 48 * HOUR - 1 }, 55, false],
    ['on Zalo to who never wrote', { channel: 'zalo', to: 'zalo:1' }, 55, false],
    ['on the simulator’s Zalo', { channel: 'simulator', to: 'zalo:1', lastInboundAt: NOW }, 0, false],
    ['of a template to a Zalo user', { channel: 'zbs', to: 'zalo:1' }, 560, false],
    ['of a template to a phone', { channel: 'zbs' }, 800, false],
    ['of a template with its own price', { channel: 'zbs', template: { vnd: 640 } }, 640, false],
    ['of a template without one', { channel: 'zbs', template: { vnd: null } }, 800, false],
    ['of a bot’s message', { channel: 'zalo-bot', to: 'zalo:bot:1', parts: null }, 0, false],
  ])('%s', (_, over, vnd, isGuess) => expect(price(over)).toEqual({ vnd, isGuess }))

  it('for a farmer goes by the code, by its class, or is an ordinary text’s', () => {
    const vnd = (to: string) => farmerPrice(COSTS, to)?.vnd
    expect([vnd('8041'), vnd('8049'), vnd('996'), vnd('80xx'), vnd('+84912345678')]).toEqual([
      1000, 500, 2000, 1000, 350,
    ])
    expect(farmerPrice(COSTS, '9041')).toBeNull()
  })

  it('holds without a file too: scripts of before there was one', () => {
    expect(program({}).costs).toEqual(DEFAULT_COSTS)
    expect(price({ parts: 2 }, DEFAULT_COSTS)).toEqual({ vnd: 700, isGuess: false })
  })
})

test('the file that comes with the program loads, and sets no budget', () => {
  const costs = costsOf(readFileSync('content/costs.yaml', 'utf8'))
  expect(costs.budget).toEqual({ month: null, broadcast: null })
  expect(Object.keys(costs.sms).sort()).toEqual(['esms', 'kannel', 'simulator', 'smsgate', 'twilio'])
  expect(costs.sms.kannel?.viettel).toEqual({ vnd: 350, isAssumed: true })
  expect(costs.zalo.free).toEqual({ vnd: 0, isAssumed: false })
  expect(farmerPrice(costs, '8041')).toEqual({ vnd: 1000, isAssumed: false })
})

test('a budget in đồng, parts, or both', () => {
  const budget = 'budget: { month: { vnd: 20000000 }, broadcast: { vnd: 5000000, parts: 15000 } }\n'
  expect(costsOf(TEXT + budget).budget).toEqual({
    month: { vnd: 20_000_000, parts: null },
    broadcast: { vnd: 5_000_000, parts: 15_000 },
  })
  expect(costsOf(`${TEXT}budget:\n`).budget).toEqual({ month: null, broadcast: null })
})

const without = (from: string | RegExp, to: string) => TEXT.replace(from, to)

test.each([
  [
    'a table without an operator',
    without(', other: 450', ''),
    /^content\/costs\.yaml:2:11: "sms\.kannel" không đúng: thiếu giá của mobifone, vietnamobile, gmobile, itel, wintel: viết thêm/,
    /no price for mobifone, vietnamobile, gmobile, itel, wintel, nor "other"/,
  ],
  [
    'a negative price',
    without('vinaphone: 400', 'vinaphone: -400'),
    /^content\/costs\.yaml:2:38: "sms\.kannel\.vinaphone" không đúng: số tiền viết bằng đồng tròn/,
    /in whole đồng/,
  ],
  ['half a đồng', without('viettel: 300', 'viettel: 300.5'), /:2:22: .* đồng tròn/, /in whole đồng/],
  ['a price in words', without('viettel: 300', 'viettel: 300đ'), /:2:22: .* đồng tròn/, /in whole đồng/],
  ['a negative assumption', without('850', '-850'), /sms\.esms\.itel\.assumed/, /in whole đồng/],
  [
    'an operator without its price',
    without('viettel: 300', 'viettel:'),
    /:2:21: "sms\.kannel\.viettel" không đúng: thiếu giá, viết số đồng như 350$/,
    /the price is missing/,
  ],
  [
    'a Zalo price that is missing',
    without(' after: 55,', ''),
    /^content\/costs\.yaml:4:7: "zalo\.after" không đúng: thiếu giá/,
    /the price is missing/,
  ],
  [
    'an unknown channel',
    without('  esms:', '  speedsms:'),
    /^content\/costs\.yaml:3:13: "sms\.speedsms" không đúng: không có kênh SMS tên "speedsms"; có: kannel/,
    /there is no SMS channel "speedsms": kannel/,
  ],
  [
    'an unknown operator',
    without('vinaphone: 400', 'vina: 400'),
    /:2:33: "sms\.kannel\.vina" không đúng: không có nhà mạng tên "vina"; có: viettel/,
    /there is no operator "vina"/,
  ],
  ['no table at all', without(/ {2}(kannel|esms).*\n/g, ''), /"sms" không đúng/, /"sms" is not right/],
  ['a code that is none', without('"996"', 'chin'), /farmer\.codes\.chin/, /farmer\.codes\.chin/],
  [
    'a budget of nothing',
    `${TEXT}budget: { month: {} }\n`,
    /:6:18: "budget\.month" không đúng: mức chi cần vnd \(đồng\)/,
    /a budget needs vnd, parts, or both/,
  ],
  [
    'a budget of another span',
    `${TEXT}budget: { week: { vnd: 5 } }\n`,
    /có mục không được nhận: "week"/,
    /Unrecognized key: "week"/,
  ],
  ['a negative budget', `${TEXT}budget: { month: { vnd: -5 } }\n`, /đồng tròn/, /whole đồng/],
])('%s is refused', (_, text, vi, en) => {
  const { program, problems } = load(text)
  expect(program).toBeNull()
  const errors = problems.filter(({ level }) => level === 'error')
  expect(errors.map((each) => formatProblem(each, 'vi'))).toEqual([expect.stringMatching(vi)])
  expect(errors.map((each) => formatProblem(each, 'en'))).toEqual([expect.stringMatching(en)])
})

test('a table that is empty, and one that is no table', () => {
  for (const value of [null, [], { sms: { kannel: 350 } }, { sms: [] }])
    expect(parseCosts(value)).toHaveProperty('problems')
})
