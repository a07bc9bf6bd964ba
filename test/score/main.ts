import { parseArgs } from 'node:util'
import { BadInput } from './case.ts'
import { readCorpora } from './corpora.ts'
import { readOwn } from './own.ts'
import { PLAIN_WORDS, readPlainWords } from './plain-words.ts'
import { score } from './score.ts'
import { leavingsOf, missesOf, rowsOf, tableOf } from './table.ts'

const USAGE = 'npm run score -- [--wrong] [--only <corpus or kind>] [--json]'

/**
 * Scores the project's own texts and every corpus of the folder `MUA_CORPORA`, and writes the table. Gives the exit code: 0 however bad the score, 1 for
 * texts that can't be scored, 2 for a mistyped command.
 */
export function main(
  args: string[],
  env: Readonly<Record<string, string | undefined>>,
  write: (text: string) => void,
  writeError: (text: string) => void,
): number {
  try {
    run(optionsOf(args), env, write, writeError)
    return 0
  } catch (error) {
    if (error instanceof BadInput) {
      writeError(`${error.message}\n`)
      return 1
    }
    if (!isUsageError(error)) throw error
    writeError(`${error.message}\n${USAGE}\n`)
    return 2
  }
}

type Options = ReturnType<typeof optionsOf>

function optionsOf(args: string[]) {
  return parseArgs({
    args,
    options: { wrong: { type: 'boolean' }, json: { type: 'boolean' }, only: { type: 'string' } },
  }).values
}

function run(
  { wrong = false, json = false, only }: Options,
  env: Readonly<Record<string, string | undefined>>,
  write: (text: string) => void,
  writeError: (text: string) => void,
): void {
  const isWanted = ({ corpus, kind }: { corpus: string; kind: string }) =>
    only === undefined || only === corpus || only === kind
  if (!env.MUA_CORPORA) writeError("MUA_CORPORA names no folder of corpora: only the project's own texts are scored.\n")
  const outside = env.MUA_CORPORA ? readCorpora(env.MUA_CORPORA) : { cases: [], leavings: [] }
  const cases = [...readOwn(), ...outside.cases, ...readPlainWords()]
  if (![...cases, ...outside.leavings].some(isWanted))
    throw new BadInput(`--only ${only}: no corpus and no kind of this name.`)
  const scored = score(cases.filter(isWanted))
  const leavings = outside.leavings.filter(isWanted)
  const rows = rowsOf(scored)
  if (json) {
    const misses = scored.filter(({ outcome }) => outcome !== 'right')
    return write(`${JSON.stringify({ rows, leavings, ...(wrong ? { misses } : {}) })}\n`)
  }
  if (wrong) write(`${missesOf(scored)}\n`)
  write(`${tableOf(rows)}\n${leavingsOf(leavings)}`)
  const plain = rows.find(({ corpus }) => corpus === PLAIN_WORDS)
  if (plain) write(`plain words: changed ${plain.texts - plain.right} of ${plain.texts}\n`)
}

function isUsageError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
