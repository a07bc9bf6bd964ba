import type { Pace } from '../channels/channel.ts'
import { ConfigError } from './config-error.ts'

/**
 * Parts a second that an account is given where nothing else is set. Twilio: what an alphanumeric sender may (sms.md §1.8). Zalo: 100 requests a minute
 * of one account in the smallest package that has the API (zalo.md §2.7, unconfirmed). The others are what hardly anybody refuses; the contract with the
 * operator says what is allowed, and of Zalo's bots and templates no limit is documented.
 */
const DEFAULTS: Pace = { kannel: 30, twilio: 10, zalo: 1.6, zbs: 10, 'zalo-bot': 1, smsgate: 0.5, esms: 10 }

/** Reads `kannel=30 twilio=10`. Throws ConfigError with what is wrong. */
export function readPace(text: string | undefined): Pace {
  const given = (text ?? '').split(/[\s,]+/).filter((pair) => pair !== '')
  return { ...DEFAULTS, ...Object.fromEntries(given.map(readPair)) }
}

function readPair(pair: string): [string, number] {
  const [name = '', value = ''] = pair.split('=')
  if (!(name in DEFAULTS))
    throw new ConfigError(`MUA_PACE names ${name || pair}: of channels there are ${Object.keys(DEFAULTS).join(', ')}.`)
  const perSecond = Number(value)
  if (value === '' || !(perSecond > 0) || perSecond > MOST)
    throw new ConfigError(`MUA_PACE must give ${name} parts a second, above 0 and up to ${MOST}, like ${name}=10.`)
  return [name, perSecond]
}

const MOST = 10_000
