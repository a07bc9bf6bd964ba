import type { Lookup, OutboundMessage, SendResult } from '../channel.ts'
import { retryAfterMs } from '../provider-call.ts'
import { readJson } from '../read-json.ts'
import { callSmsgate, type SmsgateApi } from './api.ts'
import { defaultThrottleMs, minTtlSeconds } from './constants.ts'
import { gatewayId } from './message-id.ts'
import { messageState } from './schemas.ts'

/**
 * Hands a message to the phone under our own id: a second try after a lost answer is no second SMS. An id whose
 * message failed on the phone is spent, so a later attempt takes the next one.
 */
export async function sendSmsgate(api: SmsgateApi, message: OutboundMessage): Promise<SendResult> {
  if (!message.to.startsWith('tel:')) return { type: 'failed', code: 'not_a_phone' }
  const first = await post(api, message, gatewayId(message.id, 1))
  if (first !== 'taken_before') return first
  for (let number = 1; number <= message.attempt; number += 1) {
    const externalId = gatewayId(message.id, number)
    const state = await look(api, externalId)
    if (state === 'unknown') return { type: 'unknown', code: 'state_unknown' }
    if (state === 'alive') return { type: 'wired', externalId }
    if (state === 'absent') {
      const result = await post(api, message, externalId)
      return result === 'taken_before' ? { type: 'wired', externalId } : result
    }
  }
  return { type: 'errored', code: 'failed_on_phone' }
}

/** Asks the phone by our own ids. A message that failed there counts as absent: it was not sent. */
export async function findSentSmsgate(api: SmsgateApi, message: OutboundMessage): Promise<Lookup> {
  for (let number = 1; number <= message.attempt; number += 1) {
    const externalId = gatewayId(message.id, number)
    const state = await look(api, externalId)
    if (state === 'unknown') return { type: 'unknown' }
    if (state === 'alive') return { type: 'found', externalId }
  }
  return { type: 'absent' }
}

async function post(api: SmsgateApi, message: OutboundMessage, id: string): Promise<SendResult | 'taken_before'> {
  const answer = await callSmsgate(api, '/message', {
    id,
    textMessage: { text: message.text },
    phoneNumbers: [message.to.slice('tel:'.length)],
    withDeliveryReport: true,
    ...(message.usefulMs === undefined ? {} : { ttl: Math.max(minTtlSeconds, Math.floor(message.usefulMs / 1000)) }),
    ...(message.line === undefined ? {} : { simNumber: Number(message.line) }),
  })
  if (answer.type === 'unreached') return { type: 'errored', code: answer.code }
  if (answer.type === 'lost') return { type: 'unknown', code: answer.code }
  const { status } = answer
  if (status >= 200 && status < 300) {
    const taken = readJson(answer.body, messageState)
    return taken?.id === id ? { type: 'wired', externalId: id } : { type: 'unknown', code: 'unreadable_answer' }
  }
  if (status === 409) return 'taken_before'
  if (status === 429) return { type: 'throttled', retryAfterMs: retryAfterMs(answer.headers, defaultThrottleMs) }
  if (status >= 500) return { type: 'unknown', code: `http_${status}` }
  // Wrong credentials, or an address under which there is no gateway: nobody can be served.
  const isConfig = status === 401 || status === 403 || status === 404
  return { type: 'failed', code: `http_${status}`, ...(isConfig ? { config: true } : {}) }
}

/** `failed`: taken once, and not sent. Cancelled by a person is `alive`: it must not be sent again behind their back. */
async function look(api: SmsgateApi, id: string): Promise<'alive' | 'failed' | 'absent' | 'unknown'> {
  const answer = await callSmsgate(api, `/message/${id}`)
  if (answer.type !== 'answered') return 'unknown'
  if (answer.status === 404) return 'absent'
  const found = answer.status === 200 ? readJson(answer.body, messageState) : null
  if (found?.id !== id) return 'unknown'
  return found.state === 'Failed' ? 'failed' : 'alive'
}
