import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import { createRuntime, type Runtime } from '../../src/runtime.ts'
import { type SignedForm, startTwilioStandIn, type TwilioStandIn } from '../stand-ins/twilio.ts'
import { startZaloStandIn, type ZaloStandIn } from '../stand-ins/zalo.ts'

export const PUBLIC_URL = 'https://bot.example.vn'

/** The whole service on a database of its own, with both providers played. */
export interface ServiceRig {
  runtime: Runtime
  twilio: TwilioStandIn
  zalo: ZaloStandIn
  /** Log lines so far. */
  lines: string[]
  /** What a farmer texts through Twilio; the HTTP status. */
  text(body: string, from?: string, fields?: Record<string, string | undefined>): Promise<Response>
  /** Resolves with what was sent to a number, once there are at least `count`. */
  sentTo(number: string, count: number): Promise<string[]>
  close(): Promise<void>
}

export const FARMER = '+84912345678'
let sids = 0
export const newSid = (): string => `SM${String(++sids).padStart(32, '0')}`

/** `env` adds to the environment, or takes away. Both background loops run. `clock`: default the system's. */
export async function startService(
  env: Record<string, string | undefined> = {},
  clock: () => number = Date.now,
): Promise<ServiceRig> {
  const folder = mkdtempSync(join(tmpdir(), 'mua-'))
  const twilio = await startTwilioStandIn()
  const zalo = await startZaloStandIn()
  const config = readConfig({
    PUBLIC_URL,
    DATABASE_URL: `file:${join(folder, 'mua.db')}`,
    TWILIO_ACCOUNT_SID: twilio.accountSid,
    TWILIO_AUTH_TOKEN: twilio.authToken,
    TWILIO_FROM: '+15005550006',
    TWILIO_API_URL: twilio.url,
    ZALO_APP_ID: zalo.appId,
    ZALO_APP_SECRET: zalo.appSecret,
    ZALO_OA_ID: zalo.oaId,
    ZALO_OA_SECRET_KEY: zalo.oaSecretKey,
    ZALO_API_URL: zalo.url,
    ZALO_OAUTH_URL: zalo.url,
    ZALO_ZBS_URL: zalo.url,
    ZALO_VERIFIER: 'abc123',
    ...env,
  })
  const lines: string[] = []
  const keep = (fields: Record<string, unknown>, message: string) =>
    void lines.push(JSON.stringify({ ...fields, message }))
  const log = { info: keep, warn: keep, error: keep }
  const runtime = await createRuntime({ config, log, clock })
  runtime.dispatcher.start()
  runtime.sweeper.start()
  const text: ServiceRig['text'] = async (body, from = FARMER, fields = {}) =>
    post(
      runtime,
      twilio.inbound(`${PUBLIC_URL}/webhooks/twilio`, { MessageSid: newSid(), From: from, Body: body, ...fields }),
    )
  const sentTo = async (number: string, count: number) => {
    for (let tries = 0; tries < 500; tries++) {
      const sent = twilio.messages.filter(({ to }) => to === number)
      if (sent.length >= count) return sent.map(({ body }) => body)
      await new Promise((done) => setTimeout(done, 10))
    }
    throw new Error(`only ${twilio.messages.length} messages were sent`)
  }
  const close = async () => {
    await runtime.stop()
    await twilio.close()
    await zalo.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { runtime, twilio, zalo, lines, text, sentTo, close }
}

/** A signed form, as it reaches us behind a proxy: under another host than the one it was signed for. */
export function post(runtime: Runtime, { url, headers, body }: SignedForm): Promise<Response> {
  const { pathname, search } = new URL(url)
  return Promise.resolve(
    runtime.app.request(`http://10.0.0.1:3000${pathname}${search}`, { method: 'POST', headers, body }),
  )
}
