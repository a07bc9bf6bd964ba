import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import { streamSSE } from 'hono/streaming'
import { z } from 'zod'
import { DEMO_FARMER_PHONE } from '../../farm/demo.ts'
import type { Log } from '../log.ts'
import type { TalkContext } from './context.ts'
import { type GiveOptions, give } from './give.ts'
import { page } from './page.tsx'
import { playersOf } from './people.ts'
import { freshNumber, parseSeat, printSeat, type Seat } from './seat.ts'
import { readingIn, type Talk, talkOf } from './talk.ts'
import { insightPanel, readingCard, thread } from './talk-parts.tsx'
import { createWatch } from './watch.ts'

const MAX_BODY_BYTES = 64 * 1024
const MAX_CHARS = 1600

export interface SimulatorOptions extends TalkContext, GiveOptions {
  log: Log
  /** Its host may call this page too, beside loopback names. */
  publicUrl: string
}

/** The page, and how its open streams are ended before the server stops. */
export interface Simulator {
  routes: Hono
  close(): void
}

const seat = z.string().transform((text, context): Seat => {
  const found = parseSeat(text)
  if (!found) context.addIssue({ code: 'custom', message: 'Số máy này không đúng.' })
  return found ?? z.NEVER
})

const typed = z.object(
  {
    as: z.string({ error: 'Thiếu số máy.' }),
    channel: z.enum(['sms', 'zalo'], { error: 'Kênh phải là sms hoặc zalo.' }),
    text: z
      .string({ error: 'Thiếu lời nhắn.' })
      .max(MAX_CHARS, { error: `Tin dài quá ${MAX_CHARS} ký tự.` })
      .refine((text) => text.trim() !== '', { error: 'Tin chưa có chữ nào.' }),
    payload: z.string().max(200, { error: 'Nút bấm không đúng.' }).optional(),
  },
  { error: 'Tin phải là JSON.' },
)

/** Serves `/simulator`: phones on the screen and what the service thinks. Only for a demo that listens on loopback. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { store, newId, log } = options
  const watch = createWatch(store, (error) => log.error({ error: String(error) }, 'simulator could not look'))
  const app = new Hono()
  guard(app, options)
  serveFiles(app)

  app.get('/simulator', async (c) => {
    const a = c.req.query('a') || printSeat({ number: DEMO_FARMER_PHONE, form: 'sms' })
    const b = c.req.query('b')
    const asked = [a, ...(b ? [b] : [])]
    const seats = asked.flatMap((text) => seatOrNew(text, newId) ?? [])
    if (seats.length < asked.length)
      return c.text('Không có máy nào như thế: viết như sms:0912345678, zalo:0912345678 hoặc sms:new.', 400)
    if (seats.some(({ isNew }) => isNew)) return c.redirect(addressOf(seats.map((each) => each.seat)))
    const talks = await Promise.all(seats.map((each) => talkOf(options, each.seat)))
    return c.html(page({ talks, players: await playersOf(store), operator: options.operator }))
  })

  app.post('/simulator/api/messages', async (c) => {
    const parsed = typed.safeParse(await c.req.json().catch(() => null))
    if (!parsed.success) return refuse(c, parsed.error.issues[0]?.message ?? 'Tin không đúng dạng.')
    const { as, channel, text, payload } = parsed.data
    const from = parseSeat(`${channel}:${as}`)
    if (!from) return refuse(c, 'Số máy này không đúng.')
    const { id, kept } = await give(options, { seat: from, text, payload })
    watch.look()
    return kept ? c.json({ id }, 202) : c.json({ error: 'Chưa giữ được tin này, thử lại sau ít phút.' }, 503)
  })

  app.get('/simulator/api/talk', async (c) => {
    const from = parseSeat(`${c.req.query('channel') ?? 'sms'}:${c.req.query('as') ?? ''}`)
    if (!from) return refuse(c, 'Số máy này không đúng.')
    const { entries, ahead, cost, insight } = await talkOf(options, from)
    return c.json({ entries, ahead, cost, insight })
  })

  app.get('/simulator/reading', async (c) => {
    const from = parseSeat(c.req.query('seat') ?? '')
    const reading = from && (await readingIn(options, from, c.req.query('message') ?? ''))
    return reading ? c.html(String(readingCard(reading))) : c.text('Không có tin này.', 404)
  })

  app.get('/simulator/events', (c) => {
    const seats = z
      .array(seat)
      .min(1)
      .max(2)
      .safeParse(c.req.queries('seat') ?? [])
    if (!seats.success) return refuse(c, 'Số máy này không đúng.')
    return streamSSE(c, async (stream) => {
      const over = Promise.withResolvers<void>()
      stream.onAbort(() => over.resolve())
      const stops = [watch.onClose(() => over.resolve())]
      for (const each of seats.data) {
        const send = async () => {
          const data = fragmentsOf(await talkOf(options, each))
          await stream.writeSSE({ event: 'talk', data: JSON.stringify(data) })
        }
        stops.push(watch.follow(each, send))
      }
      await over.promise
      for (const stop of stops) stop()
    })
  })

  return { routes: app, close: () => watch.close() }
}

const fragmentsOf = (talk: Talk) => ({
  seat: printSeat(talk.seat),
  thread: String(thread(talk)),
  insight: String(insightPanel(talk)),
})

const refuse = (c: Context, error: string) => c.json({ error }, 400)

const addressOf = ([a, b]: Seat[]): string =>
  `/simulator?${new URLSearchParams({ ...(a ? { a: printSeat(a) } : {}), ...(b ? { b: printSeat(b) } : {}) })}`

/** `sms:new` is a number nobody has texted from; null: no seat. */
function seatOrNew(text: string, newId: () => string): { seat: Seat; isNew: boolean } | null {
  const [, form] = /^(sms|zalo):new$/.exec(text) ?? []
  if (form) return { seat: { form: form === 'zalo' ? 'zalo' : 'sms', number: freshNumber(newId()) }, isNew: true }
  const seat = parseSeat(text)
  return seat && { seat, isNew: false }
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/

/** Nothing from elsewhere is loaded, nobody frames the page, and another site's name for this machine is not answered. */
function guard(app: Hono, { publicUrl }: SimulatorOptions): void {
  const publicHost = new URL(publicUrl).hostname
  app.use('/simulator/*', async (c, next) => {
    const { hostname } = new URL(c.req.url)
    if (!LOOPBACK.test(hostname) && hostname !== publicHost)
      return c.text('Trang này chỉ mở trên máy đang chạy nó.', 403)
    return next()
  })
  app.use(
    '/simulator/*',
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      strictTransportSecurity: false,
      xFrameOptions: 'DENY',
    }),
  )
  app.use('/simulator/api/*', async (c, next) => {
    // Another site's page can post a form here, but no JSON without being asked first.
    const isJson = c.req.header('content-type')?.startsWith('application/json') === true
    if (c.req.method === 'POST' && !isJson) return c.json({ error: 'Chỉ nhận JSON.' }, 415)
    return next()
  })
  const onError = (c: Context) => c.json({ error: 'Tin quá lớn: nhiều nhất 64 KB.' }, 413)
  app.use('/simulator/api/*', bodyLimit({ maxSize: MAX_BODY_BYTES, onError }))
}

const STYLES = ['page.css', 'phone.css', 'basic.css', 'zalo.css', 'insight.css', 'reading.css']
const FILES = [
  { name: 'client.js', type: 'text/javascript; charset=utf-8', parts: ['client.js'] },
  { name: 'style.css', type: 'text/css; charset=utf-8', parts: STYLES.map((name) => `style/${name}`) },
  { name: 'icon.svg', type: 'image/svg+xml', parts: ['icon.svg'] },
]

function serveFiles(app: Hono): void {
  for (const { name, type, parts } of FILES) {
    const read = () => parts.map((part) => readFileSync(join(import.meta.dirname, part), 'utf8')).join('\n')
    app.get(`/simulator/${name}`, (c) => c.body(read(), 200, { 'content-type': type, 'cache-control': 'no-cache' }))
  }
}
