import { createHash } from 'node:crypto'
import { z } from 'zod'
import { rebase, type StandInApp, type StandInServer, startServer } from './server.ts'

/** One message that eSMS took. */
interface EsmsSent {
  smsId: string
  requestId: string
  to: string
  text: string
  brandname: string
  isUnicode: boolean
  callbackUrl: string
  at: number
}

export interface EsmsStandInOptions {
  /** Default `8079`. */
  brandname?: string
  /** Texts registered as customer care; a message that is none is refused with 146. Default: every text is. */
  templates?: readonly RegExp[]
  /** How `sign` is written. Default `base64`. */
  signing?: 'base64' | 'hex'
  /** `SMSID` of the answer to a RequestId that was taken before. Default: none. */
  tellsKnownId?: boolean
  now?: () => number
}

export interface EsmsStandIn extends Pick<StandInServer, 'url' | 'fail' | 'requestCount' | 'ask' | 'close'> {
  apiKey: string
  secretKey: string
  privateKey: string
  brandname: string
  /** Everything ever taken, in order. */
  messages: readonly EsmsSent[]
  /** Requests that only checked a message. */
  sandboxed(): number
  /** The next request is refused with this code. */
  refuseNext(code: string): void
  /** The address that eSMS GETs for a text that came in; `fields` replace or add, before it is signed. */
  inbound(url: string, sender: string, content: string, fields?: Record<string, string>): string
  /** The address that eSMS GETs to report on a message it took. */
  report(sent: EsmsSent, fields: Record<string, string>): string
  /** Calls an address of ours as eSMS does; `via`: the local server that stands for it. */
  deliver(url: string, via?: string): Promise<Response>
}

/** Field by field what the guide lists; a field that it does not know is a mistake of ours. */
const sendBody = z.strictObject({
  ApiKey: z.string(),
  SecretKey: z.string(),
  Phone: z.string(),
  Content: z.string().min(1),
  Brandname: z.string().min(1),
  SmsType: z.string().optional(),
  IsUnicode: z.enum(['0', '1']).optional(),
  Sandbox: z.enum(['0', '1']).optional(),
  RequestId: z.string().min(1).max(50).optional(),
  CallbackUrl: z.url({ protocol: /^https$/ }).optional(),
  SendDate: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
    .optional(),
  campaignid: z.string().optional(),
})
type SendBody = z.infer<typeof sendBody>

const DAY_MS = 24 * 3_600_000
/** Letters that a route without Unicode would spoil. */
const UNACCENTED = /^[\n\r\x20-\x5f\x61-\x7e]*$/

/** eSMS on a local port: judges by CodeResult and always with 200, takes each RequestId once a day, signs what comes in. */
export async function startEsmsStandIn(options: EsmsStandInOptions = {}): Promise<EsmsStandIn> {
  const [apiKey, secretKey, privateKey] = ['esms-api-key', 'esms-secret-key', 'esms-private-key']
  const brandname = options.brandname ?? '8079'
  const now = options.now ?? Date.now
  const messages: EsmsSent[] = []
  const refusals: string[] = []
  let sandboxed = 0
  let serial = 0

  const codeOf = (body: SendBody): string => {
    if (body.ApiKey !== apiKey || body.SecretKey !== secretKey) return '101'
    if (body.SmsType === undefined) return '300'
    if (body.SmsType !== '2') return '118'
    if (body.Brandname !== brandname) return '104'
    if (!/^84[35789]\d{8}$/.test(body.Phone)) return '108'
    const isTaken = messages.some((one) => one.requestId === body.RequestId && now() - one.at < DAY_MS)
    if (isTaken) return '124'
    const refusal = refusals.shift()
    if (refusal !== undefined) return refusal
    if (options.templates?.some((template) => template.test(body.Content)) === false) return '146'
    return '100'
  }
  const take = (body: SendBody): string => {
    const smsId = `esms-${++serial}-${crypto.randomUUID()}`
    messages.push({
      ...{ smsId, requestId: body.RequestId ?? '', to: body.Phone, text: body.Content, brandname: body.Brandname },
      ...{ isUnicode: body.IsUnicode === '1', callbackUrl: body.CallbackUrl ?? '', at: now() },
    })
    return smsId
  }
  const routes = (app: StandInApp): void => {
    app.post('/MainService.svc/json/SendMultipleMessage_V4_post_json/', async (context) => {
      const isJson = context.req.header('content-type')?.startsWith('application/json') === true
      const parsed = sendBody.safeParse(isJson ? await context.req.json().catch(() => null) : null)
      if (!parsed.success) return context.text('<html>Request Error</html>', 400)
      const body = parsed.data
      // eSMS would send it with other letters: here it must not happen at all.
      if (body.IsUnicode !== '1' && !UNACCENTED.test(body.Content)) return context.text('<html>letters</html>', 400)
      const code = codeOf(body)
      if (code === '124') {
        const known = messages.find((one) => one.requestId === body.RequestId)?.smsId
        return context.json({ CodeResult: code, ...(options.tellsKnownId ? { SMSID: known } : {}) })
      }
      if (code !== '100') return context.json({ CodeResult: code, CountRegenerate: 0, ErrorMessage: 'refused' })
      if (body.Sandbox === '1') {
        sandboxed += 1
        return context.json({ CodeResult: code, CountRegenerate: 0, SMSID: 'sandbox' })
      }
      return context.json({ CodeResult: code, CountRegenerate: 0, SMSID: take(body) })
    })
  }

  const inbound: EsmsStandIn['inbound'] = (url, sender, content, fields = {}) => {
    const local = new Date(now() + 7 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14)
    const text = {
      ...{ sender, content, serviceNumber: '8079', keyword: content.split(' ')[0] ?? '', smsid: `mo-${++serial}` },
      ...{ cpid: '6868', receiverTime: local, ...fields },
    }
    const { cpid, smsid, receiverTime } = text
    const sign = createHash('md5')
      .update(cpid + smsid + text.content + receiverTime + privateKey, 'utf8')
      .digest(options.signing ?? 'base64')
    return `${url}?${new URLSearchParams({ ...text, sign })}`
  }
  const server = await startServer(routes)
  return {
    ...{ url: server.url, fail: server.fail, requestCount: server.requestCount, ask: server.ask, close: server.close },
    ...{ apiKey, secretKey, privateKey, brandname, messages, inbound },
    sandboxed: () => sandboxed,
    refuseNext: (code) => void refusals.push(code),
    report: (sent, fields) => {
      const query = new URLSearchParams({
        ...{ SMSID: sent.smsId, RequestId: sent.requestId, TypeId: '2', telcoid: '1', phonenumber: sent.to },
        ...{
          SendStatus: '5',
          SendSuccess: '1',
          SendFailed: '0',
          TotalReceiver: '1',
          TotalSent: '1',
          TotalPrice: '350',
        },
        ...fields,
      })
      return `${sent.callbackUrl}?${query}`
    },
    deliver: (url, via) => fetch(rebase(url, via)),
  }
}
