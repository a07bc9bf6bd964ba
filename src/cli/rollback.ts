import { localTime } from '../conversation/calendar.ts'
import { loadProgram } from '../conversation/load/load-program.ts'
import { formatProblem } from '../conversation/load/problems.ts'
import { REGISTRY } from '../farm/registry.ts'
import { publish } from '../server/publish.ts'
import { listPublications, loadRevision, revisionsByPrefix } from '../store/queries/revisions.ts'
import type { Db } from '../store/store.ts'
import { defineCommand } from './command.ts'
import { CommandError, type CommandIo, languageOf } from './io.ts'
import { withInstallation } from './open.ts'
import { authorOf, PUBLISH_OPTIONS, SHORT_HASH, tellPublished } from './publish-options.ts'

const LISTED = 20

/** Publishes an older revision again, if this program can still run it. */
export const command = defineCommand(
  {
    line: 'rollback [revision] [--note text] [--author name] [--end-talks]',
    about: {
      vi: 'Đưa một bản kịch bản cũ vào dùng lại: ghi phần đầu mã của nó, ít nhất bốn ký tự. Không ghi mã: liệt kê các bản đã dùng.',
      en: 'Publishes an older revision again: the beginning of its hash, at least four digits. Without one: lists what was published.',
    },
    options: PUBLISH_OPTIONS,
    positionals: [0, 1],
    example: 'mua rollback 3f9c --note "quay lại bản hôm qua"',
  },
  (io, { values, positionals: [prefix] }) =>
    withInstallation(io, async ({ store, clock, newId }) => {
      if (prefix === undefined) return list(io, store.db)
      const { hash, files } = await findRevision(store.db, prefix)
      checkRuns(io, files, hash)
      const author = authorOf(io.env, values.author)
      const publication = { files, hash, author, note: values.note, endTalks: values['end-talks'] }
      tellPublished(io, await publish(store, publication, { now: clock(), newId }), hash)
      return 0
    }),
)

function checkRuns(io: CommandIo, files: Readonly<Record<string, string>>, hash: string): void {
  const { program, problems } = loadProgram(files, hash, REGISTRY)
  if (program) return
  for (const problem of problems)
    if (problem.level === 'error') io.writeError(`${formatProblem(problem, languageOf(io))}\n`)
  throw new CommandError({
    vi: 'Chương trình này không chạy được bản cũ đó.',
    en: 'This program can not run that revision.',
  })
}

async function findRevision(db: Db, prefix: string) {
  const given = prefix.toLowerCase()
  if (!/^[0-9a-f]{4,32}$/.test(given))
    throw new CommandError({
      vi: `"${prefix}" không phải mã bản nào: ghi phần đầu mã, ít nhất bốn ký tự 0-9 a-f.`,
      en: `"${prefix}" is no revision: give the beginning of its hash, at least four hex digits.`,
    })
  const [found, other] = await revisionsByPrefix(db, given)
  if (!found)
    throw new CommandError({
      vi: `Không có bản ${prefix}: "mua rollback" liệt kê các bản.`,
      en: `There is no revision ${prefix}: "mua rollback" lists them.`,
    })
  if (other)
    throw new CommandError({
      vi: `Nhiều bản có mã bắt đầu bằng ${prefix}: ghi dài thêm.`,
      en: `More than one revision begins with ${prefix}: give more of its hash.`,
    })
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
