import { expect, test } from 'vitest'
import { createKannelChannel } from '../../src/channels/kannel/channel.ts'
import { createSmsgateChannel } from '../../src/channels/smsgate/channel.ts'
import { advertisingTroubles } from '../../src/cli/advertising-troubles.ts'
import { DEFAULT_RULES } from '../../src/conversation/sending-rules.ts'

const quiet = () => undefined
const log = { info: quiet, warn: quiet, error: quiet }
const noFetch = () => Promise.reject(new Error('no network'))
const kannel = (from: string) => {
  const config = { sendsmsUrl: 'http://127.0.0.1:1', username: 'u', password: 'p', from, secret: 's', publicUrl: '' }
  return createKannelChannel({ config, fetch: noFetch, log })
}
const phone = createSmsgateChannel({
  config: { url: 'http://127.0.0.1:1', username: 'u', password: 'p', signingKey: 'k' },
  fetch: noFetch,
  log,
  now: () => 0,
})
const program = (alerts: 'service' | 'advertising') => ({ sending: { ...DEFAULT_RULES, alerts } })

test.each([
  ['service needs nothing', 'service', [phone], null, []],
  ['a number alone', 'advertising', [phone, kannel('8099')], '8099', ['no channel has a registered name']],
  ['a name, and nowhere to refuse', 'advertising', [phone, kannel('HTXMuongVi')], null, ['MUA_REFUSAL']],
  ['a name, and where to refuse', 'advertising', [phone, kannel('HTXMuongVi')], '8099', []],
] as const)('%s', (_, alerts, channels, refusal, expected) => {
  const troubles = advertisingTroubles(program(alerts), channels, refusal)
  expect(troubles).toHaveLength(expected.length)
  for (const [index, part] of expected.entries()) expect(troubles[index]).toContain(part)
})
