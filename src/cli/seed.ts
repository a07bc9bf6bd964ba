import { seedInstallation } from '../seed.ts'
import type { Run } from './commands.ts'
import { readArgs } from './io.ts'
import { withInstallation } from './open.ts'

const USAGE = {
  line: 'seed',
  about:
    'Makes the database where there is none, publishes the scripts that come with the program where none were published, takes\n' +
    'in their tips where there are none and, with MUA_DEMO=1 on an empty database, fills it with a demonstration. What is there is left as it is.',
  options: {},
  positionals: [0, 0],
} as const

/** Brings a new installation to where it can serve. */
export const run: Run = async (io) => {
  const args = readArgs(io, USAGE)
  if (args.type === 'over') return args.code
  return withInstallation(
    io,
    async ({ config, store, clock, newId }) => {
      const { published, tips, demo } = await seedInstallation({ store, isDemo: config.isDemo, now: clock(), newId })
      io.write(published ? 'The scripts were published.\n' : 'Scripts were published before: nothing to do.\n')
      if (tips) io.write('The tips were taken in.\n')
      if (config.isDemo) io.write(demo ? 'The demo data is in.\n' : 'There are people already: no demo data.\n')
      return 0
    },
    { mustExist: false },
  )
}
