import { join } from 'node:path'
import { loadProgram } from './conversation/load/load-program.ts'
import { formatProblem } from './conversation/load/problems.ts'
import type { Program } from './conversation/types.ts'
import { demoWrites } from './farm/demo.ts'
import { importTips } from './farm/import/tips.ts'
import { REGISTRY } from './farm/registry.ts'
import { tipRows } from './farm/tips/content.ts'
import { readScriptFiles } from './script-files.ts'
import { revisionHash } from './server/program-source.ts'
import { publish } from './server/publish.ts'
import { currentRevision } from './store/queries/revisions.ts'
import { people } from './store/schema/people.ts'
import { tips } from './store/schema/trainings.ts'
import type { Store } from './store/store.ts'
import type { Write } from './store/writes.ts'

/** Where the scripts that come with the program are. */
export const SCRIPTS_ROOT = join(import.meta.dirname, '..')

export interface SeedOptions {
  store: Pick<Store, 'db' | 'keys' | 'commit'>
  /** Holds flows/, locales/ and content/. Default: those that come with the program. */
  root?: string
  isDemo: boolean
  now: number
  newId(): string
}

/** What was there already is left as it is, and counts as false. */
export interface Seeded {
  /** Scripts for the first time, or in the place of those of an older program. */
  published: boolean
  tips: boolean
  demo: boolean
}

/** Of publications that no person made. */
const AUTHOR = 'mua seed'

/**
 * Brings a new installation to where it can serve: scripts where none were published, or where nobody has edited those of an older program; the tips of
 * content/tips.yaml where there are none; in a demo, people and prices where nobody is known. Safe to repeat. Throws where the scripts do not load or the database can not be written.
 */
export async function seedInstallation(options: SeedOptions): Promise<Seeded> {
  const { store, isDemo } = options
  const current = await currentRevision(store.db)
  const isEdited = current !== undefined && current.publication.author !== AUTHOR
  const files = isEdited ? current.revision.files : readScriptFiles(options.root ?? SCRIPTS_ROOT)
  const hash = isEdited ? current.revision.hash : revisionHash(files)
  const program = programOf(files, hash, isEdited)
  const isNew = hash !== current?.revision.hash
  if (isNew) await publishOwn(options, files, hash)
  const hasTips = await seedTips(options, program, files['content/tips.yaml'])
  const demo = isDemo && (await store.db.select({ id: people.id }).from(people).limit(1)).length === 0
  if (demo) await commitAll(store, demoWrites({ ...options, ...program, keys: store.keys }))
  return { published: isNew, tips: hasTips, demo }
}

function programOf(files: Readonly<Record<string, string>>, hash: string, isEdited: boolean): Program {
  const { program, problems } = loadProgram(files, hash, REGISTRY)
  if (program) return program
  const first = problems.find(({ level }) => level === 'error')
  const why = first ? formatProblem(first, 'en') : 'there are none'
  if (!isEdited) throw new Error(`The scripts do not load: ${why}`)
  throw new Error(
    `The published scripts do not load with this version of the program: ${why}. Mend your copy of them and publish it with "mua push <folder>"; until then the version before still runs them.`,
  )
}

async function publishOwn({ store, now, newId }: SeedOptions, files: Record<string, string>, hash: string) {
  const publication = { files, hash, author: AUTHOR, note: '', endTalks: false }
  const result = await publish(store, publication, { now, newId })
  if (result.type === 'unavailable') throw new Error(`The scripts could not be published: ${result.reason}`)
}

async function seedTips(
  { store, now, newId }: SeedOptions,
  program: Program,
  yaml: string | undefined,
): Promise<boolean> {
  if (yaml === undefined || (await store.db.select({ id: tips.id }).from(tips).limit(1)).length > 0) return false
  const { db, keys } = store
  const plan = await importTips.plan(tipRows(yaml), { db, keys, program, now, newId, channel: 'simulator' })
  if (plan.type === 'refused') throw new Error(`content/tips.yaml: ${plan.problems[0]?.en}`)
  await commitAll(store, [plan.writes.flat()])
  return true
}

async function commitAll(store: SeedOptions['store'], lists: readonly Write[][]): Promise<void> {
  for (const writes of lists) {
    const result = await store.commit({ writes })
    if (result.type !== 'committed')
      throw new Error(`A new installation could not be filled: ${JSON.stringify(result)}`)
  }
}
