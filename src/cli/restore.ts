import { restoreDatabase } from '../store/restore.ts'
import type { Run } from './commands.ts'
import { readArgs } from './io.ts'
import { settingsOf } from './open.ts'

const USAGE = {
  line: 'restore <file>',
  about: 'Puts a backup in the place of the database of a stopped service. The former database is kept beside it.',
  options: {},
  positionals: [1, 1],
} as const

/** Takes a backup into service, if it is whole and these keys open it. */
export const run: Run = async (io) => {
  const args = readArgs(io, USAGE)
  if (args.type === 'over') return args.code
  const [backup = ''] = args.positionals
  const { config, material } = settingsOf(io.env)
  const result = restoreDatabase({ backup, file: config.databaseFile, now: Date.now(), ...material })
  if (result.type === 'refused') {
    io.writeError(`${result.reason}\nNothing was changed.\n`)
    return 1
  }
  const former = result.former ? ` The former one is ${result.former}.` : ''
  io.write(`${config.databaseFile} is now what ${backup} was.${former}\n`)
  return 0
}
