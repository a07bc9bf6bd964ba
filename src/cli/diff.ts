import { existsSync } from 'node:fs'
import { readScriptFiles } from '../script-files.ts'
import { currentRevision } from '../store/queries/revisions.ts'
import type { Run } from './commands.ts'
import { inLanguage, readArgs } from './io.ts'
import { withInstallation } from './open.ts'
import { describeChanges } from './script-diff.ts'

const USAGE = {
  line: 'diff [dir]',
  about: 'Shows what "mua push [dir]" would change in the published scripts: files, texts (old, new), lines.',
  options: {},
  positionals: [0, 1],
} as const

/** Shows what a push would change. */
export const run: Run = async (io) => {
  const args = readArgs(io, USAGE)
  if (args.type === 'over') return args.code
  const dir = args.positionals[0] ?? '.'
  if (!existsSync(dir)) {
    io.writeError(`There is no folder ${dir}.\n`)
    return 1
  }
  return withInstallation(io, async ({ store }) => {
    const published = await currentRevision(store.db)
    const changes = describeChanges(published?.revision.files ?? {}, readScriptFiles(dir))
    const none = { vi: 'Không có gì khác bản đang dùng.', en: 'Nothing differs from what is published.' }
    io.write(changes.length === 0 ? `${inLanguage(io, none)}\n` : `${changes.join('\n')}\n`)
    return 0
  })
}
