import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { type StandInApp, type StandInServer, startServer } from './server.ts'

type SmsgateState = 'Pending' | 'Processed' | 'Sent' | 'Delivered' | 'Failed' | 'Cancelling' | 'Cancelled'

/** One message that the phone took. */
interface SmsgateSent {
  id: string
  to: string
  text: string
  /** Null: the phone's own choice. */
  simNumber: number | null
  /** Seconds, as it was given. */
  ttl: number | null
  state: SmsgateState
  createdAt: number
}

export interface SmsgateStandInOptions {
  /** Defaults `sms`, `smsgate-password`, `smsgate-signing-key`, `PHONE-1`. */
  username?: string
  password?: string
  signingKey?: string
  deviceId?: string
  /** `/` for the phone’s own server (default), `/3rdparty/v1` for a shared one; `url` carries it. */
  basePath?: '/' | '/3rdparty/v1'
  now?: () => number
}

/** A webhook as the app posts it. */
interface SignedJson {
  url: string
  headers: Record<string, string>
  body: string
}

export interface SmsgateStandIn extends Pick<StandInServer, 'url' | 'fail' | 'requestCount' | 'ask' | 'close'> {
  username: string
  password: string
  signingKey: string
  /** Everything ever taken, in order. */
  messages: readonly SmsgateSent[]
  /** An event with its payload, in a new envelope, signed at `at` (default: now). */
  event(url: string, event: string, payload: unknown, at?: number): SignedJson
  /** A text that came in. `fields` replace or add to the payload. */
  inbound(url: string, sender: string, message: string, fields?: Record<string, unknown>): SignedJson
  /** A text is in the phone's inbox; gives the webhook that told of it. */
  receive(url: string, fields: Partial<SmsgateInboxed>): SignedJson
  /** Periods of the inbox that were asked for, epoch ms. */
  exports: readonly { since: number; until: number }[]
  /** What the phone posts for the periods asked for since the last call: each text in an envelope of its own, in no order. */
  exported(url: string): SignedJson[]
  /** A message changes its state on the phone; gives the webhook that says so. `reason` is for a failure. */
  report(url: string, id: string, state: 'Sent' | 'Delivered' | 'Failed' | 'Cancelled', reason?: string): SignedJson
  /** The same envelope again, signed anew: what the app does when it got no 2xx. */
  resign(request: SignedJson): SignedJson
  deliver(request: SignedJson): Promise<Response>
}

/** A text in the phone's inbox. */
interface SmsgateInboxed {
  sender: string
  message: string
  simNumber: number | null
  /** When it was sent, epoch ms. */
  at: number
}

/** A period of the inbox; a server that phones share wants to know which phone. */
const exportBody = z
  .strictObject({ since: z.iso.datetime(), until: z.iso.datetime(), deviceId: z.string().optional() })
  .refine(({ since, until }) => Date.parse(since) <= Date.parse(until))

const postBody = z
  .strictObject({
    id: z.string().min(1).max(36).optional(),
    textMessage: z.strictObject({ text: z.string().min(1) }).optional(),
    message: z.string().min(1).optional(),
    dataMessage: z.strictObject({ data: z.string().min(1), port: z.number().int().min(0).max(65535) }).optional(),
    phoneNumbers: z.array(z.string().min(1)).min(1),
    simNumber: z.number().int().min(1).optional(),
    withDeliveryReport: z.boolean().optional(),
    ttl: z.number().int().min(5).optional(),
    validUntil: z.string().optional(),
    scheduleAt: z.string().optional(),
    priority: z.number().int().min(-128).max(127).optional(),
    deviceId: z.string().optional(),
    isEncrypted: z.boolean().optional(),
  })
  .refine((body) => [body.textMessage, body.message, body.dataMessage].filter((one) => one !== undefined).length === 1)
  .refine((body) => body.ttl === undefined || body.validUntil === undefined)

/** A local phone with SMS Gateway for Android: takes each id once, signs its webhooks. */
export async function startSmsgateStandIn(options: SmsgateStandInOptions = {}): Promise<SmsgateStandIn> {
  const username = options.username ?? 'sms'
  const password = options.password ?? 'smsgate-password'
  const signingKey = options.signingKey ?? 'smsgate-signing-key'
  const deviceId = options.deviceId ?? 'PHONE-1'
  const base = options.basePath === '/3rdparty/v1' ? options.basePath : ''
  const now = options.now ?? Date.now
  const messages: SmsgateSent[] = []
  const inbox: SmsgateInboxed[] = []
  const exports: { since: number; until: number }[] = []
  let posted = 0

  const stateOf = (one: SmsgateSent) => ({
    id: one.id,
    deviceId,
    state: one.state,
    isHashed: false,
    isEncrypted: false,
    recipients: [{ phoneNumber: one.to, state: one.state, error: null }],
    states: { Pending: new Date(one.createdAt).toISOString() },
  })

  const routes = (app: StandInApp): void => {
    app.use('*', async (context, next) => {
      const expected = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
      return context.req.header('authorization') === expected ? next() : context.body(null, 401)
    })
    app.post(`${base}/messages/inbox/export`, async (context) => {
      const isJson = context.req.header('content-type')?.startsWith('application/json') === true
      const parsed = exportBody.safeParse(isJson ? await context.req.json().catch(() => null) : null)
      if (!parsed.success) return context.json({ message: 'Bad request' }, 400)
      if (base !== '' && parsed.data.deviceId !== deviceId) return context.json({ message: 'Invalid device ID' }, 400)
      exports.push({ since: Date.parse(parsed.data.since), until: Date.parse(parsed.data.until) })
      return context.json({}, 202)
    })
    for (const path of [`${base}/message`, `${base}/messages`]) {
      app.post(path, async (context) => {
        const isJson = context.req.header('content-type')?.startsWith('application/json') === true
        const parsed = postBody.safeParse(isJson ? await context.req.json().catch(() => null) : null)
        if (!parsed.success) return context.json({ message: 'Bad request' }, 400)
        const id = parsed.data.id ?? crypto.randomUUID().slice(0, 21)
        if (messages.some((one) => one.id === id)) {
          return context.json({ message: 'Message with the same ID already exists' }, 409)
        }
        const text = parsed.data.textMessage?.text ?? parsed.data.message ?? ''
        const simNumber = parsed.data.simNumber ?? null
        const taken: SmsgateSent = {
          id,
          to: parsed.data.phoneNumbers.join(),
          text,
          simNumber,
          ttl: parsed.data.ttl ?? null,
          state: 'Pending',
          createdAt: now(),
        }
        messages.push(taken)
        return context.json(stateOf(taken), 202)
      })
      app.get(`${path}/:id`, (context) => {
        const found = messages.find((one) => one.id === context.req.param('id'))
        return found === undefined ? context.body(null, 404) : context.json(stateOf(found))
      })
    }
  }

  const sign = (url: string, body: string, at = now()): SignedJson => {
    const timestamp = String(Math.floor(at / 1000))
    const signature = createHmac('sha256', signingKey)
      .update(body + timestamp)
      .digest('hex')
    const headers = { 'content-type': 'application/json', 'x-timestamp': timestamp, 'x-signature': signature }
    return { url, headers, body }
  }
  const event: SmsgateStandIn['event'] = (url, name, payload, at) => {
    const post = { id: crypto.randomUUID(), webhookId: 'mua', event: name, deviceId, payload }
    return sign(url, JSON.stringify(post), at)
  }

  const inboxed = (url: string, one: SmsgateInboxed) =>
    event(url, 'sms:received', {
      messageId: 'a1b2c3d4',
      sender: one.sender,
      recipient: null,
      simNumber: one.simNumber,
      message: one.message,
      phoneNumber: one.sender,
      receivedAt: new Date(one.at).toISOString().replace('Z', '+00:00'),
    })

  const server = await startServer(routes)
  return {
    url: server.url + base,
    fail: server.fail,
    requestCount: server.requestCount,
    ask: server.ask,
    close: server.close,
    username,
    password,
    signingKey,
    messages,
    receive: (url, fields) => {
      const one = { sender: '+84912345678', message: 'alo', simNumber: 1, at: now(), ...fields }
      inbox.push(one)
      return inboxed(url, one)
    },
    exports,
    exported: (url) => {
      const asked = exports.slice(posted)
      posted = exports.length
      return asked
        .flatMap(({ since, until }) => inbox.filter(({ at }) => at >= since && at <= until))
        .reverse()
        .map((one) => inboxed(url, one))
    },
    event,
    inbound: (url, sender, message, fields = {}) =>
      event(url, 'sms:received', {
        messageId: 'a1b2c3d4',
        sender,
        recipient: null,
        simNumber: 1,
        message,
        phoneNumber: sender,
        receivedAt: new Date(now()).toISOString().replace('Z', '+00:00'),
        ...fields,
      }),
    report: (url, id, state, reason) => {
      const one = messages.find((sent) => sent.id === id)
      if (one === undefined) throw new Error(`no message ${id}`)
      one.state = state
      const at = new Date(now()).toISOString()
      const common = { messageId: id, recipient: one.to, phoneNumber: one.to, simNumber: 1 }
      if (state === 'Sent') return event(url, 'sms:sent', { ...common, partsCount: 1, sentAt: at })
      if (state === 'Delivered') return event(url, 'sms:delivered', { ...common, deliveredAt: at })
      if (state === 'Cancelled') return event(url, 'sms:cancelled', { ...common, cancelledAt: at })
      return event(url, 'sms:failed', { ...common, failedAt: at, reason: reason ?? 'Unknown error' })
    },
    resign: (request) => sign(request.url, request.body),
    deliver: ({ url, headers, body }) => fetch(url, { method: 'POST', headers, body }),
  }
}
