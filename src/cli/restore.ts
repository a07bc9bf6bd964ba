import { restoreDatabase } from '../store/restore.ts'
import { defineCommand } from './command.ts'
import { CommandError } from './io.ts'
import { settingsOf } from './open.ts'

/** Takes a backup into service, if it is whole and these keys open it. */
export const command = defineCommand(
  {
    line: 'restore <file>',
    about: {
      vi: 'Đặt một bản sao vào chỗ cơ sở dữ liệu của dịch vụ đã dừng. Cơ sở dữ liệu cũ được giữ bên cạnh.',
      en: 'Puts a backup in the place of the database of a stopped service. The former database is kept beside it.',
    },
    options: {},
    positionals: [1, 1],
    example: 'mua restore backups/2026-11-22.db',
  },
  async (io, { positionals: [backup = ''] }) => {
    const { config, material } = settingsOf(io.env)
    const result = restoreDatabase({ backup, file: config.databaseFile, now: Date.now(), ...material })
    if (result.type === 'refused') throw new CommandError(`${result.reason}\nNothing was changed.`)
    const former = result.former ? ` The former one is ${result.former}.` : ''
    io.write(`${config.databaseFile} is now what ${backup} was.${former}\n`)
    return 0
  },
)
