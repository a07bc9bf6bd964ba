import type { Context } from 'hono'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Channel, InboundRequest } from '../channels/channel.ts'
import type { Metrics } from './metrics.ts'
import type { Reception } from './reception.ts'

/** What a provider may send at once. */
const MAX_BYTES = 64 * 1024

export interface WebhookOptions {
  channels: readonly Channel[]
  publicUrl: string
  reception: Pick<Reception, 'take'>
  metrics?: Pick<Metrics, 'count'>
}

/** One route for each webhook of each channel. Every answer of 200 is a promise: what came is on disk. */
export function webhooks({ channels, publicUrl, reception, metrics }: WebhookOptions): Hono {
  const app = new Hono()
  for (const channel of channels) {
    metrics?.count('mua_webhooks_lost_total', { channel: channel.type }, 0)
    const onError = (c: Context) => {
      metrics?.count('mua_webhooks_total', { channel: channel.type, outcome: 'too_large' })
      return c.text('too large', 413)
    }
    const limit = bodyLimit({ maxSize: MAX_BYTES, onError })
    for (const { method, path } of channel.routes)
      app.on(method, path, limit, async (c) => {
        const request = await requestOf(c, publicUrl)
        return answer(c, channel, request, await reception.take(channel, request))
      })
  }
  return app
}

/** The request as the provider made and signed it: under the public address, whatever proxy stands before us. */
async function requestOf(c: Context, publicUrl: string): Promise<InboundRequest> {
  const { pathname, search } = new URL(c.req.url)
  return {
    method: c.req.method,
    url: new URL(`${publicUrl}${pathname}${search}`),
    headers: c.req.raw.headers,
    body: new Uint8Array(await c.req.arrayBuffer()),
  }
}

function answer(
  c: Context,
  channel: Channel,
  request: InboundRequest,
  outcome: Awaited<ReturnType<Reception['take']>>,
): Response {
  switch (outcome.type) {
    case 'kept': {
      const { contentType, body } = channel.acknowledge(request)
      return c.body(body, 200, { 'content-type': contentType })
    }
    case 'refused':
      return c.text(outcome.code, outcome.status)
    case 'lost':
      return c.text('the message could not be kept: send it again', 503)
  }
}
