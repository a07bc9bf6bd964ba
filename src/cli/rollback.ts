import { localTime } from '../conversation/calendar.ts'
import { loadProgram } from '../conversation/load/load-program.ts'
import { formatProblem } from '../conversation/load/problems.ts'
import { REGISTRY } from '../farm/registry.ts'
import { publish } from '../server/publish.ts'
import { listPublications, loadRevision, revisionsByPrefix } from '../store/queries/revisions.ts'
import type { Db } from '../store/store.ts'
import type { CommandIo, Run } from './commands.ts'
import { CommandError, inLanguage, readArgs } from './io.ts'
import { withInstallation } from './open.ts'
import { authorOf, PUBLISH_OPTIONS, SHORT_HASH, tellPublished } from './publish-options.ts'

const USAGE = {
  line: 'rollback [revision] [--note text] [--author name] [--end-talks]',
  about:
    'Publishes an older revision again: the beginning of its hash, at least four digits. Without one: lists what was published.',
  options: PUBLISH_OPTIONS,
  positionals: [0, 1],
} as const

const LISTED = 20

/** Publishes an older revision again, if this program can still run it. */
export const run: Run = async (io) => {
  const args = readArgs(io, USAGE)
  if (args.type === 'over') return args.code
  const { values, positionals } = args
  return withInstallation(io, async ({ store, clock, newId }) => {
    const [prefix] = positionals
    if (prefix === undefined) return list(io, store.db)
    const { hash, files } = await findRevision(store.db, prefix)
    const { program, problems } = loadProgram(files, hash, REGISTRY)
    if (!program) {
      const locale = io.env.MUA_LANG === 'en' ? 'en' : 'vi'
      for (const problem of problems)
        if (problem.level === 'error') io.writeError(`${formatProblem(problem, locale)}\n`)
      const message = {
        vi: 'Chương trình này không chạy được bản cũ đó.',
        en: 'This program can not run that revision.',
      }
      io.writeError(`${inLanguage(io, message)}\n`)
      return 1
    }
    const author = authorOf(io.env, values.author)
    const publication = { files, hash, author, note: values.note, endTalks: values['end-talks'] }
    tellPublished(io, await publish(store, publication, { now: clock(), newId }), hash)
    return 0
  })
}

async function findRevision(db: Db, prefix: string) {
  const given = prefix.toLowerCase()
  if (!/^[0-9a-f]{4,32}$/.test(given))
    throw new CommandError(`"${prefix}" is no revision: give the beginning of its hash, at least four hex digits.`)
  const [found, other] = await revisionsByPrefix(db, given)
  if (!found) throw new CommandError(`There is no revision ${prefix}: "mua rollback" lists them.`)
  if (other) throw new CommandError(`More than one revision begins with ${prefix}: give more of its hash.`)
  const revision = await loadRevision(db, found.id)
  if (!revision) throw new Error(`Revision ${found.id} was just there`)
  return revision
}

async function list(io: CommandIo, db: Db): Promise<number> {
  for (const [index, { publication, hash }] of (await listPublications(db, LISTED)).entries()) {
    const { at, author, note } = publication
    const mark = index === 0 ? '*' : ' '
    io.write(`${mark} ${hash.slice(0, SHORT_HASH)}  ${timeOf(at)}  ${author}${note ? `  ${note}` : ''}\n`)
  }
  return 0
}

function timeOf(at: number): string {
  const { day, minutes } = localTime(at)
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'))
  return `${day} ${hour}:${minute}`
}
