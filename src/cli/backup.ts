import type { Run } from './commands.ts'
import { readArgs } from './io.ts'
import { withInstallation } from './open.ts'

const USAGE = {
  line: 'backup <file>',
  about:
    'Writes a whole, consistent copy of the database to a new file; the service may run. Keep MUA_KEY with it, apart: without\n' +
    'the key a backup can not be used.',
  options: {},
  positionals: [1, 1],
} as const

/** Copies the database to a new file. */
export const run: Run = async (io) => {
  const args = readArgs(io, USAGE)
  if (args.type === 'over') return args.code
  const [file = ''] = args.positionals
  return withInstallation(io, async ({ store }) => {
    await store.backup(file)
    io.write(`The database was copied to ${file}.\n`)
    return 0
  })
}
