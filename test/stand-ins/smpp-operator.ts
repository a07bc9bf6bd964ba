import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FakePhones, Part } from '../real/kannel-phones.ts'
import {
  ANSWER,
  commands,
  type Pdu,
  readGsm,
  readPdus,
  readShortMessage,
  readStrings,
  type ShortMessage,
  writeGsm,
  writePdu,
  writeShortMessage,
} from './smpp-pdu.ts'

/** What an operator does with a text: refuses it with a status of SMPP, or takes it and says later how it ended. */
type Fate =
  | { type: 'refused'; status: number }
  | { type: 'taken'; state: 'DELIVRD' | 'UNDELIV' | 'EXPIRED'; error: string }

export interface SmppOperator extends FakePhones {
  port: number
  systemId: string
  password: string
  /** What becomes of texts to a number; default: delivered. Asked once for each try. */
  decide: (to: string) => Fate
  /** As it came over the link, the last one. */
  last(): ShortMessage | undefined
  /** The link breaks now, without a word. */
  cut(): void
  close(): Promise<void>
}

/** `message_state` of a receipt. */
const states = { DELIVRD: 2, EXPIRED: 3, UNDELIV: 5 }
/** Of the longest text that a phone sends in one part. */
const MAX_UCS2 = 70
const WAIT_MS = 2000

/** An operator's end of an SMPP 3.4 link, its phones behind it: a text or receipt is handed on until it is acknowledged. */
export async function startSmppOperator(systemId = 'mua', password = 'smpp-pwd'): Promise<SmppOperator> {
  const parts: Part[] = []
  /** Texts and receipts that Kannel has not acknowledged, in their order. */
  const waiting: { body: Buffer; isText: boolean }[] = []
  const seen: ShortMessage[] = []
  let bound: Socket | null = null
  let sequence = 0
  let underWay: number | null = null
  let texted = 0
  let isPaused = false
  let ids = 0

  const next = (): void => {
    const [first] = waiting
    if (bound === null || underWay !== null || first === undefined || (isPaused && first.isText)) return
    underWay = ++sequence
    bound.write(writePdu({ command: commands.deliverSm, status: 0, sequence, body: first.body }))
  }
  const queue = (message: ShortMessage, isText: boolean, fields: Readonly<Record<number, Buffer>> = {}) => {
    waiting.push({ body: writeShortMessage(message, fields), isText })
    next()
  }
  const submit = (body: Buffer): { status: number; body: Buffer } => {
    const message = readShortMessage(body)
    seen.push(message)
    const fate = operator.decide(message.to)
    if (fate.type === 'refused') return { status: fate.status, body: Buffer.alloc(0) }
    parts.push(partOf(message))
    const id = `A${String(++ids).padStart(8, '0')}`
    const fields = { 30: zeroEnded(id), 1063: Buffer.from([states[fate.state]]) }
    // Behind the answer: Kannel knows no id that it has not been told, and drops such a receipt.
    if (message.wantsReceipt) setImmediate(() => queue(receiptOf(message, id, fate), false, fields))
    return { status: 0, body: zeroEnded(id) }
  }
  const answerTo = (socket: Socket, { command, body }: Pdu): { status: number; body: Buffer } | null => {
    switch (command) {
      case commands.bindTransceiver: {
        const [system = '', given = ''] = readStrings(body, 2)
        if (system !== systemId || given !== password) return { status: 0x0e, body: Buffer.alloc(0) }
        bound = socket
        setImmediate(next)
        return { status: 0, body: zeroEnded('operator') }
      }
      case commands.submitSm:
        return bound === socket ? submit(body) : { status: 0x04, body: Buffer.alloc(0) }
      case commands.enquireLink:
      case commands.unbind:
        return { status: 0, body: Buffer.alloc(0) }
      default:
        return null
    }
  }
  const take = (socket: Socket, pdu: Pdu): void => {
    if (pdu.command === (commands.deliverSm | ANSWER) >>> 0 && pdu.sequence === underWay) {
      if (pdu.status === 0 && waiting.shift()?.isText) texted += 1
      underWay = null
      return next()
    }
    const answer = answerTo(socket, pdu)
    if (answer !== null)
      socket.write(writePdu({ command: (pdu.command | ANSWER) >>> 0, sequence: pdu.sequence, ...answer }))
  }
  const server = createServer((socket) => {
    let received: Buffer = Buffer.alloc(0)
    socket.on('data', (data: Buffer) => {
      const { pdus, left } = readPdus(Buffer.concat([received, data]))
      received = left
      for (const pdu of pdus) take(socket, pdu)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      if (bound !== socket) return
      bound = null
      underWay = null
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const operator: SmppOperator = {
    port: address !== null && typeof address === 'object' ? address.port : 0,
    systemId,
    password,
    decide: () => ({ type: 'taken', state: 'DELIVRD', error: '000' }),
    last: () => seen.at(-1),
    text: (from, to, text) => {
      for (const part of split(text)) queue({ ...part, from, to, ...fromPhone }, true)
    },
    get textedCount() {
      return texted
    },
    parts,
    connect: () => {
      isPaused = false
      next()
    },
    pause: async () => {
      isPaused = true
      for (let waited = 0; underWay !== null && waited < WAIT_MS; waited += 20) await sleep(20)
    },
    disconnect: async () => operator.cut(),
    cut: () => bound?.destroy(),
    close: async () => {
      bound?.destroy()
      server.close()
    },
  }
  return operator
}

const zeroEnded = (text: string): Buffer => Buffer.from(`${text}\0`, 'latin1')
const fromPhone = { fromKind: [1, 1], toKind: [3, 0], wantsReceipt: false } as const

/** As a phone splits it: 7-bit texts here are short, accented ones have a header from 71 letters on. */
function split(text: string): Pick<ShortMessage, 'bytes' | 'dataCoding' | 'esmClass'>[] {
  const plain = writeGsm(text)
  if (plain !== null && plain.length <= 160) return [{ bytes: plain, dataCoding: 0, esmClass: 0 }]
  const wide = (piece: string) => Buffer.from(piece, 'utf16le').swap16()
  if (text.length <= MAX_UCS2) return [{ bytes: wide(text), dataCoding: 8, esmClass: 0 }]
  const pieces = text.match(/[\s\S]{1,66}/gu) ?? []
  return pieces.map((piece, index) => {
    const header = Buffer.from([5, 0, 3, text.length % 256, pieces.length, index + 1])
    return { bytes: Buffer.concat([header, wide(piece)]), dataCoding: 8, esmClass: 0x40 }
  })
}

function partOf({ from, to, esmClass, dataCoding, bytes }: ShortMessage): Part {
  const headerLength = esmClass & 0x40 ? (bytes[0] ?? 0) + 1 : 0
  const body = bytes.subarray(headerLength)
  const isUcs2 = dataCoding === 8
  const [, , , reference = 0, count = 0, number = 0] = bytes
  const of = headerLength === 0 ? {} : { of: { reference, count, number } }
  return { from, to, isUcs2, bytes: isUcs2 ? Buffer.from(body) : Buffer.from(readGsm(body)), ...of }
}

function receiptOf(message: ShortMessage, id: string, fate: Extract<Fate, { type: 'taken' }>): ShortMessage {
  const delivered = fate.state === 'DELIVRD' ? '001' : '000'
  const text = `id:${id} sub:001 dlvrd:${delivered} submit date:2611221200 done date:2611221201 stat:${fate.state} err:${fate.error} text:Da ghi`
  const ends = { from: message.to, fromKind: message.toKind, to: message.from, toKind: message.fromKind }
  return { ...ends, esmClass: 4, wantsReceipt: false, dataCoding: 0, bytes: Buffer.from(text, 'latin1') }
}
