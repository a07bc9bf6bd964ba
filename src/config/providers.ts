import type { EsmsConfig } from '../channels/esms/config.ts'
import type { KannelConfig } from '../channels/kannel/config.ts'
import type { SmsgateConfig } from '../channels/smsgate/config.ts'
import type { TwilioConfig } from '../channels/twilio/config.ts'
import type { ZaloConfig } from '../channels/zalo/config.ts'
import type { ZaloBotConfig } from '../channels/zalo-bot/config.ts'
import { ConfigError } from './config-error.ts'
import type { Environment } from './environment.ts'

/** What the environment says of each provider: all that it needs, or nothing. Each function throws ConfigError for a part of it. */

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/

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

/** Who knows it can write in any farmer's name. */
const MIN_SECRET_LENGTH = 16

function refuseShort(values: Environment, name: 'KANNEL_SECRET' | 'ESMS_MO_SECRET' | 'ZALO_BOT_SECRET'): void {
  if (values.NODE_ENV !== 'production' || (values[name]?.length ?? 0) >= MIN_SECRET_LENGTH) return
  throw new ConfigError(
    `${name} is too short: in production it must have at least ${MIN_SECRET_LENGTH} characters ("openssl rand -hex 24").`,
  )
}

/** Kannel; undefined where it is not configured. */
export function kannelOf(values: Environment, publicUrl: string): KannelConfig | undefined {
  const given = group(values, [
    'KANNEL_SENDSMS_URL',
    'KANNEL_USERNAME',
    'KANNEL_PASSWORD',
    'KANNEL_FROM',
    'KANNEL_SECRET',
  ])
  if (!given) return undefined
  refuseShort(values, 'KANNEL_SECRET')
  return {
    sendsmsUrl: given.KANNEL_SENDSMS_URL,
    username: given.KANNEL_USERNAME,
    password: given.KANNEL_PASSWORD,
    from: given.KANNEL_FROM,
    secret: given.KANNEL_SECRET,
    publicUrl,
  }
}

/** Twilio; undefined where it is not configured. */
export function twilioOf(values: Environment, publicUrl: string): TwilioConfig | undefined {
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
    ...(from?.startsWith('+') ? { number: from } : {}),
    publicUrl,
    ...(values.TWILIO_API_URL ? { apiUrl: values.TWILIO_API_URL } : {}),
  }
}

/** The Android phone; undefined where it is not configured. */
export function smsgateOf(values: Environment): SmsgateConfig | undefined {
  const given = group(values, ['SMSGATE_URL', 'SMSGATE_USERNAME', 'SMSGATE_PASSWORD', 'SMSGATE_SIGNING_KEY'])
  const { SMSGATE_DEVICE_ID: deviceId, SMSGATE_SIM: sim, SMSGATE_PER_HOUR: perHour, SMSGATE_PER_DAY: perDay } = values
  if (!given) {
    const extras = ['SMSGATE_DEVICE_ID', 'SMSGATE_SIM', 'SMSGATE_PER_HOUR', 'SMSGATE_PER_DAY'] as const
    refuseStray(values, extras, 'SMSGATE_URL, SMSGATE_USERNAME, SMSGATE_PASSWORD, SMSGATE_SIGNING_KEY')
    return undefined
  }
  if ((perHour || perDay) && !sim)
    throw new ConfigError(
      `SMSGATE_SIM is missing beside ${perHour ? 'SMSGATE_PER_HOUR' : 'SMSGATE_PER_DAY'}: it says which SIM sends, so that its messages can be counted.`,
    )
  return {
    url: given.SMSGATE_URL,
    username: given.SMSGATE_USERNAME,
    password: given.SMSGATE_PASSWORD,
    signingKey: given.SMSGATE_SIGNING_KEY,
    ...(deviceId ? { deviceId } : {}),
    ...(sim ? { sim: Number(sim) } : {}),
    ...(perHour ? { perHour: Number(perHour) } : {}),
    ...(perDay ? { perDay: Number(perDay) } : {}),
  }
}

/** What is configured of eSMS; the registered texts are still in their file. */
export type EsmsSettings = Omit<EsmsConfig, 'templates'> & { templateFile?: string }

/** eSMS; undefined where it is not configured. */
export function esmsOf(values: Environment, publicUrl: string): EsmsSettings | undefined {
  const given = group(values, ['ESMS_API_KEY', 'ESMS_SECRET_KEY', 'ESMS_MO_SECRET', 'ESMS_FROM'])
  if (!given) {
    const extras = [
      'ESMS_API_URL',
      'ESMS_MO_KEY',
      'ESMS_MO_ANSWER',
      'ESMS_KEYWORD',
      'ESMS_TEMPLATES',
      'ESMS_SANDBOX',
    ] as const
    refuseStray(values, extras, 'ESMS_API_KEY, ESMS_SECRET_KEY, ESMS_MO_SECRET, ESMS_FROM')
    return undefined
  }
  refuseShort(values, 'ESMS_MO_SECRET')
  return {
    apiKey: given.ESMS_API_KEY,
    secretKey: given.ESMS_SECRET_KEY,
    moSecret: given.ESMS_MO_SECRET,
    from: given.ESMS_FROM,
    publicUrl,
    ...(values.ESMS_API_URL ? { apiUrl: values.ESMS_API_URL } : {}),
    ...(values.ESMS_MO_KEY ? { moKey: values.ESMS_MO_KEY } : {}),
    ...(values.ESMS_MO_ANSWER ? { moAnswer: values.ESMS_MO_ANSWER } : {}),
    ...(values.ESMS_KEYWORD ? { keyword: values.ESMS_KEYWORD.normalize('NFC') } : {}),
    ...(values.ESMS_TEMPLATES ? { templateFile: values.ESMS_TEMPLATES } : {}),
    ...(values.ESMS_SANDBOX === '1' ? { isSandbox: true } : {}),
  }
}

/** The Zalo Official Account; undefined where it is not configured. */
export function zaloOf(values: Environment, publicUrl: string): ZaloConfig | undefined {
  const given = group(values, ['ZALO_APP_ID', 'ZALO_APP_SECRET', 'ZALO_OA_ID', 'ZALO_OA_SECRET_KEY'])
  if (!given) {
    const extras = [
      'ZALO_REFRESH_TOKEN',
      'ZALO_CODE_VERIFIER',
      'ZALO_API_URL',
      'ZALO_OAUTH_URL',
      'ZALO_ZBS_URL',
    ] as const
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
    ...(values.ZALO_ZBS_URL ? { zbsUrl: values.ZALO_ZBS_URL } : {}),
  }
}

/** The Zalo bot; undefined where it is not configured. */
export function zaloBotOf(values: Environment): ZaloBotConfig | undefined {
  const given = group(values, ['ZALO_BOT_TOKEN', 'ZALO_BOT_SECRET'])
  if (!given) {
    refuseStray(values, ['ZALO_BOT_API_URL'], 'ZALO_BOT_TOKEN, ZALO_BOT_SECRET')
    return undefined
  }
  refuseShort(values, 'ZALO_BOT_SECRET')
  return {
    token: given.ZALO_BOT_TOKEN,
    secret: given.ZALO_BOT_SECRET,
    ...(values.ZALO_BOT_API_URL ? { apiUrl: values.ZALO_BOT_API_URL } : {}),
  }
}

/** Demo farmers never reach a real channel, and a demo is never open to the world. */
export function refuseRealDemo(values: Environment, isProduction: boolean): void {
  if (isProduction)
    throw new ConfigError(
      'MUA_DEMO is 1 beside NODE_ENV=production: a demo never serves real farmers; leave one of them out.',
    )
  const real: [keyof Environment, (keyof Environment)[]][] = [
    ['TWILIO_ACCOUNT_SID', ['TWILIO_API_URL']],
    ['KANNEL_SENDSMS_URL', ['KANNEL_SENDSMS_URL']],
    ['SMSGATE_URL', ['SMSGATE_URL']],
    ['ESMS_API_KEY', ['ESMS_API_URL']],
    ['ZALO_APP_ID', ['ZALO_API_URL', 'ZALO_OAUTH_URL', 'ZALO_ZBS_URL']],
    ['ZALO_BOT_TOKEN', ['ZALO_BOT_API_URL']],
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
