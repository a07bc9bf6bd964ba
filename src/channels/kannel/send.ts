import { isGsm7, septetsOf } from '../../language/text/gsm.ts'
import type { OutboundMessage, SendResult } from '../channel.ts'
import { callProvider, type Fetch, type ProviderAnswer, retryAfterMs } from '../provider-call.ts'
import type { KannelConfig } from './config.ts'
import { defaultThrottleMs, defaultTimeoutMs, everyReport, maxSeptets, maxUcs2Units, statusPath } from './constants.ts'

/** What sending needs besides the message. */
export interface KannelApi {
  config: KannelConfig
  fetch: Fetch
}

/** Kannel's sentences in a refusal, by how they begin, and our codes for them: they concern this message alone. */
const refusals: readonly (readonly [string, string])[] = [
  ['Not routable', 'not_routable'],
  ['Number(s) has/have been denied', 'number_denied'],
  ['Empty receiver', 'no_receiver'],
  ['Missing receiver', 'no_receiver'],
]

/**
 * Hands a message to smsbox (user guide 1.4.5, `sendsms`). Kannel gives no id and takes none, so a lost answer stays unknown;
 * ours, with the attempt's number, goes into the address that the receipts are fetched from.
 */
export async function sendKannel(api: KannelApi, message: OutboundMessage): Promise<SendResult> {
  if (!message.to.startsWith('tel:')) return { type: 'failed', code: 'not_a_phone' }
  const text = message.text.normalize('NFC')
  // Kannel does not choose: in the 7-bit alphabet it would replace each letter that is not there by a question mark.
  const isPlain = isGsm7(text)
  if (isTooLong(text, isPlain)) return { type: 'failed', code: 'too_long' }
  const { config } = api
  const url = new URL(config.sendsmsUrl)
  const parameters = {
    username: config.username,
    password: config.password,
    from: config.from,
    to: message.to.slice('tel:+'.length),
    text,
    charset: 'UTF-8',
    coding: isPlain ? '0' : '2',
    'dlr-mask': everyReport,
    'dlr-url': receiptUrl(config, message),
    ...(message.usefulMs === undefined ? {} : { validity: String(minutesOf(message.usefulMs)) }),
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  const answer = await callProvider(api.fetch, url.href, {}, config.timeoutMs ?? defaultTimeoutMs)
  return readAnswer(answer, `${message.id}-${message.attempt}`)
}

/** Whole minutes that the operator may take, from one (user guide 1.4.5, `validity`). */
const minutesOf = (usefulMs: number): number => Math.max(1, Math.floor(usefulMs / 60_000))

function isTooLong(text: string, isPlain: boolean): boolean {
  if (!isPlain) return text.length > maxUcs2Units
  return [...text].reduce((sum, char) => sum + septetsOf(char), 0) > maxSeptets
}

/** Kannel fills in what begins with `%`. */
function receiptUrl({ publicUrl, secret }: KannelConfig, { id, attempt }: OutboundMessage): string {
  const path = statusPath.replace(':secret', secret)
  return `${publicUrl}${path}?outbox=${id}&attempt=${attempt}&type=%d&reply=%A&smsc=%F`
}

function readAnswer(answer: ProviderAnswer, externalId: string): SendResult {
  if (answer.type === 'unreached') return { type: 'errored', code: answer.code }
  if (answer.type === 'lost') return { type: 'unknown', code: answer.code }
  const { status, headers } = answer
  const said = answer.body.trim()
  // 0: handed on. 3: the operator's link is down, and it is kept.
  if (status === 202 && /^[03]:/.test(said)) return { type: 'wired', externalId }
  if (status >= 200 && status < 300) return { type: 'unknown', code: 'unreadable_answer' }
  // Bearerbox did not take it: its queue is full.
  if (status === 429 || said.startsWith('Temporal failure'))
    return { type: 'throttled', retryAfterMs: retryAfterMs(headers, defaultThrottleMs) }
  if (status >= 500) return { type: 'unknown', code: `http_${status}` }
  const refusal = refusals.find(([beginning]) => said.startsWith(beginning))?.[1]
  if (refusal !== undefined) return { type: 'failed', code: refusal }
  // All others but 400 are about who sends, or where to: nobody can be served.
  return { type: 'failed', code: `http_${status}`, ...(status === 400 ? {} : { config: true }) }
}
