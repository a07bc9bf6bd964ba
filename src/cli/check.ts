import { existsSync } from 'node:fs'
import { type Loaded, loadProgram } from '../conversation/load/load-program.ts'
import { formatProblem, type Problem } from '../conversation/load/problems.ts'
import { REGISTRY } from '../farm/registry.ts'
import { playTest } from '../flow-tests/play.ts'
import { readScriptFiles } from '../script-files.ts'
import { revisionHash } from '../server/program-source.ts'
import type { CommandIo, Run } from './commands.ts'
import { readArgs } from './io.ts'
import { readAloud } from './read-aloud.ts'

const USAGE = {
  line: 'check [dir] [--read]',
  about:
    'Checks all scripts under a folder and plays their tests; ends with 1 where something is refused. --read prints each flow\n' +
    'with its Vietnamese texts, as one would read it aloud.',
  options: { read: { type: 'boolean', default: false } },
  positionals: [0, 1],
} as const

/** Checks all scripts under a folder and plays the tests in them; exits 1 on a refusal. `--read` prints them as one would read them aloud. */
export const run: Run = async (io) => {
  const { env, write, writeError } = io
  const args = readArgs(io, USAGE)
  if (args.type === 'over') return args.code
  const dir = args.positionals[0] ?? '.'
  if (!existsSync(dir)) {
    writeError(`There is no folder ${dir}.\n`)
    return 1
  }
  const loaded = loadFolder(dir)
  const { program, flows } = loaded
  if (args.values.read && program) write(`${flows.map((flow) => readAloud(program, flow)).join('\n')}\n`)
  const isGood = await report(loaded, { env, write, writeError })
  if (!isGood) return 1
  const tests = loaded.flows.reduce((sum, { tests }) => sum + tests.length, 0)
  write(
    `${loaded.flows.length} kịch bản, ${tests} bài thử: tốt. / ${loaded.flows.length} flows, ${tests} tests: good.\n`,
  )
  return 0
}

export function loadFolder(dir: string): Loaded & { files: Record<string, string>; hash: string } {
  const files = readScriptFiles(dir)
  const hash = revisionHash(files)
  return { ...loadProgram(files, hash, REGISTRY), files, hash }
}

/** Prints what is wrong and plays the tests; true: nothing refuses it. Vietnamese, unless MUA_LANG=en. */
export async function report(
  { program, problems, flows }: Loaded,
  { env, write, writeError }: Pick<CommandIo, 'env' | 'write' | 'writeError'>,
): Promise<boolean> {
  const locale = env.MUA_LANG === 'en' ? 'en' : 'vi'
  for (const problem of problems) if (problem.level === 'error') writeError(`${formatProblem(problem, locale)}\n`)
  for (const note of notesOf(problems, locale)) write(`${note}\n`)
  if (!program) return false
  let isGood = true
  for (const { flow, tests, source } of flows) {
    for (const [index, test] of tests.entries()) {
      const wrong = await playTest(program, flow.id, test)
      if (!wrong) continue
      isGood = false
      const { line, column } = source.at(['tests', index, ...wrong.path])
      const name = test.name ?? `${index + 1}`
      const said = locale === 'en' ? `the test "${name}" failed` : `bài thử "${name}" không đạt`
      writeError(`${source.file}:${line}:${column}: ${said}: ${wrong[locale]}\n`)
    }
  }
  return isGood
}

/** Notes refuse nothing: one line for all of the same kind in a file. */
function notesOf(problems: readonly Problem[], locale: 'vi' | 'en'): string[] {
  const notes = problems.filter(({ level }) => level === 'note')
  const groups = Map.groupBy(notes, (note) => `${note.file} ${note[locale]}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    const more = locale === 'en' ? `${group.length} texts` : `${group.length} câu`
    return first ? [`${formatProblem(first, locale)} (${more})`] : []
  })
}
