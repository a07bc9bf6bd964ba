import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { readConfig } from '../../src/config.ts'
import { createRuntime, type Runtime } from '../../src/runtime.ts'
import { createLog } from '../../src/server/log.ts'
import { insert, type Write } from '../../src/store/writes.ts'

/** A demo service on a port of its own, with a few people in it. */
export interface Rig {
  runtime: Runtime
  url: string
  close(): Promise<void>
}

const PEOPLE = [
  { number: '+84912345678', name: 'Giàng Thị Seo', role: 'farmer' },
  { number: '+84500000002', name: 'Lù Thị Mẩy', role: 'farmer' },
  { number: '+84500000003', name: 'Vàng A Pao', role: 'leader' },
  { number: '+84500000004', name: 'Nguyễn Thị Hoa', role: 'officer' },
] as const

export async function openRig(): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'mua-simulator-'))
  const config = readConfig({
    MUA_DEMO: '1',
    DATABASE_URL: `file:${join(folder, 'mua.db')}`,
    MUA_OFFICER_URN: 'tel:+84500000004',
  })
  const runtime = await createRuntime({ config, log: createLog('silent') })
  await addPeople(runtime)
  runtime.dispatcher.start()
  runtime.sweeper.start()
  const server = serve({ fetch: runtime.app.fetch, port: 0, hostname: '127.0.0.1' })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async () => {
    runtime.endStreams()
    await new Promise<void>((resolve) => server.close(() => resolve()))
    await runtime.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { runtime, url: `http://127.0.0.1:${port}`, close }
}

async function addPeople({ store, clock, newId }: Runtime): Promise<void> {
  const createdAt = clock()
  const cooperativeId = newId()
  const writes: Write[] = [insert('cooperatives', { id: cooperativeId, name: 'HTX Mường Vi', createdAt })]
  for (const { number, name, role } of PEOPLE) {
    const personId = newId()
    const urnId = newId()
    const address = `tel:${number}`
    const person = { id: personId, name, role, cooperativeId, locale: 'vi', consent: 'agreed' as const, isDemo: true }
    const urn = { id: urnId, scheme: 'tel' as const, hash: store.keys.hash(address), address: store.keys.seal(address) }
    writes.push(
      insert('people', { ...person, createdAt }),
      insert('urns', { ...urn, channel: 'simulator', createdAt }),
      insert('personUrns', { personId, urnId, createdAt }),
    )
  }
  const result = await store.commit({ writes })
  if (result.type !== 'committed') throw new Error(`people: ${result.type}`)
}
