import type { Channel, InboundRequest, OutboundMessage, Urn } from '../../src/channels/channel.ts'
import type { ChannelLog } from '../../src/channels/log.ts'
import type { Fetch } from '../../src/channels/provider-call.ts'
import type { StandInServer } from '../stand-ins/server.ts'

/** The base that providers call in tests. */
export const publicUrl = 'https://bot.example.vn'

/** A farmer's text that must never show in a log. */
export const farmerText = 'Gừng bán được 1 tấn 2, giá 15 nghìn'

/** One provider's stand-in and how to make a channel against it. */
export interface Rig {
  standIn: Pick<StandInServer, 'url' | 'fail' | 'requestCount' | 'close'>
  /** How many messages the provider has taken. */
  takenCount(): number
  makeChannel(parts: { log: ChannelLog; fetch?: Fetch; url?: string; timeoutMs?: number }): Channel
  to: Urn
  /** What a log must never hold besides the text and the address. */
  secrets: readonly string[]
  /** The message that says this text. Absent: a plain one. */
  message?(text: string): OutboundMessage
  /** A genuine inbound text, signed. Absent: nothing comes in by this channel. */
  inbound?(text: string): InboundRequest
  /** A forger's change to a genuine request that must have it refused. Absent: the body is signed, and one byte of it changes. */
  forge?(genuine: InboundRequest): InboundRequest
  /** A route's path as strangers try it, who may know a secret in it. Absent: as it stands. */
  pathOf?(route: string): string
}

export interface LogCapture {
  log: ChannelLog
  /** Everything written, as JSON lines. */
  lines: string[]
}

export function captureLog(): LogCapture {
  const lines: string[] = []
  const keep = (fields: object, event: string) => lines.push(JSON.stringify({ ...fields, event }))
  return { log: { info: keep, warn: keep }, lines }
}

let serial = 0

/** An outbound message with an id of its own. */
export function makeMessage(to: Urn, text: string, rest: Partial<OutboundMessage> = {}): OutboundMessage {
  serial += 1
  const id = `019ab000-0000-7000-8000-${serial.toString(16).padStart(12, '0')}`
  return { id, to, text, choices: [], attempt: 1, ...rest }
}

/** A provider's HTTP request as the server hands it to a channel. */
export function toInbound(request: {
  url: string
  headers: Record<string, string>
  body: string | Uint8Array
}): InboundRequest {
  const body = typeof request.body === 'string' ? new TextEncoder().encode(request.body) : request.body
  return { method: 'POST', url: new URL(request.url), headers: new Headers(request.headers), body }
}

/** Of a list of sent messages none is another's. */
export const isNoneTaken = async (): Promise<boolean> => false
