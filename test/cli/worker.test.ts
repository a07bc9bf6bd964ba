import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, onTestFinished, test } from 'vitest'
import { freePorts } from '../real/kannel.ts'
import { hasRedis, openRedis } from '../real/redis.ts'

const PROGRAM = join(import.meta.dirname, '../../bin/mua.js')

/** The first line that `mua worker` prints on the given stream. */
async function firstLine(
  from: 'stdout' | 'stderr',
  env: Record<string, string>,
  args: readonly string[] = [],
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'mua-worker-'))
  const child = spawn(process.execPath, [PROGRAM, 'worker', ...args], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: `file:${join(folder, 'mua.db')}`,
      MUA_LOG: 'silent',
      MUA_LANG: 'en',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  })
  for await (const line of createInterface({ input: child[from] })) return line
  return ''
}

test('a worker without a Redis says what it needs', async () => {
  expect(await firstLine('stderr', {})).toMatch(/REDIS_URL is missing: workers are told through Redis/)
})

test('a worker whose Redis is away says so, and waits for it', async () => {
  const env = { REDIS_URL: 'redis://127.0.0.1:1', MUA_LOG: 'error' }
  expect(await firstLine('stdout', env)).toBe('Mùa works: it delivers and schedules.')
  expect(await firstLine('stderr', env)).toMatch(/Redis does not answer: messages are kept.*redis_trouble/)
})

test('a worker shows on its own port what it counts, and takes no messages there', async () => {
  const [port = 0] = await freePorts(1)
  const env = { REDIS_URL: 'redis://127.0.0.1:1' }
  expect(await firstLine('stdout', env, ['--port', String(port)])).toBe('Mùa works: it delivers and schedules.')
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
  expect(await (await get('/healthz')).text()).toBe('ok')
  expect(await (await get('/metrics')).text()).toContain('mua_delivery_settled_total{class="reply",status="failed"} 0')
  expect((await get('/webhooks/twilio')).status).toBe(404)
  expect(await firstLine('stderr', env, ['--port', String(port)])).toMatch(`Port ${port}`)
  expect(await firstLine('stderr', env, ['--port', '99999'])).toMatch('--port must be a number from 0 to 65535')
})

test('a worker shows it to the same machine alone, unless HOST says otherwise', async () => {
  const [own = 0, wide = 0] = await freePorts(2)
  const env = { REDIS_URL: 'redis://127.0.0.1:1' }
  await firstLine('stdout', env, ['--port', String(own)])
  await firstLine('stdout', { ...env, HOST: '0.0.0.0' }, ['--port', String(wide)])
  // Another address of the same machine: who listens on 127.0.0.1 does not answer there.
  await expect(fetch(`http://127.0.0.2:${own}/healthz`)).rejects.toThrow()
  expect(await (await fetch(`http://127.0.0.2:${wide}/healthz`)).text()).toBe('ok')
})

describe.skipIf(!hasRedis())('with Redis', () => {
  test('a worker whose Redis is a replica is refused', async () => {
    const redis = await openRedis()
    onTestFinished(() => redis.stop())
    await redis.command('replicaof', '127.0.0.1', '1')
    expect(await firstLine('stderr', { REDIS_URL: redis.url })).toMatch(/REDIS_URL: REDIS_URL names a replica/)
  })
})
