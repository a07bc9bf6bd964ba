import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SmppOperator } from '../stand-ins/smpp-operator.ts'
import { hasPart } from './debian.ts'
import { type FakePhones, startPhones } from './kannel-phones.ts'

/** Debian's Kannel: bearerbox and smsbox as docs/channels/kannel/ sets them up, with its fake operator for a link. */

const SAMPLES = resolve(import.meta.dirname, '../../docs/channels/kannel')
const FAKESMSC = '/usr/lib/kannel/test/fakesmsc'
const START_MS = 15_000
/** A bearerbox that is told to stop first tries to empty its store; what it can't deliver, it keeps. */
const STOP_MS = 5000

/** Whether there is a Kannel to test with; see {@link hasPart}. */
export const hasKannel = (): boolean =>
  hasPart({
    name: 'Kannel',
    files: ['/usr/sbin/bearerbox', '/usr/sbin/smsbox', FAKESMSC],
    packages: ['kannel', 'kannel-extras'],
    skipped: 'Tests with a real Kannel',
  })

interface KannelOptions {
  /** Where our service listens: `http://127.0.0.1:3000`. */
  muaUrl: string
  secret: string
  /** Of what stands in the configuration we ship, what is otherwise here, and by what: `['http-queue-delay = 10', 'http-queue-delay = 1']`. */
  changes?: readonly (readonly [string, string])[]
  /** Whose SMPP link it is, as smsc.conf sets that up; default: fakesmsc. */
  operator?: SmppOperator
}

/** What Kannel counts since bearerbox's start. */
interface KannelCounts {
  received: number
  sent: number
  /** Texts in the store: taken and not delivered. */
  stored: number
}

type Box = 'bearerbox' | 'smsbox'

export interface RealKannel {
  sendsmsUrl: string
  username: string
  password: string
  from: string
  phones: FakePhones
  counts(): Promise<KannelCounts>
  /** Starts what does not run, and waits until it works. */
  start(boxes?: readonly Box[]): Promise<void>
  /** SIGTERM or SIGKILL; smsbox before bearerbox, which takes the fake operator with it. */
  stop(signal?: NodeJS.Signals, boxes?: readonly Box[]): Promise<void>
  /** Kills what runs and removes its folder. */
  close(): Promise<void>
}

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** A process that dies with this one, even if this one is killed. */
function spawnBound(command: string, args: readonly string[], stdin: 'ignore' | 'pipe'): ChildProcess {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], { stdio: [stdin, 'ignore', 'pipe'] })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return child
}

/** Configures and starts a Kannel on free ports in a folder of its own. */
export async function startKannel({ muaUrl, secret, changes = [], operator }: KannelOptions): Promise<RealKannel> {
  const dir = mkdtempSync(join(tmpdir(), 'mua-kannel-'))
  const [admin = 0, boxes = 0, sendsms = 0, fake = 0] = await freePorts(4)
  const ports = [
    ['admin-port = 13000', `admin-port = ${admin}`],
    ['smsbox-port = 13001', `smsbox-port = ${boxes}`],
    ['sendsms-port = 13013', `sendsms-port = ${sendsms}`],
  ] as const
  const core = configure('kannel.conf', { ...CREDENTIALS, DIR: dir, MUA_URL: muaUrl, SECRET: secret }, [
    ...ports,
    ...changes,
  ])
  const moved = core.replaceAll('/var/spool/kannel', join(dir, 'spool')).replaceAll('/var/log/kannel', join(dir, 'log'))
  writeFileSync(join(dir, 'kannel.conf'), moved)
  writeFileSync(join(dir, 'smsc.conf'), operator === undefined ? fakeLink(fake) : smppLink(operator))
  for (const folder of ['spool/store', 'spool/dlr', 'log']) mkdirSync(join(dir, folder), { recursive: true })
  const spawnPhones = () => spawnBound(FAKESMSC, ['-H', '127.0.0.1', '-r', String(fake), '-i', '0.001'], 'pipe')
  const phones = operator ?? startPhones(spawnPhones)
  const children = new Map<Box, ChildProcess>()
  const status = async () =>
    (await fetch(`http://127.0.0.1:${admin}/status.xml?password=${CREDENTIALS.ADMIN_PASSWORD}`)).text()
  const isUp: Record<Box, () => Promise<boolean>> = {
    bearerbox: async () => /<status>running/.test(await status()),
    smsbox: async () => /<type>smsbox/.test(await status()),
  }

  const start: RealKannel['start'] = async (wanted = ['bearerbox', 'smsbox']) => {
    for (const box of wanted) {
      if (children.has(box)) continue
      const child = spawnBound(`/usr/sbin/${box}`, ['-v', '4', join(dir, 'kannel.conf')], 'ignore')
      children.set(box, child)
      child.once('exit', () => children.delete(box))
      await waitFor(`${box} works`, async () => children.has(box) && isUp[box]())
    }
    phones.connect()
    await waitFor('the phones are connected', async () => /<status>online/.test(await status()))
  }
  const stop: RealKannel['stop'] = async (signal = 'SIGTERM', wanted = ['smsbox', 'bearerbox']) => {
    for (const box of wanted) {
      const child = children.get(box)
      if (child === undefined) continue
      // The fake protocol acknowledges nothing, so nothing may be under way to Kannel when it goes.
      if (box === 'bearerbox') await phones.pause()
      if (box === 'bearerbox' && signal === 'SIGTERM') await sleep(200)
      await end(child, signal)
      if (box === 'bearerbox') await phones.disconnect('kannel')
    }
  }
  const kannel: RealKannel = {
    sendsmsUrl: `http://127.0.0.1:${sendsms}/cgi-bin/sendsms`,
    username: CREDENTIALS.USERNAME,
    password: CREDENTIALS.PASSWORD,
    from: CREDENTIALS.FROM,
    phones,
    counts: async () => readCounts(await status()),
    start,
    stop,
    close: async () => {
      await stop('SIGKILL')
      rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
  try {
    await start()
    return kannel
  } catch (error) {
    await kannel.close()
    throw error
  }
}

const CREDENTIALS = { ADMIN_PASSWORD: 'admin-password', USERNAME: 'bot', PASSWORD: 'kannel-password', FROM: '8099' }

const fakeLink = (port: number): string => `group = smsc
smsc = fake
smsc-id = operator
port = ${port}
connect-allow-ip = 127.0.0.1
`

const smppLink = ({ port, systemId, password }: SmppOperator): string => {
  const values = {
    HOST: '127.0.0.1',
    PORT: String(port),
    USERNAME: systemId,
    PASSWORD: password,
    SYSTEM_TYPE: '',
    THROUGHPUT: '200',
  }
  const filled = Object.fromEntries(Object.entries(values).map(([name, value]) => [`SMPP_${name}`, value]))
  return configure('smsc.conf', filled, [['reconnect-delay = 10', 'reconnect-delay = 1']])
}

/** A file of the configuration we ship, filled in. Throws where it is no longer what a change is made to. */
function configure(
  file: string,
  filled: Readonly<Record<string, string>>,
  changes: readonly (readonly [string, string])[],
): string {
  let text = readFileSync(join(SAMPLES, file), 'utf8')
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
    text = text.replace(from, to)
  }
  return text.replace(/@([A-Z_]+)@/g, (_all, name: string) => {
    const value = filled[name]
    if (value === undefined) throw new Error(`${file} wants ${name}`)
    return value
  })
}

function readCounts(xml: string): KannelCounts {
  const number = (pattern: RegExp) => Number(pattern.exec(xml)?.[1] ?? Number.NaN)
  return {
    received: number(/<sms>\s*<received>\s*<total>(\d+)/),
    sent: number(/<sms>[\s\S]*?<sent>\s*<total>(\d+)/),
    stored: number(/<storesize>(-?\d+)/),
  }
}

async function waitFor(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + START_MS
  while (!(await isSo().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`not so within ${START_MS} ms: ${what}`)
    await sleep(50)
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = once(child, 'exit')
  child.kill(signal)
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await gone
  clearTimeout(timer)
}

/** Ports that were free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      return server
    }),
  )
  const ports = servers.map((server) => {
    const address = server.address()
    return address !== null && typeof address === 'object' ? address.port : 0
  })
  await Promise.all(servers.map(async (server) => once(server.close(), 'close')))
  return ports
}
