import { readScriptFiles } from '../script-files.ts'
import { currentRevision } from '../store/queries/revisions.ts'
import { defineCommand } from './command.ts'
import { scriptFolder } from './folder.ts'
import { inLanguage } from './io.ts'
import { withInstallation } from './open.ts'
import { describeChanges } from './script-diff.ts'

/** Shows what a push would change. */
export const command = defineCommand(
  {
    line: 'diff [dir]',
    about: {
      vi: 'Cho xem "mua push [dir]" sẽ thay đổi gì trong kịch bản đang dùng: tệp, lời (cũ, mới), dòng.',
      en: 'Shows what "mua push [dir]" would change in the published scripts: files, texts (old, new), lines.',
    },
    options: {},
    positionals: [0, 1],
    example: 'mua diff .',
  },
  async (io, { positionals }) => {
    const dir = scriptFolder(positionals[0])
    return withInstallation(io, async ({ store }) => {
      const published = await currentRevision(store.db)
      const changes = describeChanges(published?.revision.files ?? {}, readScriptFiles(dir))
      const none = { vi: 'Không có gì khác bản đang dùng.', en: 'Nothing differs from what is published.' }
      io.write(changes.length === 0 ? `${inLanguage(io, none)}\n` : `${changes.join('\n')}\n`)
      return 0
    })
  },
)
