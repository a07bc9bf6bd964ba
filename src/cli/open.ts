import { existsSync } from 'node:fs'
import { uuidv7 } from 'uuidv7'
import { type Config, readConfig } from '../config.ts'
import { loadProgram } from '../conversation/load/load-program.ts'
import type { Program } from '../conversation/types.ts'
import { REGISTRY } from '../farm/registry.ts'
import { readKeys } from '../key-file.ts'
import type { KeyMaterial } from '../store/crypto.ts'
import { currentRevision } from '../store/queries/revisions.ts'
import { openSqliteStore, type SqliteStore } from '../store/sqlite.ts'
import type { Row } from '../store/writes.ts'
import { CommandError, type CommandIo } from './io.ts'

/** What a command works on. */
export interface Installation {
  config: Config
  material: KeyMaterial
  store: SqliteStore
  clock(): number
  newId(): string
}

export const settingsOf = (env: CommandIo['env']): { config: Config; material: KeyMaterial } => {
  const config = readConfig(env)
  return { config, material: readKeys(config) }
}

/**
 * Opens the installation that the environment names, does `task` with it and closes it. Works beside a running `serve`.
 * Throws ConfigError, StoreError or CommandError, each one sentence. `mustExist`: a command that only looks makes no database.
 */
export async function withInstallation<T>(
  { env }: Pick<CommandIo, 'env'>,
  task: (installation: Installation) => Promise<T>,
  { mustExist = true }: { mustExist?: boolean } = {},
): Promise<T> {
  const file = readConfig(env).databaseFile
  if (mustExist && !existsSync(file))
    throw new CommandError({
      vi: `Chưa có cơ sở dữ liệu ${file}: "mua seed" lập một cái, hoặc đặt DATABASE_URL.`,
      en: `There is no database ${file} yet: "mua seed" makes one, or set DATABASE_URL.`,
    })
  const { config, material } = settingsOf(env)
  const store = await openSqliteStore({ file, ...material })
  try {
    return await task({ config, material, store, clock: Date.now, newId: uuidv7 })
  } finally {
    await store.close()
  }
}

/** The set of scripts in force. Throws CommandError where none were ever published. */
export async function publishedRevision({ store }: Pick<Installation, 'store'>): Promise<Row<'revisions'>> {
  const published = await currentRevision(store.db)
  if (published) return published.revision
  throw new CommandError({
    vi: 'Chưa có kịch bản nào được đưa vào dùng: chạy "mua push" hoặc "mua seed" trước.',
    en: 'No scripts have been published yet: run "mua push" or "mua seed" first.',
  })
}

/** The scripts in force, loaded. Throws CommandError where there are none, or this program can't run them. */
export async function publishedProgram(installation: Pick<Installation, 'store'>): Promise<Program> {
  const { files, hash } = await publishedRevision(installation)
  const { program, problems } = loadProgram(files, hash, REGISTRY)
  if (program) return program
  const [problem] = problems
  throw new CommandError({
    vi: `Chương trình này không nạp được kịch bản đang dùng (${problem?.vi ?? '?'}): chạy "mua push" với kịch bản đúng.`,
    en: `The published scripts do not load with this program (${problem?.en ?? '?'}): run "mua push" with scripts that do.`,
  })
}

/**
 * The channel that reaches a phone number which has never written: the first SMS link configured. Where none is yet, still a
 * real one: whoever is configured later takes it up, and the simulator never gets messages meant for real people.
 */
export const smsChannel = ({ kannel, smsgate, esms, twilio, isDemo }: Config): string => {
  if (kannel) return 'kannel'
  if (smsgate) return 'smsgate'
  if (esms) return 'esms'
  if (twilio) return 'twilio'
  return isDemo ? 'simulator' : 'smsgate'
}
