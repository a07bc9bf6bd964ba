import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { readConfig } from '../../src/config.ts'
import { createRuntime, type Runtime } from '../../src/runtime.ts'
import { createLog } from '../../src/server/log.ts'

/** A demo service on a port of its own, with the demo data in it. */
export interface Rig {
  runtime: Runtime
  url: string
  close(): Promise<void>
}

export async function openRig(): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'mua-simulator-'))
  const config = readConfig({
    MUA_DEMO: '1',
    DATABASE_URL: `file:${join(folder, 'mua.db')}`,
  })
  const runtime = await createRuntime({ config, log: createLog('silent') })
  runtime.dispatcher.start()
  runtime.sweeper.start()
  const server = serve({ fetch: runtime.app.fetch, port: 0, hostname: '127.0.0.1' })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async () => {
    runtime.endStreams()
    await new Promise<void>((resolve) => server.close(() => resolve()))
    await runtime.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { runtime, url: `http://127.0.0.1:${port}`, close }
}
