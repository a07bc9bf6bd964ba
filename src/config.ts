import type { Pace } from './channels/channel.ts'
import type { KannelConfig } from './channels/kannel/config.ts'
import type { SmsgateConfig } from './channels/smsgate/config.ts'
import type { TwilioConfig } from './channels/twilio/config.ts'
import type { ZaloConfig } from './channels/zalo/config.ts'
import type { ZaloBotConfig } from './channels/zalo-bot/config.ts'
import { ConfigError } from './config/config-error.ts'
import { readEnvironment } from './config/environment.ts'
import { readPace } from './config/pace.ts'
import {
  type EsmsSettings,
  esmsOf,
  kannelOf,
  refuseRealDemo,
  smsgateOf,
  twilioOf,
  zaloBotOf,
  zaloOf,
} from './config/providers.ts'

/** Everything the environment says, checked once at start. */

export interface Config {
  isProduction: boolean
  isDemo: boolean
  port: number
  host: string
  publicUrl: string
  /** Path of the SQLite file. */
  databaseFile: string
  /** Parts a second that each account is given. */
  pace: Pace
  /** Where BullMQ keeps its queues; null: this process sends by itself. */
  redisUrl: string | null
  key?: string
  oldKey?: string
  saoM2: number
  /** How long nobody touches a message that a worker was sending when it died. */
  leaseMs: number
  officerUrn: string | null
  operator: string
  /** The number or address that takes TC QC, named at the end of advertising that can't be answered; null: none. */
  refusal: string | null
  logLevel: string
  twilio?: TwilioConfig
  kannel?: KannelConfig
  smsgate?: SmsgateConfig
  esms?: EsmsSettings
  zalo?: ZaloConfig
  zaloBot?: ZaloBotConfig
  zaloVerifier?: string
}

/** Reads the environment. Throws ConfigError with one sentence that names the variable. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const values = readEnvironment(env)
  const isProduction = values.NODE_ENV === 'production'
  const isDemo = values.MUA_DEMO === '1'
  if (values.MUA_DEMO !== undefined && !['0', '1'].includes(values.MUA_DEMO))
    throw new ConfigError('MUA_DEMO must be 0 or 1.')
  const publicUrl = (values.PUBLIC_URL ?? `http://127.0.0.1:${values.PORT}`).replace(/\/+$/, '')
  const kannel = kannelOf(values, publicUrl)
  const twilio = twilioOf(values, publicUrl)
  const smsgate = smsgateOf(values)
  const esms = esmsOf(values, publicUrl)
  const zalo = zaloOf(values, publicUrl)
  const zaloBot = zaloBotOf(values)
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
  if ((kannel || twilio || esms || zalo) && !values.PUBLIC_URL)
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
    pace: readPace(values.MUA_PACE),
    redisUrl: values.REDIS_URL ?? null,
    ...(values.MUA_KEY ? { key: values.MUA_KEY } : {}),
    ...(values.MUA_KEY_OLD ? { oldKey: values.MUA_KEY_OLD } : {}),
    saoM2: values.MUA_SAO_M2,
    leaseMs: values.MUA_LEASE_MS,
    officerUrn: values.MUA_OFFICER_URN ?? null,
    operator: values.MUA_OPERATOR ?? 'HTX Mường Vi',
    refusal: values.MUA_REFUSAL ?? null,
    logLevel: values.MUA_LOG ?? 'info',
    ...(kannel ? { kannel } : {}),
    ...(twilio ? { twilio } : {}),
    ...(smsgate ? { smsgate } : {}),
    ...(esms ? { esms } : {}),
    ...(zalo ? { zalo } : {}),
    ...(zaloBot ? { zaloBot } : {}),
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
