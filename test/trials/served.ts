import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { TwilioStandIn } from '../stand-ins/twilio.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** The address that the provider's stand-in calls and signs; requests for it are posted to where the process listens. */
export const PUBLIC_URL = 'https://bot.example.vn'
export const WEBHOOK = `${PUBLIC_URL}/webhooks/twilio`
/** The key of every trial's installation. */
export const KEY = new Uint8Array(32).fill(7)

export interface Place {
  /** Folder of the database and the spool. */
  dir: string
  standIn: Pick<TwilioStandIn, 'url' | 'accountSid' | 'authToken'>
}

/** What a command of an installation runs with. */
export const environmentOf = ({ dir, standIn }: Place): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  PORT: '0',
  HOST: '127.0.0.1',
  PUBLIC_URL,
  DATABASE_URL: `file:${databaseOf(dir)}`,
  MUA_KEY: Buffer.from(KEY).toString('base64'),
  MUA_LOG: process.env.MUA_LOG ?? 'silent',
  TWILIO_ACCOUNT_SID: standIn.accountSid,
  TWILIO_AUTH_TOKEN: standIn.authToken,
  TWILIO_FROM: '+15005550006',
  TWILIO_API_URL: standIn.url,
})

export const databaseOf = (dir: string): string => join(dir, 'mua.db')

/** `mua serve` in a process of its own. */
export interface Served {
  /** Where it listens. */
  url: string
  pid: number
  /** From the start of the process until it listens, ms. */
  startMs: number
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>
  /** SIGTERM; resolves with its exit code. */
  stop(): Promise<number | null>
}

/** Starts `mua serve`; resolves when it listens. `wrap`: a command that runs it (strace). Throws where it ends before. */
export async function serve(place: Place, wrap: readonly string[] = []): Promise<Served> {
  const startedAt = performance.now()
  const [command = process.execPath, ...args] = [...wrap, process.execPath, join(ROOT, 'bin/mua.js'), 'serve']
  const child = spawn(command, args, { env: environmentOf(place), stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await Promise.race([addressOf(child), once(child, 'exit').then(([code]) => new Error(`ended: ${code}`))])
  if (url instanceof Error) throw url
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
    return child.exitCode
  }
  return {
    url,
    pid: child.pid ?? 0,
    startMs: performance.now() - startedAt,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no output')
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /http:\/\/\S+?:\d+/.exec(line)?.[0]
    if (address) return address
  }
  return new Promise(() => undefined)
}

/** Runs one command of the installation to its end. Throws with what it said where it fails. */
export async function runCommand(place: Place, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [join(ROOT, 'bin/mua.js'), ...args], {
    env: environmentOf(place),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (said += chunk))
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`mua ${args.join(' ')} gave ${code}: ${said}`)
}
