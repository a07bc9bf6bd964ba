import { createHash, createHmac } from 'node:crypto'
import { z } from 'zod'
import { rebase, type StandInApp, type StandInServer, startServer } from './server.ts'
import { type OauthBook, oauthBook } from './zalo-oauth.ts'
import { type TemplateBook, type TemplateSent, templateBook } from './zalo-templates.ts'

/** One message that Zalo took. */
interface ZaloSent {
  id: string
  to: string
  text: string
  buttons: { title: string; type: string; payload: unknown }[]
  templateType: string | undefined
  at: number
}

export interface ZaloStandInOptions {
  /** Defaults are ids and keys for tests; `callbackUrl` is `https://bot.example.vn/oauth/zalo/callback`. */
  appId?: string
  appSecret?: string
  oaId?: string
  oaSecretKey?: string
  callbackUrl?: string
  /** Whether the app demands `appsecret_proof`; a wrong one is refused anyway. Default true. */
  demandsProof?: boolean
  /** Requests a minute of the Official Account before -32; default 2,000. */
  requestsPerMinute?: number
  now?: () => number
}

/** A webhook as Zalo posts it. */
interface SignedEvent {
  url: string
  headers: Record<string, string>
  body: string
}

export interface ZaloStandIn extends Pick<StandInServer, 'url' | 'fail' | 'requestCount' | 'ask' | 'close'> {
  appId: string
  appSecret: string
  oaId: string
  oaSecretKey: string
  oauth: OauthBook
  /** ZBS templates, by phone and by user. */
  zbs: TemplateBook
  /** Everything ever taken, in order. */
  messages: readonly ZaloSent[]
  /** From now on a message to this user is refused with this code. */
  refuse(userId: string, code: number): void
  /** This user wrote, tapped or followed at `at` (default now): opens the 48 hours and 7 days. */
  interact(userId: string, at?: number): void
  /** Any body, signed for its own app id and timestamp. A string is posted as it is. */
  sign(url: string, body: object | string, options?: { firstTerm?: string; secret?: string }): SignedEvent
  /** A user's text; counts as an interaction. */
  inbound(url: string, userId: string, text: string): SignedEvent
  /** The echo of a message that was taken. */
  echo(url: string, message: ZaloSent): SignedEvent
  /** That a message has reached its user, or was seen. */
  receipt(url: string, message: ZaloSent, kind: 'received' | 'seen'): SignedEvent
  /** That a template has reached its phone (4 s after it was taken) or its user. */
  templateReceipt(url: string, message: TemplateSent): SignedEvent
  /** Posts it; `via` is the local server that stands for its public base. Post it again to redeliver it. */
  deliver(request: SignedEvent, via?: string, retry?: number): Promise<Response>
}

const button = z.discriminatedUnion('type', [
  z.strictObject({ title: z.string(), type: z.enum(['oa.query.show', 'oa.query.hide']), payload: z.string() }),
  z.strictObject({ title: z.string(), type: z.literal('oa.open.url'), payload: z.strictObject({ url: z.url() }) }),
  z.strictObject({
    title: z.string(),
    type: z.literal('oa.open.phone'),
    payload: z.strictObject({ phone_code: z.string() }),
  }),
])

const csBody = z.strictObject({
  recipient: z.strictObject({ user_id: z.string() }),
  message: z.strictObject({
    text: z.string().min(1),
    attachment: z
      .strictObject({
        type: z.literal('template'),
        payload: z.strictObject({ template_type: z.string().optional(), buttons: z.array(button).min(1) }),
      })
      .optional(),
  }),
})

const hours = 3_600_000
let serial = 0

/** A local Zalo: one Official Account's send call with its windows, tokens that work once, signed events. */
export async function startZaloStandIn(options: ZaloStandInOptions = {}): Promise<ZaloStandIn> {
  const appId = options.appId ?? '1122334455667788990'
  const appSecret = options.appSecret ?? 'app-secret-for-tests'
  const oaId = options.oaId ?? '2233445566778899001'
  const oaSecretKey = options.oaSecretKey ?? 'oa-secret-for-tests'
  const callbackUrl = options.callbackUrl ?? 'https://bot.example.vn/oauth/zalo/callback'
  const now = options.now ?? Date.now
  const messages: ZaloSent[] = []
  const refusals = new Map<string, number>()
  const interactions = new Map<string, number>()
  const calls = { minute: 0, count: 0 }
  let oauth: OauthBook | undefined
  let zbs: TemplateBook | undefined

  const checkCaller = (headers: Headers): number => {
    const minute = Math.floor(now() / 60_000)
    calls.count = calls.minute === minute ? calls.count + 1 : 1
    calls.minute = minute
    const token = headers.get('access_token')
    // A bearer header is no access token to Zalo.
    if (token === null || token !== oauth?.live()?.accessToken) {
      return oauth?.grants.some((one) => one.accessToken === token) === true ? -220 : -216
    }
    const proof = headers.get('appsecret_proof')
    const isRight = proof === createHmac('sha256', appSecret).update(token).digest('hex')
    if (proof === null ? options.demandsProof !== false : !isRight) return -242
    return calls.count > (options.requestsPerMinute ?? 2_000) ? -32 : 0
  }

  const routes = (app: StandInApp): void => {
    oauth = oauthBook(app, { appId, appSecret, oaId, callbackUrl, now })
    zbs = templateBook(app, { checkCaller, now })
    app.get('/v2.0/oa/getoa', (context) => {
      const error = checkCaller(context.req.raw.headers)
      return context.json(
        error === 0 ? { data: { oaid: oaId }, error, message: 'Success' } : { error, message: 'refused' },
      )
    })
    app.post('/v3.0/oa/message/cs', async (context) => {
      const refused = checkCaller(context.req.raw.headers)
      if (refused !== 0) return context.json({ error: refused, message: 'refused' })
      const isJson = context.req.header('content-type')?.startsWith('application/json') === true
      const parsed = csBody.safeParse(isJson ? await context.req.json().catch(() => null) : null)
      if (!parsed.success) return context.json({ error: -201, message: 'message is invalid' })
      const { recipient, message } = parsed.data
      const buttons = message.attachment?.payload.buttons ?? []
      const lastAt = interactions.get(recipient.user_id)
      const error = checkMessage(message.text, buttons, lastAt === undefined ? undefined : now() - lastAt)
      const code = error !== 0 ? error : (refusals.get(recipient.user_id) ?? 0)
      if (code !== 0) return context.json({ error: code, message: `refused ${code}` })
      serial += 1
      const sent: ZaloSent = {
        id: `b7c8d9e0f1a2${serial.toString(16).padStart(8, '0')}`,
        to: recipient.user_id,
        text: message.text,
        buttons,
        templateType: message.attachment?.payload.template_type,
        at: now(),
      }
      messages.push(sent)
      const isFree = now() - (lastAt ?? 0) <= 48 * hours
      return context.json({
        data: {
          message_id: sent.id,
          user_id: sent.to,
          sent_time: String(now()),
          ...(isFree ? { quota: { quota_type: 'reply' } } : {}),
        },
        error: 0,
        message: 'Success',
      })
    })
  }

  const sign: ZaloStandIn['sign'] = (url, body, { firstTerm, secret = oaSecretKey } = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const timestamp = /"timestamp"\s*:\s*"?(\d+)/.exec(text)?.[1] ?? ''
    const mac = createHash('sha256')
      .update((firstTerm ?? appId) + text + timestamp + secret)
      .digest('hex')
    const headers = {
      'content-type': 'application/json',
      'x-zevent-signature': `mac=${mac}`,
      'x-zevent-server': 'OA OpenAPI',
      'user-agent': 'ZaloWebhook',
    }
    return { url, headers, body: text }
  }
  const fromAccount = (url: string, event: string, message: object, to: string) =>
    sign(url, {
      app_id: appId,
      sender: { id: oaId },
      recipient: { id: to },
      event_name: event,
      message,
      timestamp: String(now()),
    })

  const server = await startServer(routes)
  if (oauth === undefined || zbs === undefined) throw new Error('no routes')
  return {
    url: server.url,
    fail: server.fail,
    requestCount: server.requestCount,
    ask: server.ask,
    close: server.close,
    appId,
    appSecret,
    oaId,
    oaSecretKey,
    oauth,
    zbs,
    messages,
    refuse: (userId, code) => refusals.set(userId, code),
    interact: (userId, at = now()) => interactions.set(userId, at),
    sign,
    inbound: (url, userId, text) => {
      interactions.set(userId, now())
      serial += 1
      return sign(url, {
        app_id: appId,
        sender: { id: userId },
        user_id_by_app: '4455667788990011223',
        recipient: { id: oaId },
        event_name: 'user_send_text',
        message: { text, msg_id: `a1b2c3d4e5f6${serial.toString(16).padStart(8, '0')}` },
        timestamp: String(now()),
      })
    },
    echo: (url, sent) => fromAccount(url, 'oa_send_text', { text: sent.text, msg_id: sent.id }, sent.to),
    receipt: (url, sent, kind) =>
      kind === 'received'
        ? fromAccount(url, 'user_received_message', { msg_id: sent.id }, sent.to)
        : fromAccount(url, 'user_seen_message', { msg_ids: [sent.id] }, sent.to),
    templateReceipt: (url, sent) => {
      if (sent.way === 'user') return fromAccount(url, 'user_received_message', { msg_id: sent.id }, sent.to)
      const told = { delivery_time: String(sent.at + 4_000), msg_id: sent.id, tracking_id: sent.trackingId }
      const signed = fromAccount(url, 'user_received_message', told, sent.to)
      return { ...signed, headers: { ...signed.headers, 'x-zevent-server': 'ZNS' } }
    },
    deliver: ({ url, headers, body }, via, retry) =>
      fetch(rebase(url, via), {
        method: 'POST',
        headers: retry === undefined ? headers : { ...headers, num_retry: String(retry) },
        body,
      }),
  }
}

/** Limits of a text with buttons, then the window: never wrote, or not in the last seven days. */
function checkMessage(text: string, buttons: ZaloSent['buttons'], sinceMs: number | undefined): number {
  if (text.length > 2_000) return -210
  if (buttons.length > 5) return -210
  for (const { title, payload } of buttons) {
    if (title.length === 0 || title.length > 100) return -210
    if (typeof payload !== 'string') continue
    if (payload.length > 1_000) return -210
    if (!payload.startsWith('#')) return -201
  }
  if (sinceMs === undefined) return -232
  return sinceMs > 7 * 24 * hours ? -230 : 0
}
