import type { Lookup, OutboundMessage, SendResult } from '../channel.ts'
import type { ChannelLog } from '../log.ts'
import { callProvider, type Fetch, type ProviderAnswer, retryAfterMs } from '../provider-call.ts'
import { readJson } from '../read-json.ts'
import { meaningOf } from './codes.ts'
import type { EsmsConfig } from './config.ts'
import {
  customerCare,
  defaultApiUrl,
  defaultThrottleMs,
  defaultTimeoutMs,
  idempotentMs,
  sendPath,
} from './constants.ts'
import { sendAnswer } from './schemas.ts'

/** What sending needs besides the message. */
export interface EsmsApi {
  config: EsmsConfig
  fetch: Fetch
  log: ChannelLog
  /** Whether a text is registered; null: none is, and every text is sent. */
  isRegistered: ((text: string) => boolean) | null
}

/**
 * Sends a message under the outbox id. eSMS takes an id once in 24 hours and answers 124 to a second time: a lost
 * answer is no reason for a second SMS.
 */
export async function sendEsms(api: EsmsApi, message: OutboundMessage): Promise<SendResult> {
  const { config, fetch, log } = api
  if (!message.to.startsWith('tel:+')) return { type: 'failed', code: 'not_a_phone' }
  if (needsTemplate(config, message) && api.isRegistered?.(message.text) === false) {
    log.warn({ messageId: message.id }, 'esms_no_template')
    return { type: 'failed', code: 'no_template' }
  }
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(bodyOf(config, message)),
  } as const
  const url = (config.apiUrl ?? defaultApiUrl).replace(/\/+$/, '') + sendPath
  return readAnswer(log, message, await callProvider(fetch, url, init, config.timeoutMs ?? defaultTimeoutMs))
}

/**
 * There is nothing to look at: the next send under the same id is the look, and 124 its finding. After 24 hours the id
 * would be taken for a new message.
 */
export const findSentEsms = (now: number, firstTriedAt: number): Lookup =>
  now - firstTriedAt < idempotentMs ? { type: 'repeatable' } : { type: 'unknown' }

/** An answer from a short code may be in free words; a brandname, and what we start, may not. */
const needsTemplate = ({ from }: EsmsConfig, { isReply }: OutboundMessage): boolean =>
  !(isReply === true && /^\d+$/.test(from))

/** What an unaccented route carries. */
const isPlain = (text: string): boolean => /^[\n\r\x20-\x5f\x61-\x7e]*$/.test(text)

function bodyOf(config: EsmsConfig, { id, to, text }: OutboundMessage): Record<string, string> {
  return {
    ApiKey: config.apiKey,
    SecretKey: config.secretKey,
    Phone: to.slice('tel:+'.length),
    Content: text,
    Brandname: config.from,
    SmsType: customerCare,
    IsUnicode: isPlain(text) ? '0' : '1',
    RequestId: id,
    CallbackUrl: `${config.publicUrl}/webhooks/esms/${config.moSecret}/status`,
    ...(config.isSandbox ? { Sandbox: '1' } : {}),
  }
}

function readAnswer(log: ChannelLog, { id, attempt }: OutboundMessage, answer: ProviderAnswer): SendResult {
  if (answer.type === 'unreached') return { type: 'errored', code: answer.code }
  if (answer.type === 'lost') return { type: 'unknown', code: answer.code }
  const said = readJson(answer.body, sendAnswer)
  if (said === null) return withoutCode(answer)
  const { CodeResult: code, SMSID } = said
  switch (meaningOf(code)) {
    case 'accepted':
      // Nothing of this message can have been there before its first attempt: see docs/channels/esms.md, Unconfirmed.
      if (code === '124' && attempt === 1) log.warn({ messageId: id }, 'esms_request_id_taken')
      return { type: 'wired', externalId: SMSID || id }
    case 'slow_down':
      return { type: 'throttled', retryAfterMs: retryAfterMs(answer.headers, defaultThrottleMs) }
    case 'stopped':
      return { type: 'contact_stopped', code }
    case 'account':
      log.warn({ messageId: id, code }, 'esms_account_needs_mending')
      return { type: 'failed', code, config: true }
    case 'alert':
      log.warn({ messageId: id, code }, 'esms_refused')
      return { type: 'failed', code }
    case 'permanent':
      return { type: 'failed', code }
  }
}

/** An answer that eSMS's own program did not make: of the server before it, or cut short. */
function withoutCode({ status, headers }: Extract<ProviderAnswer, { type: 'answered' }>): SendResult {
  if (status === 429) return { type: 'throttled', retryAfterMs: retryAfterMs(headers, defaultThrottleMs) }
  if (status >= 200 && status < 300) return { type: 'unknown', code: 'unreadable_answer' }
  if (status >= 500) return { type: 'unknown', code: `http_${status}` }
  // A wrong address, or one that lets us not in: nobody can be served. 400: this request alone.
  return { type: 'failed', code: `http_${status}`, ...(status === 400 ? {} : { config: true }) }
}
