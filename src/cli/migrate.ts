import { reseal } from '../store/reseal.ts'
import { defineCommand } from './command.ts'
import { CommandError } from './io.ts'
import { withInstallation } from './open.ts'

/** Opening an installation migrates it: this does nothing else, but for a key that is being changed. */
export const command = defineCommand(
  {
    line: 'migrate',
    about: {
      vi:
        'Nâng cơ sở dữ liệu lên các bảng của chương trình này; chưa có thì lập mới. Có MUA_KEY_OLD thì còn niêm lại bằng MUA_KEY\n' +
        'những gì đang niêm bằng khóa cũ; chạy lại không sao.',
      en:
        'Brings the database to the tables of this program, making it where there is none. With MUA_KEY_OLD, also seals anew\n' +
        'under MUA_KEY what is still sealed under the former key; safe to repeat.',
    },
    options: {},
    positionals: [0, 0],
    example: 'mua migrate',
  },
  (io) =>
    withInstallation(
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
    ),
)
