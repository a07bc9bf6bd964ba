import { z } from 'zod'
import { ConfigError } from './config-error.ts'

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
  MUA_PACE: text,
  MUA_REFUSAL: optional(z.string().regex(/^(\+?\d{3,15}|[\w.-]+\.[a-z]{2,}\/\S{1,40})$/)),
  MUA_LANG: optional(z.enum(['vi', 'en'])),
  MUA_LOG: optional(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])),
  TWILIO_ACCOUNT_SID: optional(z.string().regex(/^AC\w{32}$/)),
  TWILIO_AUTH_TOKEN: text,
  TWILIO_FROM: optional(z.string().regex(/^(\+[1-9]\d{7,14}|(?=.*[A-Za-z])[A-Za-z0-9 ]{3,11})$/)),
  TWILIO_MESSAGING_SERVICE_SID: optional(z.string().regex(/^MG\w{32}$/)),
  TWILIO_API_URL: optional(url),
  KANNEL_SENDSMS_URL: optional(url),
  KANNEL_USERNAME: text,
  KANNEL_PASSWORD: text,
  KANNEL_FROM: optional(z.string().regex(/^(\+?\d{3,15}|[\w .-]{1,11})$/)),
  KANNEL_SECRET: optional(z.string().regex(/^[\w-]+$/)),
  SMSGATE_URL: optional(url),
  SMSGATE_USERNAME: text,
  SMSGATE_PASSWORD: text,
  SMSGATE_SIGNING_KEY: text,
  SMSGATE_DEVICE_ID: text,
  SMSGATE_SIM: optional(z.string().regex(/^[1-9]$/)),
  SMSGATE_PER_HOUR: optional(z.string().regex(/^[1-9]\d{0,4}$/)),
  SMSGATE_PER_DAY: optional(z.string().regex(/^[1-9]\d{0,4}$/)),
  ESMS_API_KEY: text,
  ESMS_SECRET_KEY: text,
  ESMS_API_URL: optional(url),
  ESMS_MO_SECRET: optional(z.string().regex(/^[\w-]+$/)),
  ESMS_MO_KEY: text,
  ESMS_MO_ANSWER: optional(z.string().max(160)),
  ESMS_FROM: text,
  ESMS_KEYWORD: optional(z.string().regex(/^\S+$/)),
  ESMS_TEMPLATES: text,
  ESMS_SANDBOX: optional(z.enum(['0', '1'])),
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
  ZALO_ZBS_URL: optional(url),
  ZALO_BOT_TOKEN: optional(z.string().regex(/^\d+:[\w-]+$/)),
  ZALO_BOT_SECRET: optional(z.string().regex(/^[\w.~-]{8,256}$/)),
  ZALO_BOT_API_URL: optional(url),
})

/** What a value of the wrong form should look like. */
const FORMS: Record<string, string> = {
  NODE_ENV: 'production, development, test or left out',
  PORT: 'a port from 0 to 65535',
  REDIS_URL: 'an address like redis://127.0.0.1:6379',
  PUBLIC_URL: 'an address like https://bot.example.vn',
  MUA_SAO_M2: 'square metres of one sào, 360 in the north',
  MUA_LEASE_MS: 'milliseconds from 1000 to 300000',
  MUA_OFFICER_URN: 'like tel:+84912345678, zalo:<user id> or zalo:bot:<user id>',
  MUA_REFUSAL: 'a short code or number like 8099, or an address like zalo.me/123456789',
  MUA_LANG: 'vi or en',
  MUA_LOG: 'one of trace, debug, info, warn, error, silent',
  TWILIO_ACCOUNT_SID: 'AC and 32 letters or digits',
  TWILIO_FROM: 'a number like +84912345678, or a registered name of 3 to 11 letters and digits',
  TWILIO_MESSAGING_SERVICE_SID: 'MG and 32 letters or digits',
  TWILIO_API_URL: 'an address like http://127.0.0.1:8080',
  KANNEL_SENDSMS_URL: 'an address like http://127.0.0.1:13013/cgi-bin/sendsms',
  KANNEL_FROM: 'a short code like 8099, a number, or a registered name of up to 11 letters and digits',
  KANNEL_SECRET: 'letters, digits, - and _, since it stands in an address ("openssl rand -hex 24")',
  SMSGATE_URL: 'an address like https://api.sms-gate.app/3rdparty/v1',
  SMSGATE_SIM: 'the number of a SIM in the phone, 1 or 2',
  SMSGATE_PER_HOUR: 'parts an hour, from 1 to 99999',
  SMSGATE_PER_DAY: 'parts a day, from 1 to 99999',
  ESMS_API_URL: 'an address like https://rest.esms.vn',
  ESMS_MO_SECRET: 'letters, digits, - and _, since it stands in an address ("openssl rand -hex 24")',
  ESMS_MO_ANSWER: 'a text of 160 characters at most',
  ESMS_KEYWORD: 'one word, as it is registered with eSMS',
  ESMS_SANDBOX: '0 or 1',
  ZALO_APP_ID: "digits, the app's number",
  ZALO_OA_ID: "digits, the account's number",
  ZALO_VERIFIER: 'letters, digits, - and _: what stands in the name of the HTML file behind zalo_verifier',
  ZALO_API_URL: 'an address like http://127.0.0.1:8080',
  ZALO_OAUTH_URL: 'an address like http://127.0.0.1:8080',
  ZALO_ZBS_URL: 'an address like http://127.0.0.1:8080',
  ZALO_BOT_TOKEN: 'digits, a colon and letters, as Zalo sent it when the bot was made',
  ZALO_BOT_SECRET: '8 to 256 letters, digits or -._~ ("openssl rand -hex 24")',
  ZALO_BOT_API_URL: 'an address like http://127.0.0.1:8080',
  ZALO_BUTTON_TEMPLATE: 'a word like button',
  ZALO_APP_SECRET_PROOF: '0 or 1',
  ZALO_CODE_VERIFIER: '43 to 128 letters, digits or -._~',
}

/** The variables, read one by one: each alone is of the right form. */
export type Environment = z.output<typeof schema>

const OURS = /^(MUA|TWILIO|ZALO|SMSGATE|KANNEL|ESMS)_/

/** A variable nobody reads is a mistake of its name, and what it should have set would be missed. */
function refuseUnknown(env: Readonly<Record<string, string | undefined>>): void {
  const known = Object.keys(schema.shape)
  for (const [name, value] of Object.entries(env)) {
    if (!value || known.includes(name)) continue
    if (OURS.test(name)) throw new ConfigError(`${name} is not known: ${meantBy(name, known)}.`)
  }
}

function meantBy(name: string, known: readonly string[]): string {
  const begun = known.find((other) => other.startsWith(name) || name.startsWith(other))
  if (begun) return `was ${begun} meant`
  const beginning = name.slice(0, name.indexOf('_') + 1)
  return `of ${beginning}… there are ${known.filter((other) => other.startsWith(beginning)).join(', ')}`
}

/** Reads each variable by itself. Throws ConfigError for the first that is not of its form. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  refuseUnknown(env)
  const parsed = schema.safeParse(env)
  if (parsed.success) return parsed.data
  const name = String(parsed.error.issues[0]?.path[0])
  throw new ConfigError(`${name} must be ${FORMS[name] ?? 'written differently'}.`)
}
