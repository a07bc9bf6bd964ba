import { expect, test } from 'vitest'
import { smsChannel } from '../../src/cli/open.ts'
import { readConfig } from '../../src/config.ts'

const KANNEL = {
  KANNEL_SENDSMS_URL: 'http://127.0.0.1:13013/cgi-bin/sendsms',
  KANNEL_USERNAME: 'mua',
  KANNEL_PASSWORD: 'password',
  KANNEL_FROM: '8099',
  KANNEL_SECRET: 'path-secret-0123456789',
  PUBLIC_URL: 'http://127.0.0.1:3000',
}
const SMSGATE = {
  SMSGATE_URL: 'http://127.0.0.1:8080',
  SMSGATE_USERNAME: 'a',
  SMSGATE_PASSWORD: 'b',
  SMSGATE_SIGNING_KEY: 'c',
}

test.each([
  ['an operator’s link before a phone', { ...SMSGATE, ...KANNEL }, 'kannel'],
  ['a phone', SMSGATE, 'smsgate'],
  ['none yet', {}, 'smsgate'],
  ['a demonstration', { MUA_DEMO: '1' }, 'simulator'],
])('who has never written is reached by %s', (_name, env, channel) => {
  expect(smsChannel(readConfig(env))).toBe(channel)
})
