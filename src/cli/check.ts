import { isAlertAdvertising } from '../conversation/advertising.ts'
import { type Loaded, loadProgram } from '../conversation/load/load-program.ts'
import { formatProblem, type Problem } from '../conversation/load/problems.ts'
import { REGISTRY } from '../farm/registry.ts'
import { playTest } from '../flow-tests/play.ts'
import { readScriptFiles } from '../script-files.ts'
import { revisionHash } from '../server/program-source.ts'
import { defineCommand } from './command.ts'
import { scriptFolder } from './folder.ts'
import { type CommandIo, inLanguage, languageOf } from './io.ts'
import { readAloud } from './read-aloud.ts'

/** Checks all scripts under a folder and plays the tests in them; exits 1 on a refusal. */
export const command = defineCommand(
  {
    line: 'check [dir] [--read]',
    about: {
      vi: 'Soát mọi kịch bản trong một thư mục và chạy các bài thử của chúng; kết thúc bằng 1 nếu có chỗ bị từ chối.',
      en: 'Checks all scripts under a folder and plays their tests; ends with 1 where something is refused.',
    },
    options: {
      read: {
        type: 'boolean',
        default: false,
        about: {
          vi: 'in từng kịch bản với lời tiếng Việt, như đọc thành tiếng',
          en: 'prints each flow with its Vietnamese texts, as one would read it aloud',
        },
      },
    },
    positionals: [0, 1],
    example: 'mua check --read',
  },
  async (io, { values, positionals: [dir] }) => {
    const loaded = loadFolder(scriptFolder(dir))
    const { program, flows } = loaded
    if (values.read && program) io.write(`${flows.map((flow) => readAloud(program, flow)).join('\n')}\n`)
    if (!(await report(loaded, io))) return 1
    const tests = flows.reduce((sum, { tests }) => sum + tests.length, 0)
    if (program && isAlertAdvertising(program) && !io.env.MUA_REFUSAL) io.write(`${inLanguage(io, NO_REFUSAL)}\n`)
    const good = {
      vi: `${flows.length} kịch bản, ${tests} bài thử: tốt.`,
      en: `${flows.length} flows, ${tests} tests: good.`,
    }
    io.write(`${inLanguage(io, good)}\n`)
    return 0
  },
)

/** Not a matter of the scripts alone, and so no refusal. */
const NO_REFUSAL = {
  vi: 'content/sending.yaml: tin giá là quảng cáo, mà chưa đặt MUA_REFUSAL (số hoặc địa chỉ nhận TC QC): quảng cáo sẽ không gửi được qua SMS.',
  en: 'content/sending.yaml: alerts are advertising, and MUA_REFUSAL (the number or address that takes TC QC) is not set: no advertising will go by SMS.',
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
  const locale = languageOf({ env })
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
    return first ? [`${formatProblem(first, locale)}${group.length > 1 ? ` (${more})` : ''}`] : []
  })
}
