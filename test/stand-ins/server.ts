import { type HttpBindings, serve } from '@hono/node-server'
import { Hono } from 'hono'
import type { Fetch } from '../../src/channels/provider-call.ts'

/** What a stand-in adds its routes to. */
export type StandInApp = Hono<{ Bindings: HttpBindings }>

/** What a stand-in can be told to do instead of its work. */
type Fault =
  /** Answers this and does nothing. `body` is sent as JSON unless it is a string. */
  | { type: 'answer'; status: number; body?: unknown; headers?: Record<string, string> }
  /** Takes the request, never answers. `accept`: does the work first. */
  | { type: 'hang'; accept: boolean }
  /** Breaks the connection. `accept`: does the work first. */
  | { type: 'reset'; accept: boolean }
  /** Does the work, answers with something that cannot be read. */
  | { type: 'garble' }

export interface StandInServer {
  url: string
  /** The next `times` requests (default 1) that `matches` (default: all) get this fault. */
  fail(fault: Fault, options?: { times?: number; matches?: (request: Request) => boolean }): void
  /** Requests answered so far, faults included. */
  requestCount(): number
  /** The same without a network: for tests in which time stands still. */
  ask: Fetch
  close(): Promise<void>
}

interface Planned {
  fault: Fault
  left: number
  matches: (request: Request) => boolean
}

/** A real HTTP server on a free local port that plays a provider, and fails as it is told. */
export async function startServer(routes: (app: StandInApp) => void): Promise<StandInServer> {
  const planned: Planned[] = []
  let requests = 0
  const app: StandInApp = new Hono<{ Bindings: HttpBindings }>()
  app.use('*', async (context, next) => {
    requests += 1
    const plan = planned.find((one) => one.left > 0 && one.matches(context.req.raw))
    if (plan === undefined) return next()
    plan.left -= 1
    const { fault } = plan
    if (fault.type === 'answer') {
      const body = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? {})
      return new Response(body, { status: fault.status, headers: fault.headers ?? {} })
    }
    if (fault.type === 'garble' || fault.accept) await next()
    if (fault.type === 'garble') {
      context.res = undefined
      context.res = new Response('<html>502</html>', { status: 200 })
      return
    }
    if (fault.type === 'reset') context.env.incoming.socket.resetAndDestroy()
    return new Promise<never>(() => undefined)
  })
  routes(app)
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise<void>((resolve) => server.once('listening', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    fail: (fault, { times = 1, matches = () => true } = {}) => planned.push({ fault, left: times, matches }),
    requestCount: () => requests,
    ask: async (url, init) => app.request(url, init),
    close: () =>
      new Promise((resolve) => {
        if ('closeAllConnections' in server) server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** The same path under another base: how a webhook for a public address reaches the local server that stands for it. */
export function rebase(url: string, via: string | undefined): string {
  if (via === undefined) return url
  const { pathname, search } = new URL(url)
  return `${via}${pathname}${search}`
}
