import type { OutboundMessage, SendResult } from '../channel.ts'
import type { ChannelLog } from '../log.ts'
import { type AnswerHeaders, type ProviderAnswer, retryAfterMs } from '../provider-call.ts'
import { readJson } from '../read-json.ts'
import { callTwilio, messagesPath, numberOf, type TwilioApi } from './api.ts'
import {
  defaultThrottleMs,
  maxBodyCharacters,
  maxValiditySeconds,
  minValiditySeconds,
  statusPath,
} from './constants.ts'
import { classOf } from './errors.ts'
import { apiError, messageResource } from './schemas.ts'

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
    ...(message.usefulMs === undefined ? {} : { ValidityPeriod: String(validityOf(message.usefulMs)) }),
  })
  return readSendAnswer(api.log, message.id, await callTwilio(api, messagesPath(api.config), form))
}

const validityOf = (usefulMs: number): number =>
  Math.min(maxValiditySeconds, Math.max(minValiditySeconds, Math.floor(usefulMs / 1000)))

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
  headers: AnswerHeaders,
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
