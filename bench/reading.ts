import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FactType, ReadingContext } from '../src/language/types.ts'

/**
 * `npm run bench:reading`: texts read a second of CPU on one core by the compiled program, over the project's own test texts, as ratios of the least
 * that any reading does (folding the same texts); then load time and memory of the tables. Prints a table, keeps nothing.
 */

const ROUND_MS = 1500
const ROUNDS = 5
const TEXTS = 'test/language/texts'
/** A text as farmers send it: what is longer is a newspaper, and counted apart. */
const SHORT = 160

const KINDS = ['number', 'money', 'mass', 'area', 'date', 'crop', 'place'] as const satisfies FactType[]

interface Case {
  text: string
  as: string
}

const cases: Case[] = [TEXTS, join(TEXTS, 'first'), join(TEXTS, 'second')].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    // Lines of the project's own test set.
    .map((line) => JSON.parse(line) as Case),
)
const textsOf = (as: string): string[] =>
  cases.filter((one) => one.as === as && one.text.length <= SHORT).map(({ text }) => text)

/** Median of the rounds, texts a second of this thread: the machine may be busy with others. */
function perSecond(texts: readonly string[], work: (text: string) => unknown): number {
  const rounds = Array.from({ length: ROUNDS + 1 }, () => {
    const start = cpuMs()
    let count = 0
    for (; cpuMs() - start < ROUND_MS; count += texts.length) for (const text of texts) work(text)
    return (count / (cpuMs() - start)) * 1000
  })
  // The first warms up.
  const sorted = rounds.slice(1).sort((a, b) => a - b)
  return sorted[Math.floor(ROUNDS / 2)] ?? Number.NaN
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

const heapMb = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 2 ** 20
}

const dist = (name: string): string => new URL(`../dist/${name}.js`, import.meta.url).href
const before = { heap: heapMb(), at: performance.now() }
const { fold } = await import(dist('language/text/fold'))
const { read } = await import(dist('language/read'))
const { readReport } = await import(dist('language/report'))
const codeMs = performance.now() - before.at
const { loadFolder } = await import(dist('cli/check'))
const { program } = loadFolder('.')
const { crops, places, markets } = program
const heapBefore = heapMb()
const context: ReadingContext = {
  now: { day: '2026-11-22', minutes: 540 },
  crops,
  places,
  markets,
  saoM2: 360,
  tense: 'past',
}
const tablesAt = performance.now()
readReport('bc ngo 3 ta ruoi 2 sao o ban xeo', context)
const tablesMs = performance.now() - tablesAt
const tablesMb = heapMb() - heapBefore

console.log(`Node ${process.versions.node}, one core, median of ${ROUNDS} rounds of ${ROUND_MS} ms\n`)
console.log('kind       texts      folded/s        read/s   ratio')
for (const kind of [...KINDS, 'report'] as const) {
  const texts = textsOf(kind)
  const floor = perSecond(texts, fold)
  const speed = perSecond(texts, (text) => (kind === 'report' ? readReport(text, context) : read(text, kind, context)))
  const figures = [Math.round(floor), Math.round(speed)].map((figure) => figure.toLocaleString('en').padStart(13))
  console.log(
    `${kind.padEnd(8)}${String(texts.length).padStart(8)} ${figures.join(' ')}   ${(speed / floor).toFixed(3)}`,
  )
}
console.log(
  `\nload: code ${codeMs.toFixed(0)} ms, tables ${tablesMs.toFixed(0)} ms and ${tablesMb.toFixed(1)} MB (with --expose-gc)`,
)
