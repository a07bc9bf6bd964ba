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
  /** Of Twilio; without it the channel is what `env` says. */
  standIn?: Pick<TwilioStandIn, 'url' | 'accountSid' | 'authToken'>
  /** What it is configured with besides. */
  env?: Record<string, string>
}

/** What a command of an installation runs with. */
const environmentOf = ({ dir, standIn, env }: Place): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  PORT: '0',
  HOST: '127.0.0.1',
  PUBLIC_URL,
  DATABASE_URL: `file:${databaseOf(dir)}`,
  MUA_KEY: Buffer.from(KEY).toString('base64'),
  MUA_LOG: process.env.MUA_LOG ?? 'silent',
  ...(standIn
    ? {
        TWILIO_ACCOUNT_SID: standIn.accountSid,
        TWILIO_AUTH_TOKEN: standIn.authToken,
        TWILIO_FROM: '+15005550006',
        TWILIO_API_URL: standIn.url,
      }
    : {}),
  ...env,
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

export interface Starting extends Pick<Served, 'kill' | 'stop'> {
  /** Resolves when it listens; never where it is killed before. Rejects where it ends by itself. */
  ready: Promise<Served>
}

/** Processes under way, by the folder they serve. */
const running = new Map<ChildProcess, string>()

/** Kills what still serves this folder: a trial that failed leaves nothing behind. */
export async function killAll(dir: string): Promise<void> {
  for (const [child, served] of running) {
    if (served !== dir) continue
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
}

process.on('exit', () => {
  for (const child of running.keys()) child.kill('SIGKILL')
})

interface StartOptions {
  /** A command that runs it. */
  wrap?: string[]
  /** Its options. */
  args?: string[]
  /** The compiled program in `dist`, as it is deployed; default: from the sources. */
  isBuilt?: boolean
  /** Options of Node itself. */
  nodeArgs?: string[]
  /** `mua worker` in place of `mua serve`: it listens nowhere. */
  isWorker?: boolean
}

/** Starts `mua serve`, or a worker. */
export function start(
  place: Place,
  { wrap = [], args = [], isBuilt = false, nodeArgs = [], isWorker = false }: StartOptions = {},
): Starting {
  const startedAt = performance.now()
  const program = join(ROOT, isBuilt ? 'dist/main.js' : 'bin/mua.js')
  const [command = '', ...rest] = [
    ...wrap,
    process.execPath,
    ...nodeArgs,
    program,
    isWorker ? 'worker' : 'serve',
    ...args,
  ]
  const child = spawn(command, rest, { env: environmentOf(place), stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(child, 'exit').finally(() => running.delete(child))
  running.set(child, place.dir)
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await exit
    return child.exitCode
  }
  const kill = async () => void (await end('SIGKILL'))
  const stop = () => end('SIGTERM')
  const listening = async (): Promise<Served> => {
    const url = await Promise.race([addressOf(child), exit.then(() => null)])
    if (url !== null) return { url, pid: child.pid ?? 0, startMs: performance.now() - startedAt, kill, stop }
    if (child.signalCode === 'SIGKILL') return new Promise(() => undefined)
    throw new Error(`serve ended with ${child.exitCode ?? child.signalCode}`)
  }
  return { ready: listening(), kill, stop }
}

/** Starts `mua serve` and waits until it listens. */
export const serve = (place: Place, options?: StartOptions): Promise<Served> => start(place, options).ready

async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('no output')
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /http:\/\/\S+?:\d+/.exec(line)?.[0]
    if (address) return address
    if (line.startsWith('Mùa works')) return ''
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
