import { BOT_USER, type OutboundMessage, type SendResult } from '../channel.ts'
import { retryAfterMs } from '../provider-call.ts'
import { type ApiAnswer, callBot, type ZaloBotApi } from './api.ts'
import { defaultThrottleMs } from './constants.ts'
import { meaningOf } from './errors.ts'
import { splitText } from './split.ts'

/**
 * Sends a text to a person who has written to the bot. The platform has no buttons (the choices stand in the text too), no key
 * against doubles and no list: what became of a lost answer nobody can tell.
 */
export async function sendZaloBot(api: ZaloBotApi, message: OutboundMessage): Promise<SendResult> {
  if (!message.to.startsWith(BOT_USER)) return { type: 'failed', code: 'not_a_bot_user' }
  const chatId = message.to.slice(BOT_USER.length)
  let result: SendResult = { type: 'failed', code: 'empty_text' }
  for (const [index, text] of splitText(message.text.normalize('NFC')).entries()) {
    result = await sendPiece(api, message.id, { chat_id: chatId, text })
    if (result.type === 'wired') continue
    if (index === 0) return result
    // What stands before it has left: to begin anew would be to repeat that.
    api.log.warn({ messageId: message.id, piece: index + 1, result: result.type }, 'zalo_bot_part_missing')
    return { type: 'unknown', code: 'part_missing' }
  }
  return result
}

async function sendPiece(api: ZaloBotApi, messageId: string, body: object): Promise<SendResult> {
  const answer = await callBot(api, 'sendMessage', body)
  switch (answer.type) {
    case 'unreached':
      return { type: 'errored', code: answer.code }
    case 'lost':
      return { type: 'unknown', code: answer.code }
    case 'success':
      return { type: 'wired', externalId: answer.messageId ?? messageId }
    case 'http':
      return withoutCode(api, messageId, answer)
    case 'refused':
      return refusal(api, messageId, answer.code ?? 'no_code', answer)
  }
}

type Refused = Extract<ApiAnswer, { type: 'http' | 'refused' }>

/** An answer of a server before the platform's own program, or one cut short. */
async function withoutCode(
  api: ZaloBotApi,
  messageId: string,
  answer: Extract<ApiAnswer, { type: 'http' }>,
): Promise<SendResult> {
  const { status } = answer
  if (status >= 200 && status < 300) return { type: 'unknown', code: 'unreadable_answer' }
  // Sent on to another address, where the token must not go: ours is wrong.
  if (status >= 300 && status < 400) return { type: 'failed', code: `http_${status}`, config: true }
  return refusal(api, messageId, `http_${status}`, answer)
}

async function refusal(api: ZaloBotApi, messageId: string, code: string, { headers }: Refused): Promise<SendResult> {
  const meaning = meaningOf(code.replace('http_', ''))
  const event = meaning === 'slow_down' ? 'zalo_bot_quota' : 'zalo_bot_refused'
  api.log.warn({ messageId, code, meaning }, event)
  switch (meaning) {
    case 'unknown':
      return { type: 'unknown', code }
    case 'slow_down':
      return { type: 'throttled', retryAfterMs: retryAfterMs(headers, defaultThrottleMs) }
    case 'account':
      return { type: 'failed', code, config: true }
    case 'doubtful':
      return whoIsMissing(api, code)
    case 'permanent':
      return { type: 'failed', code }
  }
}

/** A bot that answers to its name is there, and the chat is not: it may not write to this person. Nothing has left, either way. */
async function whoIsMissing(api: ZaloBotApi, code: string): Promise<SendResult> {
  const answer = await callBot(api, 'getMe', {})
  if (answer.type === 'success') return { type: 'window_closed', code }
  const said = answer.type === 'refused' ? answer.code : answer.type === 'http' ? String(answer.status) : null
  return said === '401' || said === '404' ? { type: 'failed', code, config: true } : { type: 'errored', code }
}
