import { rehashDatabase } from '../store/rehash.ts'
import type { Run } from './commands.ts'
import { readArgs } from './io.ts'
import { settingsOf } from './open.ts'

const USAGE = {
  line: 'rehash',
  about:
    'Makes the key by which phone numbers are found anew from MUA_KEY, on a stopped service. Needed only where that key itself\n' +
    'may be known to others; changing MUA_KEY does not need it.',
  options: {},
  positionals: [0, 0],
} as const

/** Hashes every URN anew. */
export const run: Run = async (io) => {
  const args = readArgs(io, USAGE)
  if (args.type === 'over') return args.code
  const { config, material } = settingsOf(io.env)
  const seeds = config.zalo?.refreshToken === undefined ? [] : [config.zalo.refreshToken]
  const result = rehashDatabase({ file: config.databaseFile, seeds, ...material })
  if (result.type === 'refused') {
    io.writeError(`${result.reason}\nNothing was changed.\n`)
    return 1
  }
  io.write(`${result.urns} numbers and accounts were hashed anew.\n`)
  return 0
}
