import { defineCommand } from './command.ts'
import { withInstallation } from './open.ts'

/** Copies the database to a new file. */
export const command = defineCommand(
  {
    line: 'backup <file>',
    about: {
      vi:
        'Chép trọn cơ sở dữ liệu ra một tệp mới; dịch vụ cứ chạy. Giữ MUA_KEY cùng bản sao nhưng để riêng nơi khác: thiếu khóa\n' +
        'thì bản sao không dùng được.',
      en:
        'Writes a whole, consistent copy of the database to a new file; the service may run. Keep MUA_KEY with it, apart: without\n' +
        'the key a backup can not be used.',
    },
    options: {},
    positionals: [1, 1],
    example: 'mua backup backups/2026-11-22.db',
  },
  (io, { positionals: [file = ''] }) =>
    withInstallation(io, async ({ store }) => {
      await store.backup(file)
      io.write(`The database was copied to ${file}.\n`)
      return 0
    }),
)
