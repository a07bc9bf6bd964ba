import { Hono } from 'hono'
import { html } from 'hono/html'
import { routePath } from 'hono/route'
import type { Channel } from '../channels/channel.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { ReadyCheck } from './ready.ts'
import type { Reception } from './reception.ts'
import { webhooks } from './webhooks.ts'

export interface AppOptions {
  channels: readonly Channel[]
  publicUrl: string
  reception: Pick<Reception, 'take'>
  metrics: Metrics
  log: Log
  operator: string
  zaloVerifier?: string
  readyChecks: Readonly<Record<string, ReadyCheck>>
  /** Pages and routes only some installations have. */
  extra?: readonly Hono[]
}

export function createApp(options: AppOptions): Hono {
  const { channels, publicUrl, reception, metrics, log, zaloVerifier } = options
  const app = new Hono()
  app.onError((error, c) => {
    // The route, not the path: that may hold a provider's secret.
    log.error({ path: routePath(c, -1), error: String(error.stack ?? error) }, 'request failed')
    return c.text('internal error', 500)
  })
  app.get('/healthz', (c) => c.text('ok'))
  app.get('/readyz', async (c) => {
    const { isReady, checks } = await readiness(options.readyChecks)
    return c.json({ ready: isReady, checks }, isReady ? 200 : 503)
  })
  app.get('/metrics', async (c) => c.text(await metrics.expose(), 200, { 'content-type': 'text/plain; version=0.0.4' }))
  app.get('/', (c) => c.html(homePage(options.operator, zaloVerifier)))
  if (zaloVerifier) app.get(`/zalo_verifier${zaloVerifier}.html`, (c) => c.html(verifierPage(zaloVerifier)))
  app.route('/', webhooks({ channels, publicUrl, reception, metrics }))
  for (const routes of options.extra ?? []) app.route('/', routes)
  return app
}

async function readiness(checks: AppOptions['readyChecks']) {
  const entries = await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await check()] as const))
  const isReady = entries.every(([, found]) => found === null || found.isWarning)
  return { isReady, checks: Object.fromEntries(entries.map(([name, found]) => [name, found?.code ?? 'ok'])) }
}

const verification = (code: string | undefined) =>
  code ? html`<meta name="zalo-platform-site-verification" content="${code}" />` : ''

const homePage = (operator: string, code: string | undefined) => html`<!doctype html>
<html lang="vi">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    ${verification(code)}
    <title>${operator}</title>
  </head>
  <body>
    <p>Kênh nhắn tin của ${operator} cho bà con nông dân.</p>
  </body>
</html>`

const verifierPage = (code: string) => html`<!doctype html>
<html lang="vi">
  <head>
    <meta charset="utf-8" />
    ${verification(code)}
    <title>${code}</title>
  </head>
  <body>
    ${code}
  </body>
</html>`
