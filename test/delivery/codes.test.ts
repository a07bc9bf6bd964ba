import { expect, test } from 'vitest'
import { meaningOf } from '../../src/delivery/codes.ts'

test.each([
  ['twilio', '30005', 'dead'],
  ['twilio', '21610', 'opted_out'],
  ['kannel', 'invalid_destination', 'dead'],
  // A phone that is off, or an operator with a trouble of its own, says nothing about the person.
  ['kannel', 'undeliverable_027', undefined],
  ['kannel', 'smpp_0x404', undefined],
  ['smsgate', 'invalid_destination', undefined],
])('%s %s: %s', (channel, code, meaning) => {
  expect(meaningOf(channel, code)).toBe(meaning)
})
