import { once } from 'node:events'
import { type ServerType, serve } from '@hono/node-server'
import { Hono } from 'hono'
import { ConfigError } from '../config/config-error.ts'
import { readConfig } from '../config.ts'
import { createRuntime, type Runtime } from '../runtime.ts'
import { defineCommand } from './command.ts'
import { CommandError, UsageError } from './io.ts'
import { stopSignal } from './stop-signal.ts'

/** Its figures are for the same machine, unless HOST says otherwise: nothing keeps strangers from them. */
const LOCAL = '127.0.0.1'

/** Delivers and schedules until SIGTERM or SIGINT; then ends what is under way. */
export const command = defineCommand(
  {
    line: 'worker [--port <n>]',
    about: {
      vi: 'Chỉ gửi tin và hẹn giờ, cho tới khi được bảo dừng (SIGTERM, Ctrl-C). Chạy bao nhiêu cái cũng được, bên cạnh "mua serve"; cần REDIS_URL.',
      en: 'Only delivers and schedules, until it is told to stop (SIGTERM, Ctrl-C). Any number may run beside "mua serve"; needs REDIS_URL.',
    },
    options: {
      port: {
        type: 'string',
        about: {
          vi: 'cho xem /metrics, /healthz và /readyz ở cổng này của 127.0.0.1, hay của HOST; không có thì không nghe cổng nào',
          en: 'serves /metrics, /healthz and /readyz on this port of 127.0.0.1, or of HOST; else it listens nowhere',
        },
      },
    },
    positionals: [0, 0],
    example: 'mua worker',
  },
  async ({ env, write }, { values }) => {
    const config = readConfig(env)
    const port = values.port === undefined ? null : portOf(values.port)
    if (config.redisUrl === null)
      throw new ConfigError(
        'REDIS_URL is missing: workers are told through Redis what to send, for example redis://127.0.0.1:6379. Without it "mua serve" sends by itself.',
      )
    const runtime = await createRuntime({ config, isWorker: true })
    runtime.dispatcher.start()
    runtime.sweeper.start()
    const server = port === null ? null : await listen(runtime, port, config.isDemo ? LOCAL : (env.HOST ?? LOCAL))
    write('Mùa works: it delivers and schedules.\n')
    await stopSignal()
    server?.close()
    await runtime.stop()
    return 0
  },
)

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port < 65_536) return port
  throw new UsageError({
    vi: `--port phải là số từ 0 đến 65535, không phải "${text}".`,
    en: `--port must be a number from 0 to 65535, not "${text}".`,
  })
}

/** What it counts and how it is; a provider's requests are for "mua serve". */
async function listen({ app, stop }: Runtime, port: number, hostname: string): Promise<ServerType> {
  const own = new Hono()
  for (const path of ['/healthz', '/readyz', '/metrics']) own.get(path, (context) => app.fetch(context.req.raw))
  const server = serve({ fetch: own.fetch, port, hostname })
  const [failed] = await Promise.race([once(server, 'error'), once(server, 'listening').then(() => [])])
  if (!failed) return server
  await stop()
  throw new CommandError(`Port ${port}: ${failed}`, { cause: failed })
}
