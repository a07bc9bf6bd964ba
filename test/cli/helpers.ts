import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { uuidv7 } from 'uuidv7'
import { afterAll, onTestFinished } from 'vitest'
import type { CommandIo } from '../../src/cli/io.ts'
import { runCli } from '../../src/cli/run.ts'
import { seedInstallation } from '../../src/seed.ts'
import { openSqliteStore, type SqliteStore } from '../../src/store/sqlite.ts'
import type { Write } from '../../src/store/writes.ts'

export const KEY = new Uint8Array(32).fill(7)
export const base64 = (key: Uint8Array): string => Buffer.from(key).toString('base64')

interface Ran {
  code: number
  out: string
  err: string
}

/** A folder of its own with a database in it, and commands run on it as a person would. */
export interface Place {
  dir: string
  file(name: string, content: string | Buffer): string
  run(...args: string[]): Promise<Ran>
  runWith(env: Record<string, string>, ...args: string[]): Promise<Ran>
  /** With these lines at its standard input. */
  runPiped(lines: string[], ...args: string[]): Promise<Ran>
  /** As at a terminal, where `typed` is what the person answers. */
  runTyping(typed: string, ...args: string[]): Promise<Ran>
  /** Looks into the database, between two commands. */
  look<T>(task: (store: SqliteStore) => Promise<T>): Promise<T>
  commit(...writes: Write[]): Promise<void>
}

export function makePlace(): Place {
  const dir = mkdtempSync(join(tmpdir(), 'mua-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const database = join(dir, 'mua.db')
  const env = { DATABASE_URL: `file:${database}`, MUA_KEY: base64(KEY), USER: 'mai' }
  const perform = async (extra: Record<string, string>, input: CommandIo['input'], args: string[]) => {
    let out = ''
    let err = ''
    const io = {
      args,
      env: { ...env, ...extra },
      input,
      write(text: string) {
        out += text
      },
      writeError(text: string) {
        err += text
      },
    }
    const code = await runCli(io)
    return { code, out, err }
  }
  const runWith: Place['runWith'] = (extra, ...args) => perform(extra, Readable.from([]), args)
  const look: Place['look'] = async (task) => {
    const store = await openSqliteStore({ file: database, key: KEY })
    try {
      return await task(store)
    } finally {
      await store.close()
    }
  }
  return {
    dir,
    file(name, content) {
      const path = join(dir, name)
      writeFileSync(path, content)
      return path
    },
    run: (...args) => runWith({}, ...args),
    runWith,
    runPiped: (lines, ...args) => perform({}, Readable.from(lines.map((line) => `${line}\n`)), args),
    runTyping: (typed, ...args) => perform({}, Object.assign(Readable.from([typed]), { isTTY: true }), args),
    look,
    commit: (...writes) =>
      look(async (store) => {
        const result = await store.commit({ writes })
        if (result.type !== 'committed') throw new Error(JSON.stringify(result))
      }),
  }
}

/** Databases just seeded, made once in each test file: with and without the demonstration. */
const templates = new Map<boolean, Promise<string>>()
const templateDirs: string[] = []
afterAll(() => {
  for (const dir of templateDirs) rmSync(dir, { recursive: true, force: true })
})

async function makeTemplate(isDemo: boolean): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'mua-seeded-'))
  templateDirs.push(dir)
  const file = join(dir, 'mua.db')
  const store = await openSqliteStore({ file, key: KEY })
  try {
    await seedInstallation({ store, isDemo, now: Date.now(), newId: uuidv7 })
    await store.backup(join(dir, 'copy.db'))
  } finally {
    await store.close()
  }
  return join(dir, 'copy.db')
}

/** As `mua seed` leaves it: scripts published, tips taken in, and the demonstration where that is asked for. */
export async function makeSeeded({ isDemo = false } = {}): Promise<Place> {
  const place = makePlace()
  const template = templates.get(isDemo) ?? makeTemplate(isDemo)
  templates.set(isDemo, template)
  copyFileSync(await template, join(place.dir, 'mua.db'))
  return place
}
