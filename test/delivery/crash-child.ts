import { appendFileSync } from 'node:fs'
import type { Channel } from '../../src/channels/channel.ts'
import { createEmbeddedDispatcher } from '../../src/delivery/embedded.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { KEY, NOW, program, TEXTS } from './fixtures.ts'

/** A worker that is killed while it sends: `took` the provider has the message, `lost` the request never arrived. */
const [, , file = '', record = '', how = ''] = process.argv
const store = await openSqliteStore({ file, key: KEY, clock: () => NOW })

const channel: Channel = {
  type: 'twilio',
  form: 'sms',
  scheme: 'tel',
  routes: [],
  acknowledge: () => ({ contentType: 'text/plain', body: '' }),
  receive: async () => ({ type: 'accepted', events: [] }),
  send(message) {
    if (how === 'took') appendFileSync(record, `${JSON.stringify(message)}\n`)
    process.stdout.write('sending\n')
    return new Promise(() => undefined)
  },
}

const ignore = () => undefined
createEmbeddedDispatcher({
  store,
  channels: [channel],
  programs: { current: program(TEXTS), byRevision: () => undefined },
  saoM2: 360,
  operator: 'HTX Mường Vi',
  clock: () => NOW,
  ids: () => 'unused',
  random: () => 0.5,
  log: { warn: ignore, error: ignore },
}).start()
