import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { InboundRequest } from '../../src/channels/channel.ts'
import { startServer } from '../stand-ins/server.ts'
import { captureLog, farmerText, makeMessage, publicUrl, type Rig } from './rig.ts'

/** What every channel promises, whatever its provider. `onlySends`: what comes back comes in by another channel. */
export function describeChannelContract(
  name: string,
  startRig: () => Promise<Rig>,
  { onlySends = false }: { onlySends?: boolean } = {},
): void {
  describe(`${name}: contract`, () => {
    let rig: Rig
    const { log, lines } = captureLog()
    const messageOf = (text: string) => rig.message?.(text) ?? makeMessage(rig.to, text)
    const inbound = (text: string): InboundRequest => {
      if (rig.inbound === undefined) throw new Error('nothing comes in by this channel')
      return rig.inbound(text)
    }
    beforeAll(async () => {
      rig = await startRig()
    })
    afterAll(async () => {
      await rig.standIn.close()
      const said = lines.join('\n')
      for (const secret of [...rig.secrets, farmerText, rig.to.slice(rig.to.indexOf(':') + 1)]) {
        expect(said).not.toContain(secret)
      }
    })

    const receives = it.skipIf(onlySends)

    it.runIf(onlySends)('has no door, and opens to nobody who finds one', async () => {
      const channel = rig.makeChannel({ log })
      expect([rig.inbound, channel.routes]).toEqual([undefined, []])
      const request = { method: 'POST', url: new URL(publicUrl), headers: new Headers(), body: new Uint8Array() }
      expect(await channel.receive(request)).toMatchObject({ type: 'refused' })
    })

    it('sends once and gives the provider’s id', async () => {
      const before = rig.takenCount()
      const result = await rig.makeChannel({ log }).send(messageOf(farmerText))
      expect(result).toMatchObject({ type: 'wired', externalId: expect.stringMatching(/.+/) })
      expect(rig.takenCount()).toBe(before + 1)
    })

    it.each([
      ['no answer, not taken', { type: 'hang', accept: false }, 0],
      ['no answer, taken', { type: 'hang', accept: true }, 1],
      ['a broken connection, not taken', { type: 'reset', accept: false }, 0],
      ['a broken connection, taken', { type: 'reset', accept: true }, 1],
      ['an answer nobody can read', { type: 'garble' }, 1],
      ['500', { type: 'answer', status: 500, body: '<html>' }, 0],
      ['503', { type: 'answer', status: 503, body: '' }, 0],
    ] as const)('does not know how it ended after %s', async (_name, fault, taken) => {
      const before = rig.takenCount()
      rig.standIn.fail(fault)
      const result = await rig.makeChannel({ log, timeoutMs: 1000 }).send(messageOf(farmerText))
      expect(result).toMatchObject({ type: 'unknown', code: expect.stringMatching(/^[a-z0-9_]+$/) })
      expect(rig.takenCount()).toBe(before + taken)
    })

    it.each([
      ['a port where nobody listens', closedPort],
      ['a name that does not exist', async () => 'http://nobody.invalid'],
    ])('will try again after %s: nothing can have left', async (_name, makeUrl) => {
      const url = await makeUrl()
      const result = await rig.makeChannel({ log, url }).send(messageOf(farmerText))
      expect(result).toMatchObject({ type: 'errored', code: expect.stringMatching(/^network_[a-z0-9_]+$/) })
    })

    receives('reads a genuine text', async () => {
      const received = await rig.makeChannel({ log }).receive(inbound(farmerText))
      expect(received).toMatchObject({
        type: 'accepted',
        events: [{ type: 'message', from: rig.to, text: farmerText.normalize('NFC') }],
      })
    })

    receives('gives composed letters where the phone sent decomposed ones', async () => {
      const received = await rig.makeChannel({ log }).receive(inbound(farmerText.normalize('NFD')))
      expect(received).toMatchObject({ events: [{ type: 'message', text: farmerText.normalize('NFC') }] })
    })

    receives('refuses a genuine text of which one byte was changed', async () => {
      const genuine = inbound(farmerText)
      const received = await rig.makeChannel({ log }).receive((rig.forge ?? changeByte)(genuine))
      expect(received.type).toBe('refused')
    })

    receives('never throws on what a stranger posts, and takes nothing of it', async () => {
      const channel = rig.makeChannel({ log })
      const genuine = inbound(farmerText)
      const header = fc.tuple(
        fc.constantFrom(...genuine.headers.keys(), 'x-other'),
        fc.string().map((text) => text.replace(/[^\x20-\x7e]/g, '')),
      )
      const stranger = fc.record({
        route: fc.constantFrom(...channel.routes),
        query: fc.webQueryParameters(),
        headers: fc.array(header, { maxLength: 4 }),
        body: fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.json().map((text) => new TextEncoder().encode(text)),
          fc.webQueryParameters().map((text) => new TextEncoder().encode(text)),
        ),
      })
      await fc.assert(
        fc.asyncProperty(stranger, async ({ route: { method, path }, query, headers, body }) => {
          const kept = new Headers(genuine.headers)
          for (const [name, value] of headers) kept.set(name, value)
          const url = new URL(`${publicUrl}${rig.pathOf?.(path) ?? path}?${query}`)
          const received = await channel.receive({ method, url, headers: kept, body })
          // A probe that opens the address may be answered; it tells nothing.
          expect(received.type === 'refused' ? [] : received.events).toEqual([])
          if (method === 'POST') expect(received.type).toBe('refused')
        }),
        { numRuns: 150 },
      )
    })

    it.each([
      ['no answer', { type: 'hang', accept: false }],
      ['a broken connection', { type: 'reset', accept: false }],
      ['an answer nobody can read', { type: 'garble' }],
      ['a page that says 200', { type: 'answer', status: 200, body: '<html>Welcome</html>' }],
      ['503', { type: 'answer', status: 503, body: '' }],
      ['429', { type: 'answer', status: 429, body: '' }],
    ] as const)('is to be asked later what came in, after %s', async (_name, fault) => {
      const channel = rig.makeChannel({ log, timeoutMs: 1000 })
      if (channel.catchUp === undefined) return
      rig.standIn.fail(fault)
      const told = await channel.catchUp(Date.now() - 60_000, Date.now())
      expect(told).toMatchObject({ type: 'failed', code: expect.stringMatching(/^[a-z0-9_]+$/) })
    })

    it('loses no digit and no letter of what it is asked to send', async () => {
      const before = rig.takenCount()
      const texts = ['Giá gừng 15.000đ/kg', 'a&b=c+d%20', '🌱', '1'.repeat(300)]
      for (const text of texts) {
        expect(await rig.makeChannel({ log }).send(messageOf(text))).toMatchObject({ type: 'wired' })
      }
      expect(rig.takenCount()).toBe(before + texts.length)
    })
  })
}

function changeByte(genuine: InboundRequest): InboundRequest {
  const body = Uint8Array.from(genuine.body)
  const last = body.length - 2
  body[last] = (body[last] ?? 0) ^ 1
  return { ...genuine, body }
}

/** The address of a server that is gone. */
async function closedPort(): Promise<string> {
  const { url, close } = await startServer(() => undefined)
  await close()
  return url
}
