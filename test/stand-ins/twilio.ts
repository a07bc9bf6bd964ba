import { setTimeout as sleep } from 'node:timers/promises'
import twilioWebhooks from 'twilio/lib/webhooks/webhooks.js'
import { rebase, type StandInApp, type StandInServer, startServer } from './server.ts'

/** One message that the stand-in took. */
interface TwilioSent {
  sid: string
  to: string
  from: string | null
  messagingServiceSid: string | null
  body: string
  statusCallback: string | null
  /** Seconds, as it was given. */
  validity: string | null
  status: string
  createdAt: number
  /** Null while it waits in the sender's queue. */
  sentAt: number | null
}

/** One text that came in, as the list shows it. */
interface TwilioReceived {
  sid: string
  from: string
  to: string
  body: string
  status: string
  messagingServiceSid: string | null
  numMedia: string
  createdAt: number
}

export interface TwilioStandInOptions {
  /** Default `ACstandin0000000000000000000000000`. */
  accountSid?: string
  /** Default `twilio-token-for-tests`. */
  authToken?: string
  /** Numbers and services that may send; default `+15005550006` and `MGstandin`. */
  senders?: readonly string[]
  /** Entries a page has at most, whatever is asked for; default 1000. */
  maxPageSize?: number
  /** A message shows in the list only this long after it was taken; default 0. */
  listLagMs?: number
  /** A message waits this long in the queue, without a day of sending; default 0. */
  queueMs?: number
  /** So long after it took a message it answers, ms; default at once. */
  answerAfterMs?: () => number
  now?: () => number
}

/** A request as Twilio makes it: post it with `fetch`, or hand it to a channel. */
export interface SignedForm {
  url: string
  headers: Record<string, string>
  body: string
}

export interface TwilioStandIn extends Pick<StandInServer, 'url' | 'fail' | 'requestCount' | 'ask' | 'close'> {
  accountSid: string
  authToken: string
  /** How often a list left out a message that it would have shown but for its lag. */
  hiddenCount(): number
  /** Everything ever taken, in order. */
  messages: readonly TwilioSent[]
  /** A text came in, whose webhook nobody took: it is in the list alone. Gives the fields of that webhook. */
  receive(fields: Partial<TwilioReceived>): Record<string, string>
  /** Queries of the list so far. */
  listed: readonly URLSearchParams[]
  /** Keeps a file; its address, which like all others here asks for the account's credentials. */
  addMedia(file: Uint8Array<ArrayBuffer>, contentType: string): string
  /** From now on sending to this number is refused with 21610. */
  optOut(number: string): void
  /** From now on a message to this number is refused with this code and HTTP status (default 400). */
  refuse(number: string, code: number, status?: number): void
  /** Any fields signed for `url`, as Twilio would. */
  sign(url: string, fields: Record<string, string | undefined>): SignedForm
  /** The fields of an inbound message, signed for `url`. `fields` replace or add; an undefined one is left out. */
  inbound(url: string, fields: Record<string, string | undefined>): SignedForm
  /** A status callback for a message, signed for the callback address it was sent with. */
  statusCallback(sid: string, status: string, errorCode?: number): SignedForm
  /**
   * Posts a signed request. `via`: the local server that stands for its public base, `https://bot.example.vn/x` is
   * then posted to `<via>/x`. Post it again to redeliver it; several at once come in any order.
   */
  deliver(request: SignedForm, via?: string): Promise<Response>
}

let serial = 0

/** 34 characters as Twilio's, unique in this process. */
function makeSid(prefix: string): string {
  serial += 1
  return prefix + serial.toString(16).padStart(32, '0')
}

/** A local Twilio: Messages and their list, with its refusals; signs webhooks and callbacks with the official package. */
export async function startTwilioStandIn(options: TwilioStandInOptions = {}): Promise<TwilioStandIn> {
  const accountSid = options.accountSid ?? 'ACstandin0000000000000000000000000'
  const authToken = options.authToken ?? 'twilio-token-for-tests'
  const senders = options.senders ?? ['+15005550006', 'MGstandin']
  const now = options.now ?? Date.now
  const messages: TwilioSent[] = []
  const received: TwilioReceived[] = []
  const listed: URLSearchParams[] = []
  const media = new Map<string, { bytes: Uint8Array<ArrayBuffer>; contentType: string }>()
  let hidden = 0
  const refusals = new Map<string, { code: number; status: number }>()

  const sentAt = (one: TwilioSent) => {
    const at = one.createdAt + (options.queueMs ?? 0)
    return now() >= at ? at : null
  }
  const resource = (one: TwilioSent) => ({
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: one.body,
    date_created: rfc2822(one.createdAt),
    date_sent: one.sentAt === null ? null : rfc2822(one.sentAt),
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: one.from,
    messaging_service_sid: one.messagingServiceSid,
    num_media: '0',
    num_segments: one.messagingServiceSid === null ? '1' : '0',
    price: null,
    sid: one.sid,
    status: one.status,
    to: one.to,
    uri: `/2010-04-01/Accounts/${accountSid}/Messages/${one.sid}.json`,
  })

  const inboundResource = (one: TwilioReceived) => ({
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: one.body,
    date_created: rfc2822(one.createdAt),
    date_sent: rfc2822(one.createdAt),
    direction: 'inbound',
    error_code: null,
    error_message: null,
    from: one.from,
    messaging_service_sid: one.messagingServiceSid,
    num_media: one.numMedia,
    num_segments: '1',
    price: null,
    sid: one.sid,
    status: one.status,
    to: one.to,
    uri: `/2010-04-01/Accounts/${accountSid}/Messages/${one.sid}.json`,
  })

  const routes = (app: StandInApp): void => {
    const path = '/2010-04-01/Accounts/:account/Messages.json'
    app.use('*', async (context, next) => {
      const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
      if (context.req.header('authorization') !== expected) return context.json(problem(20003, 401), 401)
      return next()
    })
    app.get('/2010-04-01/Accounts/:account/Messages/:message/Media/:sid', (context) => {
      const file = media.get(context.req.param('sid'))
      if (file === undefined) return context.json(problem(20404, 404), 404)
      return context.body(file.bytes, 200, { 'content-type': file.contentType })
    })
    app.post(path, async (context) => {
      if (context.req.param('account') !== accountSid) return context.json(problem(20404, 404), 404)
      const type = context.req.header('content-type') ?? ''
      const form = new URLSearchParams(
        type.startsWith('application/x-www-form-urlencoded') ? await context.req.text() : '',
      )
      const refused = check(form, senders, refusals)
      if (refused !== null) return Response.json(problem(refused.code, refused.status), { status: refused.status })
      const sender = form.get('MessagingServiceSid')
      const taken: TwilioSent = {
        sid: makeSid('SM'),
        to: form.get('To') ?? '',
        from: form.get('From'),
        messagingServiceSid: sender,
        body: form.get('Body') ?? '',
        statusCallback: form.get('StatusCallback'),
        validity: form.get('ValidityPeriod'),
        status: sender === null ? 'queued' : 'accepted',
        createdAt: now(),
        sentAt: null,
      }
      messages.push(taken)
      if (options.answerAfterMs) await sleep(options.answerAfterMs())
      return context.json(resource(taken), 201)
    })
    app.get(path, (context) => {
      if (context.req.param('account') !== accountSid) return context.json(problem(20404, 404), 404)
      const { searchParams } = new URL(context.req.url)
      listed.push(searchParams)
      const days = ['DateSent', 'DateSent>', 'DateSent<'].flatMap((name) => searchParams.get(name) ?? [])
      if (!days.every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day))) return context.json(problem(20001, 400), 400)
      for (const one of messages) one.sentAt = sentAt(one)
      const all = [
        ...messages.map((one) => ({ ...one, resource: resource(one) })),
        ...received.map((one) => ({ ...one, sentAt: one.createdAt, resource: inboundResource(one) })),
      ]
      const fitting = all.filter((one) => matches(one, searchParams)).reverse()
      fitting.sort((one, other) => other.createdAt - one.createdAt)
      const shown = fitting.filter((one) => now() - one.createdAt >= (options.listLagMs ?? 0))
      if (shown.length < fitting.length) hidden += 1
      const size = Math.min(Number(searchParams.get('PageSize') ?? 50), options.maxPageSize ?? 1000)
      const page = Number(searchParams.get('Page') ?? 0)
      const following = new URLSearchParams(searchParams)
      following.set('Page', String(page + 1))
      const hasMore = shown.length > (page + 1) * size
      return context.json({
        messages: shown.slice(page * size, (page + 1) * size).map((one) => one.resource),
        page,
        page_size: size,
        next_page_uri: hasMore ? `${new URL(context.req.url).pathname}?${following}` : null,
      })
    })
  }

  const sign = (url: string, fields: Record<string, string | undefined>): SignedForm => {
    const given = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined)
    return {
      url,
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
        'i-twilio-idempotency-token': crypto.randomUUID(),
        'user-agent': 'TwilioProxy/1.1',
        'x-twilio-signature': twilioWebhooks.getExpectedTwilioSignature(authToken, url, Object.fromEntries(given)),
      },
      body: new URLSearchParams(given).toString(),
    }
  }

  const server = await startServer(routes)
  return {
    url: server.url,
    fail: server.fail,
    requestCount: server.requestCount,
    ask: server.ask,
    close: server.close,
    accountSid,
    authToken,
    hiddenCount: () => hidden,
    messages,
    listed,
    receive: (fields) => {
      const one: TwilioReceived = {
        sid: makeSid('SM'),
        from: '+84912345678',
        to: senders[0] ?? '',
        body: '',
        status: 'received',
        messagingServiceSid: null,
        numMedia: '0',
        createdAt: now(),
        ...fields,
      }
      received.push(one)
      return { MessageSid: one.sid, From: one.from, To: one.to, Body: one.body, NumMedia: one.numMedia }
    },
    addMedia: (bytes, contentType) => {
      const sid = makeSid('ME')
      media.set(sid, { bytes, contentType })
      return `${server.url}/2010-04-01/Accounts/${accountSid}/Messages/${makeSid('MM')}/Media/${sid}`
    },
    optOut: (number) => refusals.set(number, { code: 21610, status: 400 }),
    refuse: (number, code, status = 400) => refusals.set(number, { code, status }),
    sign,
    inbound: (url, fields) => {
      const sid = fields.MessageSid ?? makeSid('SM')
      return sign(url, {
        ToCountry: 'US',
        ToState: '',
        SmsMessageSid: sid,
        NumMedia: '0',
        ToCity: '',
        FromZip: '',
        SmsSid: sid,
        FromState: '',
        SmsStatus: 'received',
        FromCity: '',
        Body: '',
        FromCountry: 'VN',
        To: senders[0],
        ToZip: '',
        NumSegments: '1',
        MessageSid: sid,
        AccountSid: accountSid,
        From: '+84912345678',
        ApiVersion: '2010-04-01',
        ...fields,
      })
    },
    statusCallback: (sid, status, errorCode) => {
      const one = messages.find((sent) => sent.sid === sid)
      if (one?.statusCallback == null) throw new Error(`no status callback for ${sid}`)
      one.status = status
      return sign(one.statusCallback, {
        SmsSid: sid,
        SmsStatus: status,
        MessageStatus: status,
        To: one.to,
        MessageSid: sid,
        AccountSid: accountSid,
        From: one.from ?? senders[0],
        ApiVersion: '2010-04-01',
        ...(one.messagingServiceSid === null ? {} : { MessagingServiceSid: one.messagingServiceSid }),
        ...(errorCode === undefined ? {} : { ErrorCode: String(errorCode) }),
      })
    },
    deliver: (request, via) =>
      fetch(rebase(request.url, via), { method: 'POST', headers: request.headers, body: request.body }),
  }
}

/** What Twilio refuses, in its order: recipient, sender, body, callback, then what it knows of the number. */
function check(
  form: URLSearchParams,
  senders: readonly string[],
  refusals: ReadonlyMap<string, { code: number; status: number }>,
): { code: number; status: number } | null {
  const to = form.get('To')
  const sender = form.get('MessagingServiceSid') ?? form.get('From')
  const body = form.get('Body')
  const callback = form.get('StatusCallback')
  const bad = (code: number) => ({ code, status: 400 })
  if (to === null || to === '') return bad(21604)
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return bad(21211)
  if (sender === null || sender === '') return bad(21603)
  if (!senders.includes(sender)) return bad(sender.startsWith('MG') ? 21701 : 21606)
  if (body === null || body === '') return bad(21602)
  if (body.length > 1600) return bad(21617)
  if (callback !== null && !isCallback(callback)) return bad(21609)
  const validity = form.get('ValidityPeriod')
  if (validity !== null && !(Number.isInteger(Number(validity)) && Number(validity) >= 1 && Number(validity) <= 36_000))
    return bad(21624)
  return refusals.get(to) ?? null
}

function isCallback(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && !new URL(url).hostname.includes('_')
}

/** `DateSent`, `DateSent>` and `DateSent<` name days in UTC; a message without a day of sending is in no day. */
function matches(one: Pick<TwilioSent, 'to' | 'from' | 'sentAt'>, filters: URLSearchParams): boolean {
  const to = filters.get('To')
  const from = filters.get('From')
  if (to !== null && one.to !== to) return false
  if (from !== null && one.from !== from) return false
  const day = one.sentAt === null ? null : new Date(one.sentAt).toISOString().slice(0, 10)
  const on = filters.get('DateSent')
  const since = filters.get('DateSent>')
  const until = filters.get('DateSent<')
  if (on === null && since === null && until === null) return true
  if (day === null) return false
  return (on === null || day === on) && (since === null || day >= since) && (until === null || day <= until)
}

function problem(code: number, status: number): Record<string, unknown> {
  return { code, message: `Stand-in refusal ${code}`, more_info: `https://www.twilio.com/docs/errors/${code}`, status }
}

function rfc2822(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000')
}
