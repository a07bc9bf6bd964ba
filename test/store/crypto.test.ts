import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deriveHashKey, makeKeys, readKey } from '../../src/store/crypto.ts'
import { KEY, OTHER_KEY } from './helpers.ts'

const keys = makeKeys({ key: KEY })

test('what is sealed opens again, and is sealed differently every time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const sealed = keys.seal(text)
      expect(keys.open(sealed)).toBe(text)
      expect(keys.open(new Uint8Array(sealed))).toBe(text)
      expect(keys.seal(text)).not.toEqual(sealed)
    }),
  )
  const bytes = Buffer.from([0, 255, 128, 0])
  expect(keys.openBytes(keys.sealBytes(bytes))).toEqual(bytes)
  expect(keys.seal('tel:+84912345678').includes('84912345678')).toBe(false)
})

test('a changed byte anywhere is noticed', () => {
  const sealed = keys.seal('tel:+84912345678')
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => keys.open(changed)).toThrow()
  }
  for (let length = 0; length < sealed.length; length++) expect(() => keys.open(sealed.subarray(0, length))).toThrow()
})

test('a rotated key opens what the former sealed and seals under the new', () => {
  const former = makeKeys({ key: OTHER_KEY })
  const rotated = makeKeys({ key: KEY, oldKey: OTHER_KEY, hashKey: deriveHashKey(OTHER_KEY) })
  const sealed = former.seal('dân tộc: Tày')
  expect(rotated.open(sealed)).toBe('dân tộc: Tày')
  expect([rotated.isStale(sealed), rotated.isStale(rotated.seal('a')), former.isStale(sealed)]).toEqual([
    true,
    false,
    false,
  ])
  expect(() => keys.open(sealed)).toThrow('a key that is not given')
  expect(() => former.open(rotated.seal('a'))).toThrow('a key that is not given')
  expect(rotated.hash('tel:+84912345678')).toBe(former.hash('tel:+84912345678'))
})

test('the hash depends on the key and tells nothing', () => {
  const hash = keys.hash('tel:+84912345678')
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(keys.hash('tel:+84912345679')).not.toBe(hash)
  expect(makeKeys({ key: OTHER_KEY }).hash('tel:+84912345678')).not.toBe(hash)
})

test.each([
  ['BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=', true],
  [' BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc\n', true],
  ['', false],
  ['BwcHBwcHBwcHBwcHBwcHBw==', false],
  ['mật khẩu của tôi', false],
  [`${'BwcH'.repeat(12)}`, false],
])('MUA_KEY %j is a key: %s', (text, isKey) => {
  expect(readKey(text)?.length).toBe(isKey ? 32 : undefined)
})

test('a key of another length is refused', () => {
  expect(() => makeKeys({ key: new Uint8Array(16) })).toThrow(RangeError)
})
