import { once } from 'node:events'
import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import { readConfig } from '../config.ts'
import { createRuntime } from '../runtime.ts'
import type { Run } from './commands.ts'

/** Requests under way at a stop are given so long to end. */
const DRAIN_MS = 10_000

/** Serves until SIGTERM or SIGINT; then ends what is under way. `--demo` is MUA_DEMO=1. */
export const run: Run = async ({ args, env, write, writeError }) => {
  const unknown = args.find((arg) => !['--demo', '--no-worker'].includes(arg))
  if (unknown) {
    writeError(`serve has no option ${unknown}: it takes --demo and --no-worker.\n`)
    return 2
  }
  const config = readConfig(args.includes('--demo') ? { ...env, MUA_DEMO: '1' } : env)
  const runtime = await createRuntime({ config })
  const server = serve({ fetch: runtime.app.fetch, port: config.port, hostname: config.host }) as Server
  const [failed] = await Promise.race([once(server, 'error'), once(server, 'listening').then(() => [])])
  if (failed) {
    await runtime.stop()
    const reason =
      (failed as NodeJS.ErrnoException).code === 'EADDRINUSE' ? 'is taken by another program: set PORT' : String(failed)
    writeError(`Port ${config.port} ${reason}.\n`)
    return 1
  }
  const ownOnly = args.includes('--no-worker')
  if (!ownOnly) runtime.dispatcher.start()
  runtime.sweeper.start({ ownOnly })
  const address = server.address()
  const port = address && typeof address === 'object' ? address.port : config.port
  write(
    `Mùa listens on http://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${port}${config.isDemo ? '/simulator' : ''}\n`,
  )
  await stopSignal()
  runtime.endStreams()
  await closeServer(server)
  await runtime.stop()
  return 0
}

const stopSignal = (): Promise<unknown> => Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
  await closed
  clearTimeout(timer)
}
