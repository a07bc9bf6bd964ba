import type { AddressInfo } from 'node:net'
import { type HttpBindings, serve } from '@hono/node-server'
import { Hono } from 'hono'

/** What a stand-in can be told to do instead of its work. */
export type Fault =
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
  close(): Promise<void>
}

interface Planned {
  fault: Fault
  left: number
  matches: (request: Request) => boolean
}

/** A real HTTP server on a free local port that plays a provider, and fails as it is told. */
export async function startServer(routes: (app: Hono<{ Bindings: HttpBindings }>) => void): Promise<StandInServer> {
  const planned: Planned[] = []
  let requests = 0
  const app = new Hono<{ Bindings: HttpBindings }>()
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
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    fail: (fault, { times = 1, matches = () => true } = {}) => planned.push({ fault, left: times, matches }),
    requestCount: () => requests,
    close: () =>
      new Promise((resolve) => {
        if ('closeAllConnections' in server) server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
