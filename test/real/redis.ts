import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { hasPart } from './debian.ts'

/** A private Redis server. */

const PROGRAM = '/usr/bin/redis-server'
const START_MS = 20_000

/** Whether there is a Redis to test with; see {@link hasPart}. */
export const hasRedis = (): boolean =>
  hasPart({ name: 'Redis', files: [PROGRAM], packages: ['redis-server'], skipped: 'Tests with Redis' })

export interface RedisServer {
  url: string
  port: number
  /** Sends commands to it as an operator would. */
  command(...words: string[]): Promise<unknown>
  /** Ends it as a power cut does. */
  kill(): Promise<void>
  /** Starts it again on the same port, empty. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** Starts one on a free port, which keeps nothing on disk. `args`: further settings, as on its command line. */
export async function openRedis(args: readonly string[] = []): Promise<RedisServer> {
  const port = await freePort()
  const dir = mkdtempSync(join(tmpdir(), 'mua-redis-'))
  const url = `redis://127.0.0.1:${port}`
  let server: ChildProcess | undefined
  const start = async () => {
    const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'no']
    // It dies with us, however we end.
    server = spawn('setpriv', ['--pdeathsig', 'KILL', PROGRAM, ...settings, ...args], { stdio: 'ignore' })
    await answers(url)
  }
  const kill = async () => {
    if (server === undefined || server.exitCode !== null) return
    const ended = once(server, 'exit')
    server.kill('SIGKILL')
    await ended
    server = undefined
  }
  await start()
  return {
    url,
    port,
    async command(...words) {
      const [name = '', ...rest] = words
      const redis = new Redis(url, { maxRetriesPerRequest: 0 })
      try {
        return await redis.call(name, ...rest)
      } finally {
        redis.disconnect()
      }
    },
    kill,
    start,
    async stop() {
      await kill()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function answers(url: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 })
  redis.on('error', () => undefined)
  const isUp = redis.ping().then(() => true)
  const up = await Promise.race([isUp, sleep(START_MS, false, { ref: false })])
  redis.disconnect()
  if (!up) throw new Error(`redis-server did not answer at ${url}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
