import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { expect, onTestFinished, test } from 'vitest'
import { readScriptFiles } from '../../src/script-files.ts'
import { SCRIPTS_ROOT, seedInstallation } from '../../src/seed.ts'
import { revisionHash } from '../../src/server/program-source.ts'
import { publish } from '../../src/server/publish.ts'
import { currentRevision } from '../../src/store/queries/revisions.ts'
import { NOW, openStore } from '../store/helpers.ts'

/** The scripts as another version of the program brings them. */
function otherVersion(change: (text: string) => string): string {
  const root = mkdtempSync(join(tmpdir(), 'mua-seed-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const folder of ['flows', 'locales', 'content'])
    cpSync(join(SCRIPTS_ROOT, folder), join(root, folder), { recursive: true })
  const file = join(root, 'locales/vi/menu.yaml')
  writeFileSync(file, change(readFileSync(file, 'utf8')))
  return root
}

async function openSeeded(root: string) {
  const store = await openStore()
  const seed = (from: string) => seedInstallation({ store, root: from, isDemo: false, now: NOW, newId: uuidv7 })
  await seed(root)
  const current = async () => (await currentRevision(store.db))?.revision.files['locales/vi/menu.yaml'] ?? ''
  return { store, seed, current }
}

test('scripts that nobody edited become those of the new version', async () => {
  const before = otherVersion((text) => `${text}# before\n`)
  const { seed, current } = await openSeeded(before)
  expect(await current()).toContain('# before')
  expect(await seed(SCRIPTS_ROOT)).toMatchObject({ published: true })
  expect(await current()).not.toContain('# before')
  expect(await seed(SCRIPTS_ROOT)).toMatchObject({ published: false })
})

test('edited ones stay, and what the new version misses in them is named', async () => {
  const { store, seed, current } = await openSeeded(SCRIPTS_ROOT)
  const edit = async (root: string) => {
    const files = readScriptFiles(root)
    const publication = { files, hash: revisionHash(files), author: 'Lan', note: '', endTalks: false }
    await publish(store, publication, { now: NOW, newId: uuidv7 })
  }
  await edit(otherVersion((text) => `${text}# mine\n`))
  expect(await seed(SCRIPTS_ROOT)).toMatchObject({ published: false })
  expect(await current()).toContain('# mine')
  await edit(otherVersion(() => 'nothing: "x"\n'))
  await expect(seed(SCRIPTS_ROOT)).rejects.toThrow(
    /^The published scripts do not load with this version of the program: .*menu.*"mua push <folder>"/s,
  )
})
