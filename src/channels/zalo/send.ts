import { BOT_USER, type Choice, type OutboundMessage, type SendResult } from '../channel.ts'
import { type ApiAnswer, callZalo, type ZaloApi } from './api.ts'
import { callAuthorized, type NoToken, readHttpStatus, untilNextMinute, type ZaloSender } from './authorized.ts'
import type { ZaloConfig } from './config.ts'
import { maxButtons, maxPayloadUnits, maxTextUnits, maxTitleUnits } from './constants.ts'
import { classOf } from './errors.ts'

/** Sends a consultation message. Zalo has no key against doubles and no list: only its echo proves a lost answer. */
export async function sendZalo({ api, tokens }: ZaloSender, message: OutboundMessage): Promise<SendResult> {
  if (!message.to.startsWith('zalo:') || message.to.startsWith(BOT_USER))
    return { type: 'failed', code: 'not_a_zalo_user' }
  const text = message.text.normalize('NFC')
  if (text.length > maxTextUnits) return { type: 'failed', code: 'too_long' }
  const attachment = makeButtons(api.config, message.choices)
  const body = {
    recipient: { user_id: message.to.slice('zalo:'.length) },
    message: { text, ...(attachment === null ? {} : { attachment }) },
  }
  const answer = await callAuthorized(tokens, 'openapi', (accessToken) =>
    callZalo(api, accessToken, '/v3.0/oa/message/cs', body),
  )
  return readAnswer(api, message, answer)
}

/** Choices as buttons below the text, where they are also printed: those that Zalo would refuse are only text. */
function makeButtons({ buttonsTemplateType }: ZaloConfig, choices: readonly Choice[]): object | null {
  const buttons = choices
    .filter(({ payload }) => payload.startsWith('#') && payload.length <= maxPayloadUnits)
    .slice(0, maxButtons)
    // `hide`: the payload comes back to us and is not shown in the talk.
    .map(({ title, payload }) => ({ title: shorten(title), type: 'oa.query.hide', payload }))
  if (buttons.length === 0) return null
  const templateType = buttonsTemplateType === undefined ? {} : { template_type: buttonsTemplateType }
  return { type: 'template', payload: { ...templateType, buttons } }
}

function shorten(title: string): string {
  const composed = title.normalize('NFC')
  return composed.length <= maxTitleUnits ? composed : `${composed.slice(0, maxTitleUnits - 1).trimEnd()}…`
}

function readAnswer(api: ZaloApi, message: OutboundMessage, answer: ApiAnswer | NoToken): SendResult {
  switch (answer.type) {
    case 'no_token':
      return answer.result
    case 'unreached':
      return { type: 'errored', code: answer.code }
    case 'lost':
      return { type: 'unknown', code: answer.code }
    case 'http':
      return readHttpStatus(api, answer.status)
    case 'refused':
      return refusal(api, message, answer.code)
    case 'success':
      if (answer.messageId === null) return { type: 'unknown', code: 'unreadable_answer' }
      // No quota in the answer: this one was charged.
      api.log.info({ messageId: message.id, quota: answer.quota?.type ?? 'charged', ...remainOf(answer) }, 'zalo_quota')
      return { type: 'wired', externalId: answer.messageId }
  }
}

function remainOf({ quota }: ApiAnswer & { type: 'success' }): { remain?: number } {
  const remain = quota?.remain === undefined ? Number.NaN : Number(quota.remain)
  return Number.isInteger(remain) ? { remain } : {}
}

function refusal(api: ZaloApi, message: OutboundMessage, code: string): SendResult {
  switch (classOf('openapi', code)) {
    case 'slow_down':
      return { type: 'throttled', retryAfterMs: untilNextMinute(api.now()) }
    case 'retry':
      return { type: 'errored', code }
    case 'retry_once':
      return message.attempt < 2 ? { type: 'errored', code } : { type: 'failed', code }
    case 'window':
      return { type: 'window_closed', code }
    // The renewed token was refused, too.
    case 'token':
    case 'account':
      api.log.warn({ messageId: message.id, code }, 'zalo_account_needs_mending')
      return { type: 'failed', code, config: true }
    case 'template':
    case 'permanent':
      api.log.warn({ messageId: message.id, code }, 'zalo_refused')
      return { type: 'failed', code }
  }
}
