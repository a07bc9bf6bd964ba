import { once } from 'node:events'
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { z } from 'zod'
import { type Config, readConfig } from '../config.ts'
import { createRuntime, type Runtime } from '../runtime.ts'
import { advertisingTroubles } from './advertising-troubles.ts'
import { defineCommand } from './command.ts'
import { CommandError } from './io.ts'
import { stopSignal } from './stop-signal.ts'

/** Requests under way at a stop are given so long to end. */
const DRAIN_MS = 10_000

/** Serves until SIGTERM or SIGINT; then ends what is under way. */
export const command = defineCommand(
  {
    line: 'serve [--demo] [--no-worker]',
    about: {
      vi: 'Nhận tin từ các kênh, trả lời, gửi tin đúng giờ, cho tới khi được bảo dừng (SIGTERM, Ctrl-C).',
      en: 'Serves webhooks, delivers and schedules until it is told to stop (SIGTERM, Ctrl-C).',
    },
    options: {
      demo: {
        type: 'boolean',
        default: false,
        about: { vi: 'bản dùng thử, như MUA_DEMO=1', en: 'the demonstration, as with MUA_DEMO=1' },
      },
      'no-worker': {
        type: 'boolean',
        default: false,
        about: {
          vi: 'chỉ nhận tin, không gửi, không hẹn giờ',
          en: 'only takes messages: neither delivers nor schedules',
        },
      },
    },
    positionals: [0, 0],
    example: 'mua serve --demo',
  },
  async ({ env, write, writeError }, { values }) => {
    const config = readConfig(values.demo ? { ...env, MUA_DEMO: '1' } : env)
    const runtime = await createRuntime({ config })
    const server = serve({ fetch: runtime.app.fetch, port: config.port, hostname: config.host }) as Server
    const [failed] = await Promise.race([once(server, 'error'), once(server, 'listening').then(() => [])])
    if (failed) {
      await runtime.stop()
      throw new CommandError(`Port ${config.port} ${whyNotHeld(failed)}.`, { cause: failed })
    }
    const ownOnly = values['no-worker']
    if (!ownOnly) runtime.dispatcher.start()
    runtime.sweeper.start({ ownOnly })
    write(`Mùa listens on ${addressOf(server, config)}\n`)
    const warnings = [
      ...(await warningsOf(config, runtime.app)),
      ...advertisingTroubles(runtime.programs.current, runtime.channels, config.refusal),
    ]
    for (const warning of warnings) writeError(`WARNING: ${warning}\n`)
    await stopSignal()
    runtime.endStreams()
    await closeServer(server)
    await runtime.stop()
    return 0
  },
)

/** What would otherwise be found out only when nobody is answered. */
async function warningsOf(config: Config, app: Runtime['app']): Promise<string[]> {
  const warnings: string[] = []
  const { kannel, smsgate, esms, twilio, zalo, zaloBot } = config
  if (config.isProduction && !kannel && !smsgate && !esms && !twilio && !zalo && !zaloBot)
    warnings.push(
      'no channel is set up, so nobody can text this service: set SMSGATE_…, KANNEL_…, ESMS_…, ZALO_… or TWILIO_….',
    )
  const { checks } = ready.parse(await (await app.request('/readyz')).json())
  for (const [check, code] of Object.entries(checks))
    if (code !== 'ok') warnings.push(`${check}: ${code} (docs/operations.md, Health, says what to do).`)
  if (checks.zalo === 'not_linked')
    warnings.push(`an admin of the Zalo account has to open ${config.publicUrl}/oauth/zalo once.`)
  return warnings
}

const ready = z.object({ checks: z.record(z.string(), z.string()) })

const whyNotHeld = (failed: NodeJS.ErrnoException): string =>
  failed.code === 'EADDRINUSE' ? 'is taken by another program: set PORT' : String(failed)

function addressOf(server: Server, { host, port: wanted, isDemo }: Config): string {
  const address = server.address()
  const port = address && typeof address === 'object' ? address.port : wanted
  return `http://${host === '0.0.0.0' ? 'localhost' : host}:${port}${isDemo ? '/simulator' : ''}`
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
  await closed
  clearTimeout(timer)
}
