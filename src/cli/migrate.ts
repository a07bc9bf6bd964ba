import { reseal } from '../store/reseal.ts'
import type { Run } from './commands.ts'
import { CommandError, readArgs } from './io.ts'
import { withInstallation } from './open.ts'

const USAGE = {
  line: 'migrate',
  about:
    'Brings the database to the tables of this program, making it where there is none. With MUA_KEY_OLD, also seals anew\n' +
    'under MUA_KEY what is still sealed under the former key; safe to repeat.',
  options: {},
  positionals: [0, 0],
} as const

/** Opening an installation migrates it: this does nothing else, but for a key that is being changed. */
export const run: Run = async (io) => {
  const args = readArgs(io, USAGE)
  if (args.type === 'over') return args.code
  return withInstallation(
    io,
    async ({ config, material, store }) => {
      io.write(`The database ${config.databaseFile} is up to date.\n`)
      if (material.oldKey === undefined) return 0
      const result = await reseal(store, material)
      if (result.type === 'unavailable')
        throw new CommandError(
          `${result.resealed} values were sealed anew, then the database could not be written (${result.reason}): run it again.`,
        )
      io.write(
        `${result.resealed} values were sealed anew: MUA_KEY_OLD can go once every process runs with the new key.\n`,
      )
      return 0
    },
    { mustExist: false },
  )
}
