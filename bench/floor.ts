import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import Database from 'better-sqlite3'
import { Hono } from 'hono'
import { createTwilioChannel } from '../src/channels/twilio/channel.ts'
import { createNodeSignatureCheck } from '../src/channels/twilio/signature-node.ts'
import { createLog } from '../src/server/log.ts'
import type { Reception } from '../src/server/reception.ts'
import { webhooks } from '../src/server/webhooks.ts'
import { PUBLIC_URL } from '../test/trials/served.ts'
import { answer } from './children.ts'
import { ACCOUNT_SID, AUTH_TOKEN, FROM } from './load-job.ts'

/**
 * A floor to measure against: the service's own webhook up to the signature check, then one bare prepared insert with
 * `synchronous=FULL`: committed by itself (`each`), or together with those asked for at the same time (`shared`).
 */
const [, , file = '', mode = 'each'] = process.argv
const client = new Database(file)
client.pragma('journal_mode = WAL')
client.pragma('synchronous = FULL')
client.exec('create table inbound (id text primary key, sender text not null, body text not null) strict')
const insert = client.prepare('insert into inbound values (?, ?, ?)')
const begin = client.prepare('begin immediate')
const commit = client.prepare('commit')

type Row = [id: string, sender: string, body: string]
let queue: { row: Row; resolve: () => void }[] = []

function flush(): void {
  const group = queue
  queue = []
  begin.run()
  for (const { row } of group) insert.run(...row)
  commit.run()
  for (const { resolve } of group) resolve()
}

const keepShared = (row: Row): Promise<void> =>
  new Promise((resolve) => {
    if (queue.push({ row, resolve }) === 1) setImmediate(flush)
  })

const keepEach = async (row: Row): Promise<void> => void insert.run(...row)

const keep = mode === 'shared' ? keepShared : keepEach
const reception: Pick<Reception, 'take'> = {
  async take(channel, request) {
    const received = await channel.receive(request)
    if (received.type === 'refused') return { type: 'refused', status: 403, code: received.code }
    for (const event of received.events)
      if (event.type === 'message') await keep([event.externalId, event.from, event.text])
    return { type: 'kept' }
  },
}

const config = {
  accountSid: ACCOUNT_SID,
  authToken: AUTH_TOKEN,
  sender: { type: 'number' as const, from: FROM },
  publicUrl: PUBLIC_URL,
}
const check = createNodeSignatureCheck(AUTH_TOKEN)
const channel = createTwilioChannel({ config, fetch, log: createLog('silent'), check })
const app = new Hono().route('/', webhooks({ channels: [channel], publicUrl: PUBLIC_URL, reception }))
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) =>
  answer(`http://127.0.0.1:${port}`, () => ({ rows: client.prepare('select count(*) from inbound').pluck().get() })),
)
process.on('SIGTERM', () => {
  server.close()
  process.exit(0)
})
