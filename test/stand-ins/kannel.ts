import { isGsm7 } from '../../src/language/text/gsm.ts'
import { type StandInApp, type StandInServer, startServer } from './server.ts'

/** One message that smsbox took. */
interface KannelSent {
  to: string
  from: string
  /** As it leaves: with the 7-bit coding each letter that is not in its alphabet is a question mark. */
  text: string
  coding: '0' | '2'
  dlrMask: number
  dlrUrl: string
  /** Minutes, as it was given. */
  validity: string | null
}

export interface KannelStandInOptions {
  /** Defaults `bot`, `kannel-password`. */
  username?: string
  password?: string
}

/** A request that Kannel makes of us. */
export interface KannelRequest {
  method: 'GET' | 'POST'
  url: string
  headers: Record<string, string>
  body: string | Uint8Array
}

interface InboundOptions {
  /** `%I`; default: a new one. null: the configuration does not tell it. */
  id?: string | null
  /** Epoch seconds, `%T`. */
  at?: number
  /** `mo-recode`: UTF-8, the default. Otherwise a text outside the 7-bit alphabet comes as UTF-16BE. */
  isRecoded?: boolean
  /** Replace or, as undefined, remove headers. */
  headers?: Record<string, string | undefined>
}

export interface KannelStandIn extends Pick<StandInServer, 'url' | 'fail' | 'requestCount' | 'ask' | 'close'> {
  username: string
  password: string
  sendsmsUrl: string
  /** Everything ever taken, in order. */
  messages: readonly KannelSent[]
  /** A farmer's text, as `post-url` takes it to `url`. */
  inbound(url: string, sender: string, text: string, options?: InboundOptions): KannelRequest
  /** The receipt of a message taken: its `dlr-url` with the placeholders filled in; `kind` 1, 2, 4, 8 or 16. */
  receipt(sent: KannelSent, kind: number, reply?: string, smscId?: string): KannelRequest
}

/** Kannel 1.4.5: sendsms as its smsbox answers, texts and receipts as it sends them (all seen at the real one). */
export async function startKannelStandIn(options: KannelStandInOptions = {}): Promise<KannelStandIn> {
  const username = options.username ?? 'bot'
  const password = options.password ?? 'kannel-password'
  const messages: KannelSent[] = []
  const routes = (app: StandInApp): void => {
    app.get('/cgi-bin/sendsms', (context) => {
      const query = new URL(context.req.url).searchParams
      const taken = readSendsms(query, username, password)
      if (typeof taken === 'string') return context.text(taken, taken.startsWith('Authorization') ? 403 : 400)
      messages.push(taken)
      return context.text('0: Accepted for delivery', 202)
    })
    app.all('*', (context) => context.text('Unknown request.\n', 404))
  }
  const server = await startServer(routes)
  return {
    ...server,
    username,
    password,
    sendsmsUrl: `${server.url}/cgi-bin/sendsms`,
    messages,
    inbound,
    receipt: ({ dlrUrl }, kind, reply = '', smscId = crypto.randomUUID()) => {
      const filled: Record<string, string> = { '%d': String(kind), '%A': reply, '%F': smscId }
      const url = dlrUrl.replace(/%[dAF]/g, (name) => encodeURIComponent(filled[name] ?? ''))
      return { method: 'GET', url, headers: { 'user-agent': 'Kannel/1.4.5' }, body: '' }
    },
  }
}

/** Kannel's sentence where it refuses. */
function readSendsms(query: URLSearchParams, username: string, password: string): KannelSent | string {
  const value = (name: string) => query.get(name) ?? ''
  if (value('username') !== username || value('password') !== password) return 'Authorization failed for sendsms'
  if (!query.has('to')) return 'Missing receiver number, rejected'
  if (value('to') === '') return 'Empty receiver number not allowed, rejected'
  if (!/^[\d +-]+$/.test(value('to'))) return 'Number(s) has/have been denied by white- and/or black-lists.'
  if (value('from') === '') return 'Sender missing and no global set, rejected'
  const coding = value('coding')
  if (coding !== '0' && coding !== '2') return 'Coding field misformed, rejected'
  if (value('charset') !== 'UTF-8') return 'Charset or body misformed, rejected'
  const dlrMask = Number(query.get('dlr-mask') ?? 0)
  if (!Number.isInteger(dlrMask) || dlrMask < 0 || dlrMask > 31) return 'DLR-Mask field misformed, rejected'
  const dlrUrl = value('dlr-url')
  if (dlrMask > 0 && !URL.canParse(dlrUrl)) return 'DLR-URL field misformed, rejected'
  const validity = query.get('validity')
  if (validity !== null && !/^\d+$/.test(validity)) return 'Validity field misformed, rejected'
  const text = coding === '2' ? value('text') : [...value('text')].map((one) => (isGsm7(one) ? one : '?')).join('')
  return { to: value('to'), from: value('from'), text, coding, dlrMask, dlrUrl, validity }
}

const inbound: KannelStandIn['inbound'] = (url, sender, text, options = {}) => {
  const { id = crypto.randomUUID(), at = Math.floor(Date.now() / 1000), isRecoded = true } = options
  const isWide = !isRecoded && !isGsm7(text)
  const time = new Date(at * 1000).toISOString().replace('T', ' ').slice(0, 19)
  const headers: Record<string, string | undefined> = {
    'user-agent': 'Kannel/1.4.5',
    'content-type': `text/plain; charset="${isWide ? 'UTF-16BE' : 'UTF-8'}"`,
    'x-kannel-from': sender,
    'x-kannel-to': '8099',
    'x-kannel-time': time,
    date: time,
    'x-kannel-smsc': 'operator',
    'x-kannel-coding': isWide ? '2' : '0',
    'x-kannel-service': 'default',
    ...options.headers,
  }
  const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return {
    method: 'POST',
    url: id === null ? url : `${url}?id=${id}&at=${at}`,
    headers: Object.fromEntries(given),
    body: isWide ? Buffer.from(text, 'utf16le').swap16() : text,
  }
}
