import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { startZaloBotStandIn } from '../stand-ins/zalo-bot.ts'
import { readDoc } from './blocks.ts'

const PLATFORM = 'https://bot-api.zaloplatforms.com'
const unindent = (text: string): string => text.replaceAll(/^ {3}/gm, '')

test('the line of the paper sets the webhook, with its secret', async () => {
  const bot = await startZaloBotStandIn()
  onTestFinished(() => bot.close())
  const script = [...readDoc('docs/channels/zalo-bot.md').matchAll(/^ {3}curl [\s\S]*?^ {3}END$/gm)].map(
    ([text]) => text,
  )
  expect(script).toHaveLength(1)
  expect(script[0]).toContain(PLATFORM)
  const line = unindent(script[0] ?? '').replace(PLATFORM, bot.url)
  const env = {
    PATH: process.env.PATH,
    PUBLIC_URL: 'https://mua.example.vn',
    ZALO_BOT_TOKEN: bot.token,
    ZALO_BOT_SECRET: 'a-secret-of-the-operator',
  }
  const run = async (text: string) => JSON.parse((await promisify(execFile)('sh', ['-c', text], { env })).stdout)
  expect(await run(line)).toMatchObject({ ok: true })
  expect(bot.webhook).toEqual({
    url: 'https://mua.example.vn/webhooks/zalo-bot',
    secret: 'a-secret-of-the-operator',
  })
  const shown = await run(line.replace('setWebhook', 'getWebhookInfo').replace(/^data = .*$/m, 'data = "{}"'))
  expect(shown).toMatchObject({ ok: true, result: { url: bot.webhook.url } })
})
