import { z } from 'zod'
import { rebase, type StandInApp, type StandInServer, startServer } from './server.ts'

/** One text that the platform took. */
interface ZaloBotSent {
  id: string
  to: string
  text: string
}

export interface ZaloBotStandInOptions {
  /** HTTP status of a refusal: always 200, or the code's own. Which of the two is real nobody has written down. Default `own`. */
  refusesWith?: 'ok' | 'own'
  /** Whether an update is posted bare, as seen, or wrapped, as documented. Default `bare`. */
  posts?: 'bare' | 'wrapped'
  /** What an answer to a send tells of it. Default `id`. */
  tells?: 'id' | 'nothing'
  now?: () => number
}

/** A webhook as the platform posts it. */
interface Post {
  url: string
  headers: Record<string, string>
  body: string
}

export interface ZaloBotStandIn extends Pick<StandInServer, 'url' | 'fail' | 'requestCount' | 'ask' | 'close'> {
  token: string
  /** What `setWebhook` was given last; at first a secret that a test may take for its own. */
  webhook: { url: string; secret: string }
  /** Everything ever taken, in order. */
  messages: readonly ZaloBotSent[]
  /** Calls of a method so far. */
  calls(method: string): number
  /** The next send is refused with this code. */
  refuseNext(code: number): void
  /** From now on the token is another: 401. */
  revoke(): void
  /** This person wrote: from then on there is a chat with them. */
  interact(userId: string): void
  /** An event about a message of a person's; `fields` replace or add. Opens their chat. */
  event(name: string, userId: string, fields?: Record<string, unknown>): Post
  /** A text of theirs. */
  inbound(userId: string, text: string, fields?: Record<string, unknown>): Post
  /** Posts it; `via` is the local server that stands for its public base. */
  deliver(post: Post, via?: string): Promise<Response>
}

const sendBody = z.strictObject({
  chat_id: z.string().min(1),
  // A string's length is its UTF-16 units: the stricter of two ways to count.
  text: z.string().min(1).max(2_000),
  parse_mode: z.enum(['markdown', 'html']).optional(),
})
const webhookBody = z.strictObject({
  url: z.url({ protocol: /^https$/, hostname: z.regexes.domain }),
  secret_token: z.string().min(8).max(256),
})

let serial = 0
const newId = (): string => (++serial).toString(16).padStart(20, 'a0')

/** A local Zalo Bot platform: one bot, its token in the path, chats only with those who wrote. */
export async function startZaloBotStandIn(options: ZaloBotStandInOptions = {}): Promise<ZaloBotStandIn> {
  const token = '1234567890:bot-token-for-tests'
  const webhook = { url: 'https://bot.example.vn/webhooks/zalo-bot', secret: 'bot-secret-for-tests' }
  const now = options.now ?? Date.now
  const messages: ZaloBotSent[] = []
  const chats = new Set<string>()
  const refusals: number[] = []
  const calls: string[] = []
  let isRevoked = false

  const send = (body: unknown): object | number => {
    const parsed = sendBody.safeParse(body)
    if (!parsed.success) return 400
    const refusal = refusals.shift()
    if (refusal !== undefined) return refusal
    const { chat_id: to, text } = parsed.data
    if (!chats.has(to)) return 404
    const id = newId()
    messages.push({ id, to, text })
    return options.tells === 'nothing' ? {} : { message_id: id, date: now() }
  }
  const setWebhook = (body: unknown): object | number => {
    const parsed = webhookBody.safeParse(body)
    if (!parsed.success) return 400
    webhook.url = parsed.data.url
    webhook.secret = parsed.data.secret_token
    return { url: webhook.url, updated_at: now() }
  }
  const methods: Record<string, (body: unknown) => object | number> = {
    sendMessage: send,
    setWebhook,
    getMe: () => ({ id: newId(), account_name: 'bot.mua', account_type: 'BASIC', can_join_groups: false }),
    getWebhookInfo: () => ({ url: webhook.url, updated_at: now() }),
  }

  const routes = (app: StandInApp): void => {
    app.post('/:bot/:method', async (context) => {
      const { bot, method } = context.req.param()
      const refuse = (code: number) => {
        const status = options.refusesWith === 'ok' ? 200 : code
        return Response.json({ ok: false, error_code: code, description: 'refused' }, { status })
      }
      if (!bot.startsWith('bot')) return refuse(404)
      if (isRevoked || bot !== `bot${token}`) return refuse(401)
      calls.push(method)
      const isJson = context.req.header('content-type')?.startsWith('application/json') === true
      const body: unknown = isJson ? await context.req.json().catch(() => null) : null
      const result = Object.hasOwn(methods, method) ? methods[method]?.(body) : undefined
      if (result === undefined) return refuse(400)
      return typeof result === 'number' ? refuse(result) : Response.json({ ok: true, result })
    })
  }

  const event: ZaloBotStandIn['event'] = (name, userId, fields = {}) => {
    chats.add(userId)
    const message = {
      ...{ message_id: newId(), date: now() },
      from: { id: userId, display_name: 'Lúa', is_bot: false },
      chat: { id: userId, chat_type: 'PRIVATE' },
      ...fields,
    }
    const update = { event_name: name, message }
    return {
      url: webhook.url,
      headers: { 'content-type': 'application/json', 'x-bot-api-secret-token': webhook.secret },
      body: JSON.stringify(options.posts === 'wrapped' ? { ok: true, result: update } : update),
    }
  }
  const server = await startServer(routes)
  return {
    ...{ url: server.url, fail: server.fail, requestCount: server.requestCount, ask: server.ask, close: server.close },
    ...{ token, webhook, messages, event },
    calls: (method) => calls.filter((one) => one === method).length,
    refuseNext: (code) => void refusals.push(code),
    revoke: () => {
      isRevoked = true
    },
    interact: (userId) => void chats.add(userId),
    inbound: (userId, text, fields = {}) => event('message.text.received', userId, { text, ...fields }),
    deliver: ({ url, headers, body }, via) => fetch(rebase(url, via), { method: 'POST', headers, body }),
  }
}
