import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeFetch } from '../../src/channels/node-fetch.ts'
import { callProvider, type Fetch, type FetchInit } from '../../src/channels/provider-call.ts'
import { type StandInServer, startServer } from '../stand-ins/server.ts'

let server: StandInServer
beforeAll(async () => {
  server = await startServer((app) => {
    app.post('/echo', async (context) =>
      context.json(
        { body: await context.req.text(), key: context.req.header('x-key'), type: context.req.header('content-type') },
        202,
        { 'Retry-After': '7' },
      ),
    )
    app.get('/moved', (context) => context.redirect('/echo'))
  })
})
afterAll(() => server.close())

const POST: FetchInit = { method: 'POST', headers: { 'x-key': 'k1' }, body: 'Giá gừng' }

async function listen(listener: Server): Promise<string> {
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
}

/** A port where nobody listens any more. */
async function deadUrl(): Promise<string> {
  const listener = createServer()
  const url = await listen(listener)
  listener.close()
  await once(listener, 'close')
  return url
}

/** Answers with the head and the first bytes of a body; then breaks off, or keeps silent. */
const halfAnswer = (isBroken: boolean): Server =>
  createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => {
      socket.write('HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\n{"sid":')
      if (isBroken) setTimeout(() => socket.destroy(), 20)
    })
  })

describe.each<[string, Fetch]>([
  ["Node's own client", nodeFetch],
  ['the global fetch', (url, init) => fetch(url, init)],
])('a call by %s', (_, client) => {
  const call = (path: string, init: FetchInit = POST, timeoutMs = 5000) =>
    callProvider(client, `${server.url}${path}`, init, timeoutMs)

  it('carries method, headers and body, and brings status, headers and body back', async () => {
    const answer = await call('/echo', { ...POST, headers: { 'x-key': 'k1', 'content-type': 'text/plain' } })
    if (answer.type !== 'answered') throw new Error(answer.code)
    expect(answer.status).toBe(202)
    expect(answer.headers.get('Retry-After')).toBe('7')
    expect(answer.headers.get('x-none')).toBeNull()
    expect(JSON.parse(answer.body)).toEqual({ body: 'Giá gừng', key: 'k1', type: 'text/plain' })
  })

  it('follows no redirect: credentials go to no other place', async () => {
    expect(await call('/moved', {})).toMatchObject({ type: 'answered', status: 302 })
  })

  it('goes over a connection that is kept', async () => {
    for (let n = 0; n < 20; n++) expect(await call('/echo')).toMatchObject({ type: 'answered', status: 202 })
  })

  it('is unreached where nobody listens: nothing can have been sent', async () => {
    const answer = await callProvider(client, await deadUrl(), POST, 5000)
    expect(answer).toEqual({ type: 'unreached', code: 'network_econnrefused' })
  })

  it('is unreached where the name does not exist', async () => {
    const answer = await callProvider(client, 'http://nobody.invalid/', POST, 5000)
    expect(answer.type).toBe('unreached')
  })

  it.each([true, false])('is lost where no answer comes in time (work done: %s)', async (accept) => {
    server.fail({ type: 'hang', accept })
    expect(await call('/echo', POST, 100)).toEqual({ type: 'lost', code: 'timeout' })
  })

  it.each([true, false])('is lost where the connection breaks (work done: %s)', async (accept) => {
    server.fail({ type: 'reset', accept })
    expect(await call('/echo')).toMatchObject({ type: 'lost', code: expect.stringMatching(/^network/) })
  })

  it.each([
    ['is cut short', true, 5000, /^network/],
    ['never ends', false, 150, /^timeout$/],
  ])('is lost where the answer %s', async (_case, isBroken, timeoutMs, code) => {
    const half = halfAnswer(isBroken)
    const answer = await callProvider(client, await listen(half), POST, timeoutMs)
    expect(answer).toMatchObject({ type: 'lost', code: expect.stringMatching(code) })
    half.close()
  })
})
