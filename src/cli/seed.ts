import { seedInstallation } from '../seed.ts'
import { defineCommand } from './command.ts'
import { withInstallation } from './open.ts'

/** Brings a new installation to where it can serve. */
export const command = defineCommand(
  {
    line: 'seed',
    about: {
      vi:
        'Lập cơ sở dữ liệu nơi chưa có, đưa kịch bản đi kèm vào dùng nơi chưa có bản nào, nhập mẹo đi kèm nơi chưa có mẹo và,\n' +
        'với MUA_DEMO=1 khi chưa có ai, điền dữ liệu dùng thử. Đã có gì thì để nguyên.',
      en:
        'Makes the database where there is none, publishes the scripts that come with the program where none were published, takes\n' +
        'in their tips where there are none and, with MUA_DEMO=1 on an empty database, fills it with a demonstration. What is there is left as it is.',
    },
    options: {},
    positionals: [0, 0],
    example: 'mua seed',
  },
  (io) =>
    withInstallation(
      io,
      async ({ config, store, clock, newId }) => {
        const { published, tips, demo } = await seedInstallation({ store, isDemo: config.isDemo, now: clock(), newId })
        io.write(published ? 'The scripts were published.\n' : 'Scripts were published before: nothing to do.\n')
        if (tips) io.write('The tips were taken in.\n')
        if (config.isDemo) io.write(demo ? 'The demo data is in.\n' : 'There are people already: no demo data.\n')
        return 0
      },
      { mustExist: false },
    ),
)
