import type { Lookup, OutboundMessage, SendResult } from '../channel.ts'
import type { ChannelLog } from '../log.ts'
import { callProvider, type Fetch, type ProviderAnswer, retryAfterMs } from '../provider-call.ts'
import { readJson } from '../read-json.ts'
import { basicAuthorization } from '../signing.ts'
import type { TwilioConfig } from './config.ts'
import {
  apiVersion,
  defaultApiUrl,
  defaultThrottleMs,
  defaultTimeoutMs,
  listPageSize,
  maxBodyCharacters,
  maxListPages,
  statusPath,
} from './constants.ts'
import { classOf } from './errors.ts'
import { apiError, messageList, messageResource } from './schemas.ts'

/** What sending needs besides the message. */
export interface TwilioApi {
  config: TwilioConfig
  fetch: Fetch
  log: ChannelLog
}

/** Creates a Message. Twilio has no key against doubles: a lost answer is `unknown` and must be looked up. */
export async function sendTwilio(api: TwilioApi, message: OutboundMessage): Promise<SendResult> {
  const to = numberOf(message)
  if (to === null) return { type: 'failed', code: 'not_a_phone' }
  if (message.text.length > maxBodyCharacters) return { type: 'failed', code: 'too_long' }
  const { sender, publicUrl } = api.config
  const form = new URLSearchParams({
    To: to,
    ...(sender.type === 'number' ? { From: sender.from } : { MessagingServiceSid: sender.messagingServiceSid }),
    Body: message.text,
    StatusCallback: `${publicUrl}${statusPath}?outbox=${message.id}`,
  })
  return readSendAnswer(api.log, message.id, await call(api, messagesPath(api.config), form))
}

function readSendAnswer(log: ChannelLog, messageId: string, answer: ProviderAnswer): SendResult {
  if (answer.type === 'unreached') return { type: 'errored', code: answer.code }
  if (answer.type === 'lost') return { type: 'unknown', code: answer.code }
  if (answer.status >= 200 && answer.status < 300) {
    const resource = readJson(answer.body, messageResource)
    if (resource === null) return { type: 'unknown', code: 'unreadable_answer' }
    return { type: 'wired', externalId: resource.sid }
  }
  // A 5xx may come from a gateway in front of a server that did take the message.
  if (answer.status >= 500) return { type: 'unknown', code: `http_${answer.status}` }
  return refusal(log, messageId, answer.status, readJson(answer.body, apiError)?.code ?? null, answer.headers)
}

function refusal(
  log: ChannelLog,
  messageId: string,
  status: number,
  number: number | null,
  headers: Headers,
): SendResult {
  const code = number === null ? `http_${status}` : String(number)
  if (number === null && status === 429) {
    return { type: 'throttled', retryAfterMs: retryAfterMs(headers, defaultThrottleMs) }
  }
  if (number === null && status === 401) return { type: 'failed', code, config: true }
  const errorClass = classOf(number ?? 0)
  switch (errorClass.type) {
    case 'slow_down':
      return { type: 'throttled', retryAfterMs: retryAfterMs(headers, errorClass.waitMs) }
    case 'retry':
      return { type: 'errored', code }
    case 'stopped':
      return { type: 'contact_stopped', code }
    case 'account':
      log.warn({ messageId, code }, 'twilio_account_needs_mending')
      return { type: 'failed', code, config: true }
    case 'alert':
      log.warn({ messageId, code }, 'twilio_refused')
      return { type: 'failed', code }
    case 'permanent':
      return { type: 'failed', code }
  }
}

/**
 * Looks through Twilio's list for a message with this text to this number, made since the first attempt (a minute is
 * allowed for clocks that differ). The list by day of sending is short, but a message still in Twilio's queue has no
 * such day: so the newest ones without it are looked at too.
 */
export async function findSentTwilio(api: TwilioApi, message: OutboundMessage, firstTriedAt: number): Promise<Lookup> {
  const to = numberOf(message)
  if (to === null) return { type: 'absent' }
  const since = firstTriedAt - 60_000
  const path = messagesPath(api.config)
  const bySendDay = new URLSearchParams({ To: to, 'DateSent>': day(since), PageSize: String(listPageSize) })
  const sent = await lookThrough(api, `${path}?${bySendDay}`, message.text, since, maxListPages)
  if (sent.type !== 'absent') return sent
  const newest = new URLSearchParams({ To: to, PageSize: String(listPageSize) })
  const queued = await lookThrough(api, `${path}?${newest}`, message.text, since, 1)
  return queued
}

async function lookThrough(
  api: TwilioApi,
  firstPath: string,
  text: string,
  since: number,
  maxPages: number,
): Promise<Lookup> {
  let path: string | null = firstPath
  for (let page = 0; page < maxPages && path !== null; page += 1) {
    const answer = await call(api, path)
    const list = answer.type === 'answered' && answer.status === 200 ? readJson(answer.body, messageList) : null
    if (list === null) return { type: 'unknown' }
    const found = list.messages.find(
      (one) =>
        one.body?.trim() === text.trim() &&
        one.direction?.startsWith('outbound') === true &&
        Date.parse(one.date_created ?? '') >= since,
    )
    if (found !== undefined) return { type: 'found', externalId: found.sid }
    path = list.next_page_uri ?? null
  }
  // Only the first, dated look must be complete; there were more pages than anyone is sent in a day.
  return path === null || maxPages === 1 ? { type: 'absent' } : { type: 'unknown' }
}

function messagesPath(config: TwilioConfig): string {
  return `/${apiVersion}/Accounts/${config.accountSid}/Messages.json`
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

function numberOf(message: OutboundMessage): string | null {
  return message.to.startsWith('tel:') ? message.to.slice('tel:'.length) : null
}

function call({ config, fetch }: TwilioApi, path: string, form?: URLSearchParams): Promise<ProviderAnswer> {
  const base = config.apiUrl ?? defaultApiUrl
  // A page's address comes from the answer: credentials go only to the host that was configured.
  const url = `${base}${path.startsWith('/') ? path : '/'}`
  const authorization = basicAuthorization(config.accountSid, config.authToken)
  const init: RequestInit =
    form === undefined
      ? { headers: { authorization } }
      : {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
          body: form.toString(),
        }
  return callProvider(fetch, url, init, config.timeoutMs ?? defaultTimeoutMs)
}
