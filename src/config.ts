import { z } from 'zod'
import type { SmsgateConfig } from './channels/smsgate/config.ts'
import type { TwilioConfig } from './channels/twilio/config.ts'
import type { ZaloConfig } from './channels/zalo/config.ts'

/** Everything the environment says, checked once at start. */

/** A sentence for the operator: what is wrong, which variable, what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/

const port = z.coerce.number().int().min(0).max(65_535)
const url = z.url({ protocol: /^https?$/ })
const optional = (schema: z.ZodType<string>) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())
const text = optional(z.string())

const schema = z.object({
  NODE_ENV: optional(z.enum(['production', 'development', 'test'])),
  PORT: z.preprocess((value) => (value === '' || value === undefined ? 3000 : value), port),
  HOST: text,
  PUBLIC_URL: optional(url),
  DATABASE_URL: text,
  REDIS_URL: optional(z.url({ protocol: /^rediss?$/ })),
  MUA_KEY: text,
  MUA_KEY_OLD: text,
  MUA_DEMO: text,
  MUA_SAO_M2: z.preprocess(
    (value) => (value === '' || value === undefined ? 360 : value),
    z.coerce.number().min(100).max(2000),
  ),
  MUA_LEASE_MS: z.preprocess(
    (value) => (value === '' || value === undefined ? 30_000 : value),
    z.coerce.number().int().min(1000).max(300_000),
  ),
  MUA_OFFICER_URN: optional(z.string().regex(/^(tel:\+[1-9]\d{7,14}|zalo:\S+)$/)),
  MUA_OPERATOR: text,
  MUA_LANG: optional(z.enum(['vi', 'en'])),
  MUA_LOG: optional(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])),
  TWILIO_ACCOUNT_SID: optional(z.string().regex(/^AC\w{32}$/)),
  TWILIO_AUTH_TOKEN: text,
  TWILIO_FROM: optional(z.string().regex(/^\+[1-9]\d{7,14}$/)),
  TWILIO_MESSAGING_SERVICE_SID: optional(z.string().regex(/^MG\w{32}$/)),
  TWILIO_API_URL: optional(url),
  SMSGATE_URL: optional(url),
  SMSGATE_USERNAME: text,
  SMSGATE_PASSWORD: text,
  SMSGATE_SIGNING_KEY: text,
  ZALO_APP_ID: optional(z.string().regex(/^\d+$/)),
  ZALO_APP_SECRET: text,
  ZALO_OA_ID: optional(z.string().regex(/^\d+$/)),
  ZALO_OA_SECRET_KEY: text,
  ZALO_REFRESH_TOKEN: text,
  ZALO_CODE_VERIFIER: optional(z.string().regex(/^[\w.~-]{43,128}$/)),
  ZALO_BUTTON_TEMPLATE: optional(z.string().regex(/^[a-z_]+$/)),
  ZALO_APP_SECRET_PROOF: optional(z.enum(['0', '1'])),
  ZALO_VERIFIER: optional(z.string().regex(/^[\w-]+$/)),
  ZALO_API_URL: optional(url),
  ZALO_OAUTH_URL: optional(url),
})

/** What a value of the wrong form should look like. */
const FORMS: Record<string, string> = {
  NODE_ENV: 'production, development, test or left out',
  PORT: 'a port from 0 to 65535',
  REDIS_URL: 'an address like redis://127.0.0.1:6379',
  PUBLIC_URL: 'an address like https://bot.example.vn',
  MUA_SAO_M2: 'square metres of one sào, 360 in the north',
  MUA_LEASE_MS: 'milliseconds from 1000 to 300000',
  MUA_OFFICER_URN: 'like tel:+84912345678 or zalo:<user id>',
  MUA_LANG: 'vi or en',
  MUA_LOG: 'one of trace, debug, info, warn, error, silent',
  TWILIO_ACCOUNT_SID: 'AC and 32 letters or digits',
  TWILIO_FROM: 'a number like +84912345678',
  TWILIO_MESSAGING_SERVICE_SID: 'MG and 32 letters or digits',
  TWILIO_API_URL: 'an address like http://127.0.0.1:8080',
  SMSGATE_URL: 'an address like https://api.sms-gate.app/3rdparty/v1',
  ZALO_APP_ID: "digits, the app's number",
  ZALO_OA_ID: "digits, the account's number",
  ZALO_VERIFIER: 'letters, digits, - and _: what stands in the name of the HTML file behind zalo_verifier',
  ZALO_API_URL: 'an address like http://127.0.0.1:8080',
  ZALO_OAUTH_URL: 'an address like http://127.0.0.1:8080',
  ZALO_BUTTON_TEMPLATE: 'a word like button',
  ZALO_APP_SECRET_PROOF: '0 or 1',
  ZALO_CODE_VERIFIER: '43 to 128 letters, digits or -._~',
}

type Environment = z.output<typeof schema>

/** Channels that are not built yet; their variables would set up nothing. */
const UNBUILT: [RegExp, string][] = [
  [/^ESMS_/, 'eSMS'],
  [/^KANNEL_/, 'Kannel'],
  [/^ZALO_BOT_/, 'the Zalo Bot platform'],
]
const OURS = /^(MUA|TWILIO|ZALO|SMSGATE)_/
/** Stands in for the address of Zalo's templates, which are not sent yet: set beside the others it does no harm. */
const WITHOUT_EFFECT = 'ZALO_ZBS_URL'

/** A variable nobody reads is a mistake of its name, and what it should have set would be missed. */
function refuseUnknown(env: Readonly<Record<string, string | undefined>>): void {
  const known = Object.keys(schema.shape)
  for (const [name, value] of Object.entries(env)) {
    if (!value || known.includes(name) || name === WITHOUT_EFFECT) continue
    const [, unbuilt] = UNBUILT.find(([pattern]) => pattern.test(name)) ?? []
    if (unbuilt) throw new ConfigError(`${name} is set, and ${unbuilt} is not served yet: leave it out.`)
    if (OURS.test(name)) throw new ConfigError(`${name} is not known: ${meantBy(name, known)}.`)
  }
}

function meantBy(name: string, known: readonly string[]): string {
  const begun = known.find((other) => other.startsWith(name) || name.startsWith(other))
  if (begun) return `was ${begun} meant`
  const beginning = name.slice(0, name.indexOf('_') + 1)
  return `of ${beginning}… there are ${known.filter((other) => other.startsWith(beginning)).join(', ')}`
}

export interface Config {
  isProduction: boolean
  isDemo: boolean
  port: number
  host: string
  publicUrl: string
  /** Path of the SQLite file. */
  databaseFile: string
  /** Where BullMQ keeps its queues; null: this process sends by itself. */
  redisUrl: string | null
  key?: string
  oldKey?: string
  saoM2: number
  /** How long nobody touches a message that a worker was sending when it died. */
  leaseMs: number
  officerUrn: string | null
  operator: string
  logLevel: string
  twilio?: TwilioConfig
  smsgate?: SmsgateConfig
  zalo?: ZaloConfig
  zaloVerifier?: string
}

/** Reads the environment. Throws ConfigError with one sentence that names the variable. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  refuseUnknown(env)
  const parsed = schema.safeParse(env)
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0])
    throw new ConfigError(`${name} must be ${FORMS[name] ?? 'written differently'}.`)
  }
  const values = parsed.data
  const isProduction = values.NODE_ENV === 'production'
  const isDemo = values.MUA_DEMO === '1'
  if (values.MUA_DEMO !== undefined && !['0', '1'].includes(values.MUA_DEMO))
    throw new ConfigError('MUA_DEMO must be 0 or 1.')
  const publicUrl = (values.PUBLIC_URL ?? `http://127.0.0.1:${values.PORT}`).replace(/\/+$/, '')
  const twilio = twilioOf(values, publicUrl)
  const smsgate = smsgateOf(values)
  const zalo = zaloOf(values, publicUrl)
  if (isDemo) refuseRealDemo(values, isProduction)
  if (isProduction && !values.MUA_KEY)
    throw new ConfigError(
      'MUA_KEY is missing: in production it must be given, 32 bytes in base64 ("openssl rand -base64 32").',
    )
  if (isProduction && !values.MUA_OPERATOR?.trim())
    throw new ConfigError(
      'MUA_OPERATOR is missing: in production it must be given, for farmers are asked for their consent in that name, for example HTX Nậm Pung.',
    )
  const host = isDemo ? '127.0.0.1' : (values.HOST ?? '0.0.0.0')
  if ((twilio || zalo) && !values.PUBLIC_URL)
    throw new ConfigError(
      'PUBLIC_URL is missing: providers call and sign that address, for example https://bot.example.vn.',
    )
  return {
    isProduction,
    isDemo,
    port: values.PORT,
    host,
    publicUrl,
    databaseFile: databaseFile(values.DATABASE_URL),
    redisUrl: values.REDIS_URL ?? null,
    ...(values.MUA_KEY ? { key: values.MUA_KEY } : {}),
    ...(values.MUA_KEY_OLD ? { oldKey: values.MUA_KEY_OLD } : {}),
    saoM2: values.MUA_SAO_M2,
    leaseMs: values.MUA_LEASE_MS,
    officerUrn: values.MUA_OFFICER_URN ?? null,
    operator: values.MUA_OPERATOR ?? 'HTX Mường Vi',
    logLevel: values.MUA_LOG ?? 'info',
    ...(twilio ? { twilio } : {}),
    ...(smsgate ? { smsgate } : {}),
    ...(zalo ? { zalo } : {}),
    ...(values.ZALO_VERIFIER ? { zaloVerifier: values.ZALO_VERIFIER } : {}),
  }
}

function databaseFile(url: string | undefined): string {
  if (!url) return './data/mua.db'
  const path = url.startsWith('file:') ? url.slice('file:'.length).replace(/^\/\//, '') : ''
  if (path !== '') return path
  throw new ConfigError(
    'DATABASE_URL must be file:<path>, like file:./data/mua.db: other databases are not served yet.',
  )
}

/** Some of a group without the others is a mistake, never a channel left out. */
function group<K extends keyof Environment>(values: Environment, names: readonly K[]): Record<K, string> | undefined {
  const given = names.filter((name) => values[name] !== undefined)
  if (given.length === 0) return undefined
  const missing = names.filter((name) => values[name] === undefined)
  if (missing.length > 0)
    throw new ConfigError(
      `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing beside ${given.join(', ')}.`,
    )
  return Object.fromEntries(names.map((name) => [name, String(values[name])])) as Record<K, string>
}

/** What says more about a channel that nothing else configures. */
function refuseStray(values: Environment, names: readonly (keyof Environment)[], missing: string): void {
  const stray = names.find((name) => values[name] !== undefined)
  if (stray) throw new ConfigError(`${missing} are missing beside ${stray}.`)
}

function twilioOf(values: Environment, publicUrl: string): TwilioConfig | undefined {
  const given = group(values, ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'])
  const { TWILIO_FROM: from, TWILIO_MESSAGING_SERVICE_SID: messagingServiceSid } = values
  if (!given) {
    refuseStray(
      values,
      ['TWILIO_FROM', 'TWILIO_MESSAGING_SERVICE_SID', 'TWILIO_API_URL'],
      'TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN',
    )
    return undefined
  }
  if (!from && !messagingServiceSid)
    throw new ConfigError('TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID is missing: one of them says what to send from.')
  return {
    accountSid: given.TWILIO_ACCOUNT_SID,
    authToken: given.TWILIO_AUTH_TOKEN,
    sender: messagingServiceSid ? { type: 'service', messagingServiceSid } : { type: 'number', from: from ?? '' },
    publicUrl,
    ...(values.TWILIO_API_URL ? { apiUrl: values.TWILIO_API_URL } : {}),
  }
}

function smsgateOf(values: Environment): SmsgateConfig | undefined {
  const given = group(values, ['SMSGATE_URL', 'SMSGATE_USERNAME', 'SMSGATE_PASSWORD', 'SMSGATE_SIGNING_KEY'])
  if (!given) return undefined
  return {
    url: given.SMSGATE_URL,
    username: given.SMSGATE_USERNAME,
    password: given.SMSGATE_PASSWORD,
    signingKey: given.SMSGATE_SIGNING_KEY,
  }
}

function zaloOf(values: Environment, publicUrl: string): ZaloConfig | undefined {
  const given = group(values, ['ZALO_APP_ID', 'ZALO_APP_SECRET', 'ZALO_OA_ID', 'ZALO_OA_SECRET_KEY'])
  if (!given) {
    const extras = ['ZALO_REFRESH_TOKEN', 'ZALO_CODE_VERIFIER', 'ZALO_API_URL', 'ZALO_OAUTH_URL'] as const
    refuseStray(values, extras, 'ZALO_APP_ID, ZALO_APP_SECRET, ZALO_OA_ID, ZALO_OA_SECRET_KEY')
    return undefined
  }
  return {
    appId: given.ZALO_APP_ID,
    appSecret: given.ZALO_APP_SECRET,
    oaId: given.ZALO_OA_ID,
    oaSecretKey: given.ZALO_OA_SECRET_KEY,
    publicUrl,
    ...(values.ZALO_REFRESH_TOKEN ? { refreshToken: values.ZALO_REFRESH_TOKEN } : {}),
    ...(values.ZALO_CODE_VERIFIER ? { codeVerifier: values.ZALO_CODE_VERIFIER } : {}),
    ...(values.ZALO_BUTTON_TEMPLATE ? { buttonsTemplateType: values.ZALO_BUTTON_TEMPLATE } : {}),
    ...(values.ZALO_APP_SECRET_PROOF ? { sendsAppSecretProof: values.ZALO_APP_SECRET_PROOF === '1' } : {}),
    ...(values.ZALO_API_URL ? { apiUrl: values.ZALO_API_URL } : {}),
    ...(values.ZALO_OAUTH_URL ? { oauthUrl: values.ZALO_OAUTH_URL } : {}),
  }
}

/** Demo farmers never reach a real channel, and a demo is never open to the world. */
function refuseRealDemo(values: Environment, isProduction: boolean): void {
  if (isProduction)
    throw new ConfigError(
      'MUA_DEMO is 1 beside NODE_ENV=production: a demo never serves real farmers; leave one of them out.',
    )
  const real: [keyof Environment, (keyof Environment)[]][] = [
    ['TWILIO_ACCOUNT_SID', ['TWILIO_API_URL']],
    ['SMSGATE_URL', ['SMSGATE_URL']],
    ['ZALO_APP_ID', ['ZALO_API_URL', 'ZALO_OAUTH_URL']],
  ]
  for (const [credential, bases] of real) {
    if (values[credential] === undefined) continue
    for (const base of bases) {
      if (!isLoopback(values[base]))
        throw new ConfigError(
          `MUA_DEMO is 1 beside ${credential}: a demo sends only to stand-ins, so ${base} must be a loopback address.`,
        )
    }
  }
}

const isLoopback = (base: unknown): boolean => typeof base === 'string' && LOOPBACK.test(new URL(base).hostname)
