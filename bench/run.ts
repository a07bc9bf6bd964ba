import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { addFarmers } from '../test/trials/farmers.ts'
import { openRecords, until } from '../test/trials/records.ts'
import { type Served, serve } from '../test/trials/served.ts'
import { type Child, startChild } from './children.ts'
import { ACCOUNT_SID, AUTH_TOKEN, type LoadDone, type LoadJob } from './load-job.ts'

/**
 * `npm run bench [-- --memory] [--connections 1,32,256] [--seconds N]`: turns a second of the six-turn report, the
 * provider's stand-in included, as ratios of two floors measured in between. Prints a table, keeps nothing.
 */

const TURNS = ['bao san luong', 'gung trau', '1 tan 2', 'gia ngo', '2 sao', 'sua 1 tan']
/** About so many turns a second are expected when the number of farmers of a level is chosen. */
const GUESS: Record<number, number> = { 1: 250 }
const GUESS_MANY = 800
/** Farmers whose turns warm everything up and are not counted. */
const WARM_UP = 300
const MEMORY_TURNS = 100_000
/** More than a floor can take. */
const FLOOR_TEXTS_PER_S = 12_000
const DRAIN_MS = 60_000

interface Bench {
  served: Served
  standIn: Child
  load: Child
  each: Child
  shared: Child
}

interface Level {
  connections: number
  subject: LoadDone[]
  each: LoadDone[]
  shared: LoadDone[]
  /** Turns a second until their replies were out, too. */
  repliedPerS: number[]
  /** Processor time of the service for them, their replies included, ms. */
  cpuMs: number
}

const perSecond = (runs: readonly LoadDone[]): number =>
  (runs.reduce((sum, { sent }) => sum + sent, 0) / runs.reduce((sum, { ms }) => sum + ms, 0)) * 1000

function quantile(runs: readonly LoadDone[], part: number): number {
  const sorted = runs.flatMap(({ latencies }) => latencies).sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/** Resident memory of a process, MB. */
const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024

/** Processor time a process has had since its start, ms: proc_pid_stat(5), in ticks of 10 ms. */
function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

const taken = async (standIn: Child): Promise<number> => (await standIn.ask<{ taken: number }>({})).taken

/** The six turns of `count` farmers; after each turn of all, both floors for as long. */
async function measure(bench: Bench, connections: number, firstFarmer: number, count: number, seconds: number) {
  const level: Level = { connections, subject: [], each: [], shared: [], repliedPerS: [], cpuMs: 0 }
  const run = (url: string, body: string, texts: number, maxMs: number) =>
    bench.load.ask<LoadDone>({ url, connections, body, firstFarmer, count: texts, maxMs } satisfies LoadJob)
  const texts = Math.round(FLOOR_TEXTS_PER_S * seconds)
  for (const body of TURNS) {
    const before = await taken(bench.standIn)
    const cpuBefore = cpuMsOf(bench.served.pid)
    const startedAt = performance.now()
    level.subject.push(await run(bench.served.url, body, count, DRAIN_MS))
    await until(async () => (await taken(bench.standIn)) - before >= count, DRAIN_MS)
    level.cpuMs += cpuMsOf(bench.served.pid) - cpuBefore
    level.repliedPerS.push((count / (performance.now() - startedAt)) * 1000)
    level.each.push(await run(bench.each.address, body, texts, seconds * 1000))
    level.shared.push(await run(bench.shared.address, body, texts, seconds * 1000))
  }
  return level
}

function show({ connections, subject, each, shared, repliedPerS, cpuMs }: Level): void {
  const [turns, a, b] = [perSecond(subject), perSecond(each), perSecond(shared)]
  const replied = repliedPerS.reduce((sum, one) => sum + 1 / one, 0)
  const failed = [...subject, ...each, ...shared].reduce((sum, run) => sum + run.failed, 0)
  const cells = [
    connections,
    turns.toFixed(0),
    (repliedPerS.length / replied).toFixed(0),
    a.toFixed(0),
    b.toFixed(0),
    (turns / a).toFixed(2),
    (turns / b).toFixed(2),
    quantile(subject, 0.5).toFixed(1),
    quantile(subject, 0.99).toFixed(1),
    (cpuMs / subject.reduce((sum, { sent }) => sum + sent, 0)).toFixed(2),
    failed,
  ]
  console.log(cells.map((cell) => String(cell).padStart(11)).join(''))
}

const HEAD = [
  'connections',
  'turns/s',
  'replied/s',
  'floor a/s',
  'floor b/s',
  'of a',
  'of b',
  'p50 ms',
  'p99 ms',
  'cpu ms',
  'failed',
]

/** Node's own options, as the image starts the program. */
function deployedArgs(): string[] {
  const dockerfile = readFileSync(resolve(import.meta.dirname, '../Dockerfile'), 'utf8')
  const words: string[] = JSON.parse(/^CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]')
  return words.filter((word) => word.startsWith('--'))
}

async function startBench(dir: string, farmers: number): Promise<Bench> {
  await addFarmers(dir, farmers)
  const standIn = await startChild('stand-in')
  const place = { dir, standIn: { url: standIn.address, accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN } }
  const load = await startChild('load')
  const startedAt = performance.now()
  const served = await serve(place, { isBuilt: true, nodeArgs: deployedArgs() })
  await load.ask<LoadDone>({ url: served.url, connections: 1, body: 'xem', firstFarmer: 0, count: 1, maxMs: 10_000 })
  console.log(
    `from start to listening ${served.startMs.toFixed(0)} ms, to the first answer ${(performance.now() - startedAt).toFixed(0)} ms`,
  )
  const each = await startChild('floor', [join(dir, 'each.db'), 'each'])
  const shared = await startChild('floor', [join(dir, 'shared.db'), 'shared'])
  return { served, standIn, load, each, shared }
}

/** Memory after 100,000 turns, six of each farmer, 32 at a time. */
async function showMemory({ served, load }: Bench, firstFarmer: number): Promise<void> {
  const farmers = Math.ceil(MEMORY_TURNS / TURNS.length)
  let highest = 0
  for (const body of TURNS) {
    const job: LoadJob = { url: served.url, connections: 32, body, firstFarmer, count: farmers, maxMs: 600_000 }
    await load.ask<LoadDone>(job)
    highest = Math.max(highest, memoryOf(served.pid))
  }
  console.log(
    `memory after ${farmers * TURNS.length} turns ${highest.toFixed(0)} MB at most, ${memoryOf(served.pid).toFixed(0)} MB at the end`,
  )
}

/** Farmers whose six turns came to what they told: a benchmark of wrong answers is worth nothing. */
function showWhole(dir: string, farmers: number): void {
  const records = openRecords(dir)
  const whole = records.count(
    `select count(*) from yields where crop = 'ginger' and quantity_kg = 1000 and area_m_2 = 720 and withdrawn_at is null`,
  )
  console.log(`whole reports ${whole} of ${farmers}`)
  records.close()
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      memory: { type: 'boolean', default: false },
      connections: { type: 'string', default: '1,32,256' },
      seconds: { type: 'string', default: '1.5' },
    },
  })
  const seconds = Number(values.seconds)
  const levels = values.connections.split(',').map((text) => ({
    connections: Number(text),
    farmers: Math.round((GUESS[Number(text)] ?? GUESS_MANY) * seconds),
  }))
  const farmers = levels.reduce((sum, level) => sum + level.farmers, WARM_UP)
  const dir = mkdtempSync(join(tmpdir(), 'mua-bench-'))
  const bench = await startBench(dir, farmers + (values.memory ? MEMORY_TURNS / TURNS.length + 1 : 0))
  try {
    await measure(bench, 32, 0, WARM_UP, 0.3)
    console.log(`memory after the first ${WARM_UP * TURNS.length} turns ${memoryOf(bench.served.pid).toFixed(0)} MB`)
    console.log(HEAD.map((cell) => cell.padStart(11)).join(''))
    let first = WARM_UP
    for (const level of levels) {
      show(await measure(bench, level.connections, first, level.farmers, seconds))
      first += level.farmers
    }
    if (values.memory) await showMemory(bench, first)
    showWhole(dir, farmers + (values.memory ? Math.ceil(MEMORY_TURNS / TURNS.length) : 0))
  } finally {
    await bench.served.stop()
    for (const child of [bench.load, bench.standIn, bench.each, bench.shared]) await child.stop()
    rmSync(dir, { recursive: true })
  }
}

await main()
