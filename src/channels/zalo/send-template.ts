import { BOT_USER, type OutboundMessage, type SendResult } from '../channel.ts'
import { type ApiAnswer, type ApiHost, callZalo, type ZaloApi } from './api.ts'
import { callAuthorized, type NoToken, readHttpStatus, untilNextMinute, type ZaloSender } from './authorized.ts'
import { type Closures, closureOf, tomorrow } from './closures.ts'
import { classOf, type ErrorTable } from './errors.ts'

/** How templates go to one kind of address: the call, and the codes it answers with. */
interface Way {
  host: ApiHost
  path: string
  table: ErrorTable
  /** Names the addressee, and carries our own id where the call takes one; a code where this address is none of its kind. */
  addressOf(message: OutboundMessage): { fields: object } | { result: SendResult }
}

/** By phone number. Zalo tells of a delivery under the `tracking_id`. */
const byPhone: Way = {
  host: 'business',
  path: '/message/template',
  table: 'business',
  addressOf({ id, to }) {
    if (!to.startsWith('tel:')) return { result: { type: 'failed', code: 'not_a_phone' } }
    const phone = /^tel:\+(84\d{9})$/.exec(to)?.[1]
    if (phone === undefined) return { result: { type: 'window_closed', code: 'not_vietnamese' } }
    return { fields: { phone, tracking_id: trackingIdOf(id) } }
  },
}

/** By user id, which is cheaper; that call takes no id of ours. */
const byUser: Way = {
  host: 'openapi',
  path: '/v3.0/oa/message/template',
  table: 'user_template',
  addressOf: ({ to }) =>
    to.startsWith('zalo:') && !to.startsWith(BOT_USER)
      ? { fields: { user_id: to.slice('zalo:'.length) } }
      : { result: { type: 'failed', code: 'not_a_zalo_user' } },
}

export const WAYS = { tel: byPhone, zalo: byUser } as const satisfies Record<'tel' | 'zalo', Way>

/** Zalo takes 48 letters and digits, no special ones: a UUID goes without its dashes. */
const trackingIdOf = (outboxId: string): string => outboxId.replaceAll('-', '')

/** The outbox id that a tracking id was made from. */
export const outboxIdOf = (trackingId: string): string =>
  /^[0-9a-f]{32}$/.test(trackingId)
    ? trackingId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    : trackingId

/**
 * Sends what Zalo has approved as a template. It has no key against doubles, and none of its calls finds a message whose id
 * we never heard: by phone only the report of the delivery, which bears our id, proves a lost answer.
 */
export async function sendTemplate(
  { api, tokens }: ZaloSender,
  scheme: keyof typeof WAYS,
  closures: Closures,
  message: OutboundMessage,
): Promise<SendResult> {
  const way: Way = WAYS[scheme]
  const address = way.addressOf(message)
  if ('result' in address) return address.result
  const { template } = message
  if (template === undefined) return { type: 'failed', code: 'no_template' }
  const closed = closures.codeFor(template.id)
  if (closed !== null) return { type: 'window_closed', code: closed }
  const values = Object.entries(template.values).map(([name, value]) => [name, value.normalize('NFC')] as const)
  const body = { ...address.fields, template_id: template.id, template_data: Object.fromEntries(values) }
  const answer = await callAuthorized(tokens, way.table, (accessToken) =>
    callZalo(api, accessToken, way.path, body, way.host),
  )
  return readAnswer({ api, table: way.table, closures, message, templateId: template.id }, answer)
}

interface Asked {
  api: ZaloApi
  table: ErrorTable
  closures: Closures
  message: OutboundMessage
  templateId: string
}

function readAnswer(asked: Asked, answer: ApiAnswer | NoToken): SendResult {
  const { api, message, closures } = asked
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
      return refusal(asked, answer.code)
    case 'success': {
      const { messageId, remainingToday } = answer
      if (remainingToday === 0) closures.close(null, 'quota_used_up', tomorrow(api.now()))
      if (messageId === null) return { type: 'unknown', code: 'unreadable_answer' }
      if (remainingToday !== null) api.log.info({ messageId: message.id, remainingToday }, 'zbs_quota')
      return { type: 'wired', externalId: messageId }
    }
  }
}

/** A refusal that is about this message alone, or its template, leaves the person's other ways. */
function refusal({ api, table, closures, message, templateId }: Asked, code: string): SendResult {
  const each = classOf(table, code)
  const closure = closureOf(code, each === 'template', api.now())
  if (closure !== null) closures.close(closure.of === 'all' ? null : templateId, code, closure.until)
  switch (each) {
    case 'slow_down':
      return { type: 'throttled', retryAfterMs: untilNextMinute(api.now()) }
    case 'retry':
      return { type: 'errored', code }
    case 'retry_once':
      return message.attempt < 2 ? { type: 'errored', code } : { type: 'window_closed', code }
    case 'window':
      return { type: 'window_closed', code }
    case 'token':
    case 'account':
      api.log.warn({ messageId: message.id, code }, 'zbs_account_needs_mending')
      return { type: 'failed', code, config: true }
    case 'template':
      api.log.warn({ templateId, code }, 'zbs_template_needs_mending')
      return { type: 'window_closed', code }
    case 'permanent':
      api.log.warn({ messageId: message.id, templateId, code }, 'zbs_refused')
      return { type: 'window_closed', code }
  }
}
