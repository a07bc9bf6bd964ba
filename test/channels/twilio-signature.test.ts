import { parse, stringify } from 'node:querystring'
import fc from 'fast-check'
import twilioWebhooks from 'twilio/lib/webhooks/webhooks.js'
import { describe, expect, it } from 'vitest'
import { createSignatureCheck, type FormFields } from '../../src/channels/twilio/signature.ts'
import { createNodeSignatureCheck } from '../../src/channels/twilio/signature-node.ts'

const token = 'twilio-token-for-tests'
const own = createSignatureCheck(token)
const packaged = createNodeSignatureCheck(token)

function sign(url: string, fields: FormFields, key = token): string {
  return twilioWebhooks.getExpectedTwilioSignature(key, url, toRecord(fields))
}

function toRecord(fields: FormFields): Record<string, string[]> {
  return Object.fromEntries([...fields].map(([name, values]) => [name, [...values]]))
}

function form(query: string): FormFields {
  const fields = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(query)) fields.set(name, [...(fields.get(name) ?? []), value])
  return fields
}

const text = 'Body=L%C3%BAa+b%E1%BB%8B+v%C3%A0ng+l%C3%A1&From=%2B84912345678&ToCity='
const url = 'https://bot.example.vn/webhooks/twilio'

describe.each([
  ['own', own],
  ['package', packaged],
])('signature of a form, %s check', (_name, check) => {
  it.each([
    ['as signed', url, url, text, text, true],
    ['port signed, not called', 'https://bot.example.vn:443/webhooks/twilio', url, text, text, true],
    ['port called, not signed', url, 'https://bot.example.vn:8443/webhooks/twilio', text, text, true],
    ['user in the address', 'https://u:p@bot.example.vn/x', 'https://u:p@bot.example.vn/x', text, text, true],
    ['IPv6 with a port', 'https://[::1]/x', 'https://[::1]:8443/x', text, text, true],
    ['a query', `${url}?outbox=7&b=a%20b`, `${url}?outbox=7&b=a%20b`, text, text, true],
    ['a quote in the query', `${url}?a='b'`, `${url}?a='b'`, text, text, true],
    ['a quote escaped by us', `${url}?a='b'`, `${url}?a=%27b%27`, text, text, true],
    ['repeated names', url, url, 'a=2&a=1&a=2', 'a=1&a=2', true],
    ['no fields', url, url, '', '', true],
    ['http for https', url, url.replace('https', 'http'), text, text, false],
    ['a slash at the end', url, `${url}/`, text, text, false],
    ['another query', `${url}?outbox=7`, `${url}?outbox=8`, text, text, false],
    ['a field more', url, url, text, `${text}&x=1`, false],
    ['a text trimmed', url, url, 'Body=a+', 'Body=a', false],
    ['a text decomposed', url, url, 'Body=%C3%A1', 'Body=a%CC%81', false],
    ['a name’s case', url, url, 'Body=a', 'body=a', false],
  ])('%s', async (_case, signedUrl, calledUrl, signedForm, calledForm, valid) => {
    expect(await check.form(calledUrl, sign(signedUrl, form(signedForm)), form(calledForm))).toBe(valid)
  })

  it.each([
    ['a relative address', '/webhooks/twilio', sign('/webhooks/twilio', form(text))],
    ['no signature', url, null],
    ['an empty signature', url, ''],
    ['another token', url, sign(url, form(text), 'other-token')],
    ['another case', url, sign(url, form(text)).toLowerCase()],
    ['a blank behind', url, `${sign(url, form(text))} `],
  ])('is not valid and does not throw with %s', async (_case, called, signature) => {
    expect(await check.form(called, signature, form(text))).toBe(false)
  })
})

describe.each([
  ['own', own],
  ['package', packaged],
])('signature of another body, %s check', (_name, check) => {
  const body = new TextEncoder().encode('{"text":"Lúa bị vàng lá"}')
  const hash = twilioWebhooks.getExpectedBodyHash('{"text":"Lúa bị vàng lá"}')
  it.each([
    ['its hash in the query', `${url}?bodySHA256=${hash}`, body, true],
    ['its hash behind others', `${url}?a=1&bodySHA256=${hash}`, body, true],
    ['another body', `${url}?bodySHA256=${hash}`, new TextEncoder().encode('{}'), false],
    ['no hash', url, body, false],
    ['hash in capitals', `${url}?bodySHA256=${hash.toUpperCase()}`, body, false],
  ])('%s', async (_case, called, bytes, valid) => {
    expect(await check.body(called, sign(called, new Map()), bytes)).toBe(valid)
  })
})

describe('own check against the package', () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 8 })
  const fields = fc
    .array(fc.tuple(word, word), { maxLength: 6 })
    .map((pairs) => form(new URLSearchParams(pairs).toString()))
  // Characters that URL parsing and the old query code treat in their own ways.
  const query = fc.string({ unit: fc.constantFrom(...'ab1=&+%\'" ;?/é🌱~2%41%C3%ff'), maxLength: 20 })
  const address = fc
    .tuple(
      fc.constantFrom('https', 'http', 'HTTPS'),
      fc.constantFrom('', 'u:p@', 'a@b@'),
      fc.constantFrom('bot.example.vn', 'Bot.Example.vn', '[::1]', '10.0.0.1'),
      fc.constantFrom('', ':443', ':80', ':8443', ':'),
      fc.constantFrom('', '/', "/a'b", '/webhooks/twilio', '/Lúa'),
      fc.constantFrom('', '?', '?x'),
      query,
    )
    .map(
      ([scheme, user, host, port, path, mark, rest]) =>
        `${scheme}://${user}${host}${port}${path}${mark}${mark && rest}`,
    )

  it('gives the same verdict on whatever was signed and called', async () => {
    let valid = 0
    await fc.assert(
      fc.asyncProperty(address, address, fields, fc.nat(4), async (called, other, values, variant) => {
        const candidates = [called, other, withPort(called), normal(called), legacy(called)]
        const signature = sign(candidates[variant] ?? called, values)
        const verdict = await packaged.form(called, signature, values)
        if (verdict) valid += 1
        expect(await own.form(called, signature, values)).toBe(verdict)
      }),
      { numRuns: 1500 },
    )
    expect(valid).toBeGreaterThan(300)
  })
})

function withPort(address: string): string {
  return address.replace(/^(\w+:\/\/[^/?]*)/, '$1:443')
}

function normal(address: string): string {
  return URL.canParse(address) ? new URL(address).href : address
}

/** What a server signs that wrote the query anew. */
function legacy(address: string): string {
  const href = normal(address)
  const start = href.indexOf('?')
  return start === -1 ? href : `${href.slice(0, start)}?${stringify(parse(href.slice(start + 1)))}`
}
