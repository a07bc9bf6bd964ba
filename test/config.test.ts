import { expect, test } from 'vitest'
import { smsChannel } from '../src/cli/open.ts'
import { ConfigError } from '../src/config/config-error.ts'
import { readConfig } from '../src/config.ts'

const TWILIO = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_FROM: '+15005550006',
  PUBLIC_URL: 'https://bot.example.vn',
}
const SMSGATE = {
  SMSGATE_URL: 'http://10.0.0.2:8080',
  SMSGATE_USERNAME: 'sms',
  SMSGATE_PASSWORD: 'password',
  SMSGATE_SIGNING_KEY: 'key',
}
const BOT = { ZALO_BOT_TOKEN: '1234567890:abcDEF', ZALO_BOT_SECRET: 'bot-secret' }
const ESMS = {
  ESMS_API_KEY: 'api',
  ESMS_SECRET_KEY: 'secret',
  ESMS_MO_SECRET: 'path-secret',
  ESMS_FROM: '8079',
  PUBLIC_URL: 'https://bot.example.vn',
}
const KANNEL = {
  KANNEL_SENDSMS_URL: 'http://10.0.0.2:13013/cgi-bin/sendsms',
  KANNEL_USERNAME: 'bot',
  KANNEL_PASSWORD: 'password',
  KANNEL_FROM: '8099',
  KANNEL_SECRET: 'a-secret-of-24-letters-x',
  PUBLIC_URL: 'https://bot.example.vn',
}
const ZALO = {
  ZALO_APP_ID: '1',
  ZALO_APP_SECRET: 'a',
  ZALO_OA_ID: '2',
  ZALO_OA_SECRET_KEY: 'b',
  PUBLIC_URL: 'https://x.vn',
}
const KEY = Buffer.alloc(32, 1).toString('base64')

const wrong: [string, Record<string, string>, RegExp][] = [
  ['a port that is none', { PORT: 'abc' }, /^PORT must be/],
  ['an address without a scheme', { PUBLIC_URL: 'bot.example.vn' }, /^PUBLIC_URL must be/],
  ['a Redis by another scheme', { REDIS_URL: 'http://localhost' }, /^REDIS_URL must be an address like redis:/],
  ['a database without a path', { DATABASE_URL: 'file:' }, /^DATABASE_URL must be/],
  ['an address of Twilio alone', { TWILIO_API_URL: 'http://127.0.0.1:1' }, /are missing beside TWILIO_API_URL/],
  ['an address of templates alone', { ZALO_ZBS_URL: 'http://127.0.0.1:1' }, /are missing beside ZALO_ZBS_URL/],
  ['a token of Zalo alone', { ZALO_REFRESH_TOKEN: 'x' }, /are missing beside ZALO_REFRESH_TOKEN/],
  ['half of Twilio', { TWILIO_AUTH_TOKEN: 'x' }, /^TWILIO_ACCOUNT_SID is missing beside TWILIO_AUTH_TOKEN/],
  [
    'a sender without an account',
    { TWILIO_FROM: '+15005550006' },
    /^TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN are missing/,
  ],
  ['Twilio without a sender', { ...TWILIO, TWILIO_FROM: '' }, /^TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID/],
  ['Twilio without our address', { ...TWILIO, PUBLIC_URL: '' }, /^PUBLIC_URL is missing/],
  ['an account id of another form', { ...TWILIO, TWILIO_ACCOUNT_SID: 'AC1' }, /^TWILIO_ACCOUNT_SID must be/],
  [
    'half of the phone gateway',
    { SMSGATE_URL: 'http://10.0.0.2:8080' },
    /SMSGATE_USERNAME, .* are missing beside SMSGATE_URL/,
  ],
  ['a SIM without a phone', { SMSGATE_SIM: '1' }, /are missing beside SMSGATE_SIM\.$/],
  ['a phone’s id without a phone', { SMSGATE_DEVICE_ID: 'x' }, /are missing beside SMSGATE_DEVICE_ID\.$/],
  ['a SIM that is none', { ...SMSGATE, SMSGATE_SIM: '0' }, /^SMSGATE_SIM must be the number of a SIM/],
  ['a day of nothing', { ...SMSGATE, SMSGATE_SIM: '1', SMSGATE_PER_DAY: '0' }, /^SMSGATE_PER_DAY must be parts a day/],
  ['an hour of no SIM', { ...SMSGATE, SMSGATE_PER_HOUR: '30' }, /^SMSGATE_SIM is missing beside SMSGATE_PER_HOUR/],
  ['half of Zalo', { ZALO_APP_ID: '1', ZALO_OA_ID: '2' }, /^ZALO_APP_SECRET, ZALO_OA_SECRET_KEY are missing/],
  ['a button template that is none', { ZALO_BUTTON_TEMPLATE: 'But ton' }, /^ZALO_BUTTON_TEMPLATE must be/],
  ['a proof neither on nor off', { ZALO_APP_SECRET_PROOF: 'yes' }, /^ZALO_APP_SECRET_PROOF must be/],
  ['production without a key', { NODE_ENV: 'production' }, /^MUA_KEY is missing/],
  ['production without a name', { NODE_ENV: 'production', MUA_KEY: KEY }, /^MUA_OPERATOR is missing/],
  ['a name of spaces', { NODE_ENV: 'production', MUA_KEY: KEY, MUA_OPERATOR: ' ' }, /^MUA_OPERATOR is missing/],
  ['production written wrongly', { NODE_ENV: 'prodution' }, /^NODE_ENV must be production, development, test or/],
  ['a language nobody speaks here', { MUA_LANG: 'fr' }, /^MUA_LANG must be vi or en/],
  ['half of eSMS', { ESMS_API_KEY: 'x', ESMS_FROM: '8079' }, /^ESMS_SECRET_KEY, ESMS_MO_SECRET are missing beside/],
  ['a sandbox of eSMS alone', { ESMS_SANDBOX: '1' }, /^ESMS_API_KEY, .* are missing beside ESMS_SANDBOX/],
  ['eSMS without our address', { ...ESMS, PUBLIC_URL: '' }, /^PUBLIC_URL is missing/],
  ['a secret that is no part of an address', { ...ESMS, ESMS_MO_SECRET: 'a/b' }, /^ESMS_MO_SECRET must be letters/],
  ['a sandbox neither on nor off', { ...ESMS, ESMS_SANDBOX: 'yes' }, /^ESMS_SANDBOX must be 0 or 1/],
  ['a short secret in production', { ...ESMS, NODE_ENV: 'production' }, /^ESMS_MO_SECRET is too short/],
  ['a slip in a name of eSMS', { ESMS_MO_SECRETE: 'x' }, /^ESMS_MO_SECRETE is not known: was ESMS_MO_SECRET meant/],
  ['a demo beside a real eSMS', { MUA_DEMO: '1', ...ESMS }, /^MUA_DEMO is 1 beside ESMS_API_KEY/],
  ['half of a bot', { ZALO_BOT_TOKEN: BOT.ZALO_BOT_TOKEN }, /^ZALO_BOT_SECRET is missing beside ZALO_BOT_TOKEN/],
  [
    'an address of a bot alone',
    { ZALO_BOT_API_URL: 'http://127.0.0.1:1' },
    /^ZALO_BOT_TOKEN, ZALO_BOT_SECRET are missing/,
  ],
  ['a token that is none', { ...BOT, ZALO_BOT_TOKEN: 'abc' }, /^ZALO_BOT_TOKEN must be digits, a colon/],
  ['a secret the platform refuses', { ...BOT, ZALO_BOT_SECRET: 'a b' }, /^ZALO_BOT_SECRET must be 8 to 256/],
  ['a short secret of a bot in production', { ...BOT, NODE_ENV: 'production' }, /^ZALO_BOT_SECRET is too short/],
  [
    'a slip in a name of a bot',
    { ZALO_BOT_TOKN: 'x' },
    /^ZALO_BOT_TOKN is not known: of ZALO_… there are .*ZALO_BOT_TOKEN/,
  ],
  ['a demo beside a real bot', { MUA_DEMO: '1', ...BOT }, /^MUA_DEMO is 1 beside ZALO_BOT_TOKEN/],
  [
    'half of Kannel',
    { KANNEL_FROM: '8099' },
    /^KANNEL_SENDSMS_URL, KANNEL_USERNAME, .* are missing beside KANNEL_FROM/,
  ],
  ['Kannel without our address', { ...KANNEL, PUBLIC_URL: '' }, /^PUBLIC_URL is missing/],
  ['a secret that no path can hold', { ...KANNEL, KANNEL_SECRET: 'a/b?c' }, /^KANNEL_SECRET must be letters, digits/],
  ['a sender that is none', { ...KANNEL, KANNEL_FROM: '8099; 8100, and more' }, /^KANNEL_FROM must be a short code/],
  [
    'a short secret in production',
    { ...KANNEL, NODE_ENV: 'production', KANNEL_SECRET: 'short' },
    /^KANNEL_SECRET is too short: in production it must have at least 16/,
  ],
  [
    'a demo whose templates would be real',
    { MUA_DEMO: '1', ...ZALO, ZALO_API_URL: 'http://127.0.0.1:1', ZALO_OAUTH_URL: 'http://127.0.0.1:1' },
    /^MUA_DEMO is 1 beside ZALO_APP_ID: .* ZALO_ZBS_URL must be a loopback/,
  ],
  ['an address of templates that is none', { ...ZALO, ZALO_ZBS_URL: 'zbs' }, /^ZALO_ZBS_URL must be an address/],
  ['a demo beside a real Kannel', { ...KANNEL, MUA_DEMO: '1' }, /KANNEL_SENDSMS_URL must be a loopback/],
  ['a slip in a name of Kannel', { KANNEL_PASS: 'x' }, /^KANNEL_PASS is not known: was KANNEL_PASSWORD meant\.$/],
  ['a name cut short', { MUA_SAO: '500' }, /^MUA_SAO is not known: was MUA_SAO_M2 meant\.$/],
  ['a name too long', { SMSGATE_URL2: 'x' }, /^SMSGATE_URL2 is not known: was SMSGATE_URL meant\.$/],
  ['a slip in a name', { MUA_OPERATER: 'HTX' }, /^MUA_OPERATER is not known: of MUA_… there are .*MUA_OPERATOR/],
  ['a phone without an address', { SMSGATE_URL: 'foo' }, /^SMSGATE_URL must be an address like https:/],
  ['a demo in production', { MUA_DEMO: '1', NODE_ENV: 'production', MUA_KEY: KEY }, /^MUA_DEMO is 1 beside NODE_ENV/],
  ['a demo beside real credentials', { MUA_DEMO: '1', ...TWILIO }, /^MUA_DEMO is 1 beside TWILIO_ACCOUNT_SID/],
  [
    'a demo beside a real phone',
    {
      MUA_DEMO: '1',
      SMSGATE_URL: 'http://10.0.0.2',
      SMSGATE_USERNAME: 'a',
      SMSGATE_PASSWORD: 'b',
      SMSGATE_SIGNING_KEY: 'c',
    },
    /SMSGATE_URL must be a loopback/,
  ],
  ['MUA_DEMO of another value', { MUA_DEMO: 'yes' }, /^MUA_DEMO must be/],
  ['another database', { DATABASE_URL: 'mysql://x' }, /^DATABASE_URL must be/],
  ['a sào that is none', { MUA_SAO_M2: '3' }, /^MUA_SAO_M2 must be/],
  [
    'a pace of an unknown channel',
    { MUA_PACE: 'viettel=30' },
    /^MUA_PACE names viettel: of channels there are kannel, twilio/,
  ],
  ['a pace of nothing', { MUA_PACE: 'twilio=0' }, /^MUA_PACE must give twilio parts a second/],
  ['a pace without a figure', { MUA_PACE: 'twilio' }, /^MUA_PACE must give twilio/],
  ['a lease of no time', { MUA_LEASE_MS: '10' }, /^MUA_LEASE_MS must be milliseconds from 1000/],
  ['an officer who is no address', { MUA_OFFICER_URN: '0912345678' }, /^MUA_OFFICER_URN must be/],
]

test.each(wrong)('%s stops the start with a sentence', (_, env, sentence) => {
  expect(() => readConfig(env)).toThrow(ConfigError)
  expect(() => readConfig(env)).toThrow(sentence)
})

test('the pace of one account leaves the others as they are', () => {
  expect(readConfig({ MUA_PACE: 'twilio=2, zbs=3' }).pace).toMatchObject({ twilio: 2, zbs: 3, smsgate: 0.5 })
})

test('what is left empty, or is not ours, does no harm', () => {
  const env = {
    ESMS_API_KEY: '',
    ESMS_SANDBOX: '',
    MUA_LANG: '',
    NODE_ENV: '',
    PATH: '/bin',
  }
  expect(readConfig(env)).toMatchObject({ isProduction: false })
})

test('an empty environment is a small installation of its own', () => {
  expect(readConfig({})).toMatchObject({
    port: 3000,
    databaseFile: './data/mua.db',
    saoM2: 360,
    leaseMs: 30_000,
    isDemo: false,
  })
})

test('farmers are asked for consent in the name that was given', () => {
  const env = { NODE_ENV: 'production', MUA_KEY: KEY, MUA_OPERATOR: 'HTX Nậm Pung' }
  expect(readConfig(env)).toMatchObject({ isProduction: true, operator: 'HTX Nậm Pung' })
})

test('a demo listens on this machine alone', () => {
  expect(readConfig({ MUA_DEMO: '1', HOST: '0.0.0.0' }).host).toBe('127.0.0.1')
})

test('Kannel is reached with what was given, and reaches us under our own address', () => {
  expect(readConfig(KANNEL).kannel).toEqual({
    sendsmsUrl: 'http://10.0.0.2:13013/cgi-bin/sendsms',
    username: 'bot',
    password: 'password',
    from: '8099',
    secret: 'a-secret-of-24-letters-x',
    publicUrl: 'https://bot.example.vn',
  })
  expect(readConfig({ ...KANNEL, KANNEL_SECRET: 'short' }).kannel?.secret).toBe('short')
})

test('what is unconfirmed about Zalo is decided by settings', () => {
  const plain = readConfig(ZALO).zalo
  expect([plain?.buttonsTemplateType, plain?.sendsAppSecretProof]).toEqual([undefined, undefined])
  const set = readConfig({ ...ZALO, ZALO_BUTTON_TEMPLATE: 'button', ZALO_APP_SECRET_PROOF: '0' }).zalo
  expect([set?.buttonsTemplateType, set?.sendsAppSecretProof]).toEqual(['button', false])
  expect(readConfig({ ...ZALO, ZALO_ZBS_URL: 'http://127.0.0.1:8080' }).zalo?.zbsUrl).toBe('http://127.0.0.1:8080')
})

test('eSMS needs four settings and an address; what is unconfirmed about it is decided by others', () => {
  const plain = {
    ...{ apiKey: 'api', secretKey: 'secret', moSecret: 'path-secret', from: '8079' },
    publicUrl: 'https://bot.example.vn',
  }
  expect(readConfig(ESMS).esms).toEqual(plain)
  const all = {
    ...{ ESMS_API_URL: 'http://127.0.0.1:1', ESMS_MO_KEY: 'key', ESMS_MO_ANSWER: 'Da nhan', ESMS_KEYWORD: 'MUA' },
    ...{ ESMS_TEMPLATES: './texts.txt', ESMS_SANDBOX: '1' },
  }
  expect(readConfig({ ...ESMS, ...all }).esms).toEqual({
    ...plain,
    ...{ apiUrl: 'http://127.0.0.1:1', moKey: 'key', moAnswer: 'Da nhan', keyword: 'MUA' },
    ...{ templateFile: './texts.txt', isSandbox: true },
  })
  expect(readConfig({ ...ESMS, ESMS_SANDBOX: '0' }).esms).toEqual(plain)
})

test('a bot is a token and a secret', () => {
  const plain = { token: BOT.ZALO_BOT_TOKEN, secret: BOT.ZALO_BOT_SECRET }
  expect(readConfig(BOT).zaloBot).toEqual(plain)
  const apiUrl = 'http://127.0.0.1:1'
  expect(readConfig({ ...BOT, MUA_DEMO: '1', ZALO_BOT_API_URL: apiUrl }).zaloBot).toEqual({ ...plain, apiUrl })
  expect(readConfig(BOT).pace).toMatchObject({ 'zalo-bot': 1 })
  expect(readConfig({ MUA_PACE: 'zalo-bot=3' }).pace).toMatchObject({ 'zalo-bot': 3, zalo: 1.6 })
})

test('people of a list who never wrote are texted by eSMS before Twilio', () => {
  expect(smsChannel(readConfig({ ...TWILIO, ...ESMS }))).toBe('esms')
})

test('what each SIM may send, and which phone it is, is read', () => {
  const given = { SMSGATE_DEVICE_ID: 'PHONE-1', SMSGATE_SIM: '2', SMSGATE_PER_HOUR: '30', SMSGATE_PER_DAY: '200' }
  const { smsgate } = readConfig({ ...SMSGATE, ...given })
  expect(smsgate).toMatchObject({ deviceId: 'PHONE-1', sim: 2, perHour: 30, perDay: 200 })
  expect(Object.keys(readConfig(SMSGATE).smsgate ?? {})).toEqual(['url', 'username', 'password', 'signingKey'])
})

test('beside a messaging service the number that people text to is known too', () => {
  const sid = `MG${'0'.repeat(32)}`
  const sender = { type: 'service', messagingServiceSid: sid }
  const { twilio } = readConfig({ ...TWILIO, TWILIO_MESSAGING_SERVICE_SID: sid })
  expect(twilio).toMatchObject({ sender, number: '+15005550006' })
})
