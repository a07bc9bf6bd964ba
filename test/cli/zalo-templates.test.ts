import { uuidv7 } from 'uuidv7'
import { expect, it, onTestFinished } from 'vitest'
import { readScriptFiles } from '../../src/script-files.ts'
import { revisionHash } from '../../src/server/program-source.ts'
import { publish as publishScripts } from '../../src/server/publish.ts'
import { startZaloStandIn, type ZaloStandIn, type ZaloStandInOptions } from '../stand-ins/zalo.ts'
import { makeSeeded, type Place } from './helpers.ts'

const YAML = `templates:
  - id: "417001"
    text: alerts.said
    tag: care
    price: { phone: 800, user: 560 }
    params:
      - { name: who, from: cooperative, most: 50 }
      - { name: crop, from: crop, most: 30 }
      - { name: price, from: price, most: 30 }
      - { name: place, from: place, most: 50 }
      - { name: until, from: until_short, most: 10, empty: true }
  - id: "417002"
    text: training.cancelled
    tag: transaction
    price: { phone: 800, user: 560 }
    params:
      - { name: title, from: title, most: 60 }
      - { name: start, from: start, most: 40 }
`

const who = { name: 'who', maxLength: 50 }
const until = { name: 'until', maxLength: 10, require: false, acceptNull: true }
const agreed = [who, 'crop', 'price', { name: 'place', maxLength: 50 }, until]

/** An installation linked to Zalo, with two templates in its scripts; `env` runs a command beside it. */
async function open(options: ZaloStandInOptions = {}, yaml = YAML) {
  const zalo = await startZaloStandIn(options)
  onTestFinished(() => zalo.close())
  const { refreshToken } = zalo.oauth.addGrant()
  const place = await makeSeeded()
  const files = { ...readScriptFiles('.'), 'content/zalo-templates.yaml': yaml }
  await publish(place, files)
  zalo.zbs.register('417001', agreed, { templateTag: 'CUSTOMER_CARE' })
  zalo.zbs.register('417002', [
    { name: 'title', maxLength: 60 },
    { name: 'start', maxLength: 40 },
  ])
  const run = (over: Record<string, string> = {}) =>
    place.runWith({ ...envOf(zalo), ZALO_REFRESH_TOKEN: refreshToken, ...over }, 'zalo-templates')
  return { zalo, place, run }
}

const envOf = ({ url, appId, appSecret, oaId, oaSecretKey }: ZaloStandIn) => ({
  ...{ ZALO_APP_ID: appId, ZALO_APP_SECRET: appSecret, ZALO_OA_ID: oaId, ZALO_OA_SECRET_KEY: oaSecretKey },
  ...{ ZALO_API_URL: url, ZALO_OAUTH_URL: url, ZALO_ZBS_URL: url, PUBLIC_URL: 'https://bot.example.vn' },
})

/** Without their tests being played, which no template is about. */
const publish = (place: Place, files: Record<string, string>) =>
  place.look((store) =>
    publishScripts(
      store,
      { files, hash: revisionHash(files), author: 'mai', note: '', endTalks: false },
      { now: Date.now(), newId: uuidv7 },
    ),
  )

it('agrees: prices and the quota of today', async () => {
  const { run } = await open()
  expect(await run()).toEqual({
    code: 0,
    out: [
      '417001  alerts.said  khớp; giá 800 đ qua số điện thoại, 560 đ qua Zalo',
      '417002  training.cancelled  khớp; giá 800 đ qua số điện thoại, 560 đ qua Zalo',
      'Hôm nay còn gửi được 500 trong 500 tin mẫu qua số điện thoại.',
      '',
    ].join('\n'),
    err: '',
  })
})

const english = { MUA_LANG: 'en' }
it.each([
  ['waits for review', { status: 'PENDING_REVIEW' }, 'WRONG: Zalo has not reviewed the template yet'],
  ['rejected', { status: 'REJECT' }, 'WRONG: Zalo has rejected the template'],
  ['switched off', { status: 'DISABLE' }, 'WRONG: the template is switched off'],
  ['another tag', { templateTag: 'PROMOTION' }, 'WRONG: the scripts tag it care, Zalo promotion'],
] as const)('a template that is %s ends with 1', async (_name, rest, said) => {
  const { zalo, run } = await open()
  zalo.zbs.register('417001', agreed, { templateTag: 'CUSTOMER_CARE', ...rest })
  const { code, out } = await run(english)
  expect([code, out.split('\n')[1]]).toEqual([1, `  ${said}`])
})

it.each([
  ['none of ours', agreed.slice(1), 1, 'WRONG: Zalo has no parameter "who", only: crop, price, place, until'],
  ['one more', [...agreed, 'code'], 1, 'WRONG: the scripts lack the parameter "code"'],
  [
    'one more that may be left out',
    [...agreed, { name: 'code', require: false }],
    0,
    'differs: the scripts lack the parameter "code", which may be left out',
  ],
  [
    'another type',
    [who, 'crop', { name: 'price', type: 'NUMBER' }, ...agreed.slice(3)],
    1,
    'WRONG: "price": STRING in the scripts, NUMBER at Zalo',
  ],
  [
    'shorter',
    [{ ...who, maxLength: 20 }, ...agreed.slice(1)],
    1,
    'WRONG: "who": up to 50 characters in the scripts, 20 at Zalo',
  ],
  [
    'longer',
    [{ ...who, maxLength: 60 }, ...agreed.slice(1)],
    0,
    'differs: "who": Zalo takes up to 60 characters, the scripts 50',
  ],
  [
    'not too short',
    [{ ...who, minLength: 2 }, ...agreed.slice(1)],
    1,
    'WRONG: "who": from 0 characters in the scripts, from 2 at Zalo',
  ],
  [
    'not empty',
    [...agreed.slice(0, 4), { ...until, acceptNull: false }],
    1,
    'WRONG: "until" may be empty in the scripts, not at Zalo',
  ],
  [
    'empty',
    [{ ...who, acceptNull: true }, ...agreed.slice(1)],
    0,
    'differs: "who" may be empty at Zalo, not in the scripts: messages without it go another way',
  ],
])('a parameter: %s', async (_name, params, code, said) => {
  const { zalo, run } = await open()
  zalo.zbs.register('417001', params, { templateTag: 'CUSTOMER_CARE' })
  const ran = await run(english)
  expect([ran.code, ran.out.split('\n')[1]]).toEqual([code, `  ${said}`])
})

it.each([
  ['another price', '1200', '560', 'differs: price.phone is 800 in the scripts, Zalo charges 1200 đ'],
  ['a price with decimals', '800', '560.4', 'differs: price.user is 560 in the scripts, Zalo charges 561 đ'],
])('%s is told, and refuses nothing', async (_name, price_sdt, price_uid, said) => {
  const { zalo, run } = await open()
  zalo.zbs.register('417001', agreed, { templateTag: 'CUSTOMER_CARE', price_sdt, price_uid })
  const { code, out } = await run(english)
  expect([code, out.split('\n')[1]]).toEqual([0, `  ${said}`])
})

it('a price that is not noted is told', async () => {
  const { run } = await open({}, YAML.replace('phone: 800, ', ''))
  expect((await run(english)).out).toContain('differs: price.phone is not noted in the scripts, Zalo charges 800 đ\n')
})

it('a template Zalo does not have', async () => {
  const { zalo, run } = await open()
  zalo.zbs.templates.delete('417002')
  const { code, out } = await run()
  expect(code).toBe(1)
  expect(out).toContain('417002  training.cancelled  \n  SAI: Zalo không có mẫu này, hoặc không cho xem (mã -109)\n')
})

it('a status in figures, and no price told', async () => {
  const { zalo, run } = await open()
  const data = { templateName: 'x', status: 1, price_sdt: '1200.5', listParams: [] }
  zalo.fail({ type: 'answer', status: 200, body: { error: 0, data } }, { matches: ({ url }) => url.includes('417001') })
  expect((await run(english)).out).toContain('417001  alerts.said  1.200,5 đ by phone number, ? by Zalo user\n')
})

it.each([
  ['an account that is not linked', { ZALO_REFRESH_TOKEN: '' }, /^Chưa hỏi được Zalo \(no_token\): /],
  [
    'no account',
    {
      ZALO_APP_ID: '',
      ZALO_APP_SECRET: '',
      ZALO_OA_ID: '',
      ZALO_OA_SECRET_KEY: '',
      ZALO_REFRESH_TOKEN: '',
      ZALO_API_URL: '',
      ZALO_OAUTH_URL: '',
      ZALO_ZBS_URL: '',
    },
    /^Chưa cấu hình Zalo Official Account/,
  ],
  ['a host that is not there', { ZALO_ZBS_URL: 'http://127.0.0.1:9' }, /^Chưa hỏi được Zalo \(network_econnrefused\)/],
])('%s is told in a sentence', async (_name, env, said) => {
  const { run } = await open()
  expect(await run(env)).toMatchObject({ code: 1, err: expect.stringMatching(said) })
})

it('scripts without templates ask nobody', async () => {
  const { zalo, run } = await open({}, 'templates: []\n')
  const { code, out } = await run()
  expect([code, out, zalo.requestCount()]).toEqual([
    0,
    'Kịch bản đang dùng chưa có mẫu tin Zalo nào (content/zalo-templates.yaml).\n',
    0,
  ])
})
