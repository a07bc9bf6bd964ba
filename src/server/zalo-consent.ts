import { Hono } from 'hono'
import { html } from 'hono/html'
import type { TokenSource } from '../channels/zalo/tokens.ts'
import type { Log } from './log.ts'

/**
 * Where an admin of the Official Account begins, and where Zalo brings them back to after consent. Open to anyone: only an admin
 * of this very account gets through.
 */
export function zaloConsent(tokens: TokenSource, log: Log): Hono {
  const app = new Hono()
  app.get('/oauth/zalo', async (c) => c.redirect(await tokens.consentUrl()))
  app.get('/oauth/zalo/callback', async (c) => {
    const result = await tokens.connect(new URL(c.req.url).searchParams)
    if (result.type === 'connected') {
      log.info({}, 'zalo official account connected')
      return c.html(page('Đã nối Zalo Official Account. Có thể đóng trang này.'))
    }
    log.warn({ code: result.code }, 'zalo consent refused')
    return c.html(page(`Chưa nối được (${result.code}). Hãy mở lại đường dẫn đồng ý và làm lại từ đầu.`), 400)
  })
  return app
}

const page = (words: string) => html`<!doctype html>
<html lang="vi">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Zalo</title>
  </head>
  <body>
    <p>${words}</p>
  </body>
</html>`
