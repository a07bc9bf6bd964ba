import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { OutboundMessage } from '../../src/channels/channel.ts'
import type { MessageClass } from '../../src/store/writes.ts'
import { NOW, SECOND } from './fixtures.ts'
import { openRig, tmp } from './rig.ts'

const CHILD = fileURLToPath(new URL('./crash-child.ts', import.meta.url))

/** Kills a worker with -9 in the middle of its send. Gives what the provider has. */
async function killedSending(file: string, how: 'took' | 'lost'): Promise<OutboundMessage[]> {
  const record = `${file}.record`
  const child = spawn(process.execPath, [CHILD, file, record, how], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  if (!existsSync(record)) return []
  const lines = readFileSync(record, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as OutboundMessage)
}

const cases: {
  class: MessageClass
  how: 'took' | 'lost'
  canLook: boolean
  again: number
  status: string
  double: boolean
}[] = [
  { class: 'reply', how: 'took', canLook: true, again: 0, status: 'wired', double: false },
  { class: 'reply', how: 'lost', canLook: true, again: 1, status: 'wired', double: false },
  { class: 'reply', how: 'took', canLook: false, again: 1, status: 'wired', double: true },
  { class: 'broadcast', how: 'took', canLook: true, again: 0, status: 'wired', double: false },
  { class: 'broadcast', how: 'lost', canLook: true, again: 1, status: 'wired', double: false },
  { class: 'broadcast', how: 'took', canLook: false, again: 0, status: 'uncertain', double: false },
]

test.each(cases)(
  'killed while sending a $class the provider $how, list $canLook: again $again',
  async (it) => {
    const file = join(tmp(), 'mua.db')
    const rig = await openRig({ file, canLook: it.canLook })
    await rig.addUrn('u1', { person: {} })
    await rig.queue('o1', { class: it.class, personId: 'p-u1', what: 'ngô' })
    const taken = await killedSending(file, it.how)
    expect(taken).toHaveLength(it.how === 'took' ? 1 : 0)
    for (const message of taken) rig.sms.taken.push({ message, externalId: 'SM1', listedAt: NOW })
    expect(await rig.row('o1')).toMatchObject({
      status: 'queued',
      attempts: 1,
      firstTriedAt: NOW,
      text: 'Da ghi: ngo.',
    })
    await rig.at(NOW + 29 * SECOND)
    expect(rig.sms.looks).toBe(0)
    await rig.at(NOW + 30 * SECOND)
    expect(rig.sms.asked).toHaveLength(it.again)
    expect(await rig.row('o1')).toMatchObject({ status: it.status, possibleDouble: it.double, leaseUntil: null })
  },
  60_000,
)
