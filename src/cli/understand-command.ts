import { parseArgs } from 'node:util'
import { ConfigError, readConfig } from '../config.ts'
import { localTime } from '../conversation/calendar.ts'
import { SCRIPTS_ROOT } from '../seed.ts'
import { loadFolder } from './check.ts'
import type { Run } from './commands.ts'
import { isUnderstoodAs, understand } from './understand.ts'

/** Reads texts from standard input, one a line, and shows what each means. */
export const run: Run = async ({ args, env, input, write }) => {
  const { values } = parseArgs({
    args: [...args],
    options: { as: { type: 'string' }, now: { type: 'string' }, tense: { type: 'string' } },
  })
  const { as, tense = 'past' } = values
  if (as === undefined || !isUnderstoodAs(as))
    throw new ConfigError(
      `--as must be one of number, money, mass, area, count, volume, date, crop, place, phone, yes-no, fold, report.`,
    )
  if (tense !== 'past' && tense !== 'future') throw new ConfigError('--tense must be past or future.')
  const at = values.now === undefined ? Date.now() : Date.parse(values.now)
  if (Number.isNaN(at)) throw new ConfigError('--now must be a time like 2026-11-22T09:00:00+07:00.')
  const { program, problems } = loadFolder(SCRIPTS_ROOT)
  if (!program) throw new ConfigError(`The scripts do not load: ${problems[0]?.en ?? ''}`)
  const { crops, places } = program
  const context = { now: localTime(at), crops, places, saoM2: readConfig(env).saoM2, tense } as const
  await understand(input.setEncoding('utf8'), as, context, write)
  return 0
}
