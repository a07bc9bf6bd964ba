import { once } from 'node:events'
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { ChannelEvent } from '../../src/channels/channel.ts'
import { createKannelChannel } from '../../src/channels/kannel/channel.ts'
import { nodeFetch } from '../../src/channels/node-fetch.ts'
import type { RealKannel } from '../real/kannel.ts'
import { captureLog } from './rig.ts'

export const SECRET = 'path-secret-0123456789'
/** What we ship waits longer than a test may. */
export const QUICK = [
  ['http-queue-delay = 10', 'http-queue-delay = 1'],
  ['http-timeout = 30', 'http-timeout = 2'],
  ['sms-resend-freq = 10', 'sms-resend-freq = 1'],
] as const

/** A server that hands what Kannel sends to the channel, and answers with `status` where that is set. */
export async function startListener() {
  const events: ChannelEvent[] = []
  const tried: (string | null)[] = []
  const state: { status: number | 'hang' | 'reset' | null; receive: ((request: Request) => Promise<number>) | null } = {
    status: null,
    receive: null,
  }
  const server = createServer(async (request, response) => {
    const body = await buffer(request)
    const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const url = `http://127.0.0.1${request.url}`
    tried.push(new URL(url).searchParams.get('id'))
    const isPost = request.method === 'POST'
    const whole = new Request(url, { method: isPost ? 'POST' : 'GET', headers, ...(isPost ? { body } : {}) })
    if (state.status === 'hang') return
    if (state.status === 'reset') return void request.socket.resetAndDestroy()
    const status = state.status ?? (await state.receive?.(whole)) ?? 500
    response.writeHead(status, { 'content-type': 'text/plain' }).end('')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, events, tried, state, server }
}

export type Listener = Awaited<ReturnType<typeof startListener>>

/** A channel to that Kannel; what the listener gets is received by it. */
export function channelOf({ sendsmsUrl, username, password, from }: RealKannel, { url, events, state }: Listener) {
  const config = { sendsmsUrl, username, password, from, secret: SECRET, publicUrl: url }
  const channel = createKannelChannel({ config, fetch: nodeFetch, log: captureLog().log })
  state.receive = async (request) => {
    const received = await channel.receive({
      method: request.method,
      url: new URL(request.url),
      headers: request.headers,
      body: new Uint8Array(await request.arrayBuffer()),
    })
    if (received.type === 'refused') return received.status
    events.push(...received.events)
    return 200
  }
  return channel
}

/** What farmers texted. */
export const textsOf = ({ events }: Listener): string[] =>
  events.flatMap((event) => (event.type === 'message' ? [event.text] : []))

/** What was told of a message of ours. */
export const statusesOf = ({ events }: Listener, id: string): string[] =>
  events.flatMap((event) => (event.type === 'status' && event.outboxId === id ? [event.code ?? event.status] : []))
