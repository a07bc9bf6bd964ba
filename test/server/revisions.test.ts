import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readScriptFiles } from '../../src/script-files.ts'
import { openProgramSource, revisionHash } from '../../src/server/program-source.ts'
import { publish } from '../../src/server/publish.ts'
import { type ServiceRig, startService } from './rig.ts'

let service: ServiceRig
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.close())

const OLD = 'Thu được bao nhiêu{has_crop, select, yes { {crop}} other {}} ạ? Ví dụ: 3 tạ, 250 kg.'

/** Publishes the repository's scripts with another wording of one question. */
async function pushWording(words: string, endTalks = false): Promise<void> {
  const files = readScriptFiles(resolve(import.meta.dirname, '../..'))
  const path = 'locales/vi/report-yield.yaml'
  expect(files[path]).toContain(OLD)
  files[path] = String(files[path]).replace(OLD, words)
  const { store, newId, clock, programs } = service.runtime
  const publication = { files, hash: revisionHash(files), author: 'test', note: '', endTalks }
  expect(await publish(store, publication, { now: clock(), newId })).toEqual({ type: 'published' })
  expect(await programs.refresh()).toBe(true)
}

async function talk(from: string, texts: string[]): Promise<string> {
  for (const text of texts) await service.text(text, from)
  for (let tries = 0; tries < 100; tries++) {
    const last = service.twilio.messages.filter(({ to }) => to === from).at(-1)
    if (last && tries > 40) return last.body
    await new Promise((done) => setTimeout(done, 100))
  }
  throw new Error('nothing was sent')
}

test('a talk under way keeps its wording, a new one has the new; --end-talks moves all', async () => {
  await Promise.all([talk('+84912345701', ['bc ngo dy', 'quay lai']), talk('+84912345702', ['bc'])])
  await pushWording('Được mấy cân ạ?')
  const [old, fresh] = await Promise.all([talk('+84912345702', ['ngo']), talk('+84912345703', ['bc ngo'])])
  expect(old).toContain('Thu duoc bao nhieu ngo a?')
  expect(fresh).toContain('Duoc may can a?')
  await talk('+84912345704', ['bc'])
  await pushWording('Nhà mình được mấy tạ ạ?', true)
  expect(await talk('+84912345704', ['ngo'])).toContain('Nha minh duoc may ta a?')
}, 60_000)

test('scripts published before a restart still serve the talks that began with them', async () => {
  const { store, clock, programs } = service.runtime
  const restarted = await openProgramSource(store.db, clock)
  expect(restarted.current.revision).toBe(programs.current.revision)
  const files = readScriptFiles(resolve(import.meta.dirname, '../..'))
  expect(restarted.byRevision(revisionHash(files))?.revision).toBe(revisionHash(files))
})
