import { existsSync } from 'node:fs'
import { publish } from '../server/publish.ts'
import { loadFolder, report } from './check.ts'
import type { Run } from './commands.ts'
import { inLanguage, readArgs } from './io.ts'
import { withInstallation } from './open.ts'
import { authorOf, PUBLISH_OPTIONS, tellPublished } from './publish-options.ts'

const USAGE = {
  line: 'push [dir] [--note text] [--author name] [--end-talks]',
  about:
    'Checks all scripts under a folder, plays their tests and publishes them. Talks under way finish on the scripts they\n' +
    'began with, at most 72 h; --end-talks moves them all at once.',
  options: PUBLISH_OPTIONS,
  positionals: [0, 1],
} as const

/** Publishes scripts that nothing refuses. */
export const run: Run = async (io) => {
  const args = readArgs(io, USAGE)
  if (args.type === 'over') return args.code
  const { values, positionals } = args
  const dir = positionals[0] ?? '.'
  if (!existsSync(dir)) {
    io.writeError(`There is no folder ${dir}.\n`)
    return 1
  }
  const loaded = loadFolder(dir)
  if (!(await report(loaded, io))) {
    const message = { vi: 'Chưa đưa gì vào dùng.', en: 'Nothing was published.' }
    io.writeError(`${inLanguage(io, message)}\n`)
    return 1
  }
  const { files, hash } = loaded
  const author = authorOf(io.env, values.author)
  return withInstallation(
    io,
    async ({ store, clock, newId }) => {
      const publication = { files, hash, author, note: values.note, endTalks: values['end-talks'] }
      tellPublished(io, await publish(store, publication, { now: clock(), newId }), hash)
      return 0
    },
    { mustExist: false },
  )
}
