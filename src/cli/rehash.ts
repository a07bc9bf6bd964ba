import { rehashDatabase } from '../store/rehash.ts'
import { defineCommand } from './command.ts'
import { CommandError } from './io.ts'
import { settingsOf } from './open.ts'

/** Hashes every URN anew. */
export const command = defineCommand(
  {
    line: 'rehash',
    about: {
      vi:
        'Làm mới, từ MUA_KEY, khóa dùng để tìm số điện thoại, khi dịch vụ đã dừng. Chỉ cần khi chính khóa đó có thể đã lộ;\n' +
        'đổi MUA_KEY thì không cần.',
      en:
        'Makes the key by which phone numbers are found anew from MUA_KEY, on a stopped service. Needed only where that key itself\n' +
        'may be known to others; changing MUA_KEY does not need it.',
    },
    options: {},
    positionals: [0, 0],
    example: 'mua rehash',
  },
  async (io) => {
    const { config, material } = settingsOf(io.env)
    const seeds = config.zalo?.refreshToken === undefined ? [] : [config.zalo.refreshToken]
    const result = rehashDatabase({ file: config.databaseFile, seeds, ...material })
    if (result.type === 'refused') throw new CommandError(`${result.reason}\nNothing was changed.`)
    io.write(`${result.urns} numbers and accounts were hashed anew.\n`)
    if (result.forgotten > 0)
      io.writeError(
        `WARNING: ${result.forgotten} numbers of Do-Not-Call lists could not be hashed anew: import each list again ("mua import dnc") before anything is advertised.\n`,
      )
    return 0
  },
)
