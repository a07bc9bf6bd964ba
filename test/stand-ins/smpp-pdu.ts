/** The little of SMPP 3.4 that an operator's end of a link needs. */

export const commands = {
  bindReceiver: 0x01,
  bindTransmitter: 0x02,
  submitSm: 0x04,
  deliverSm: 0x05,
  unbind: 0x06,
  bindTransceiver: 0x09,
  enquireLink: 0x15,
  genericNack: 0x80000000,
} as const
/** An answer bears the command it answers with this bit set. */
export const ANSWER = 0x80000000

export interface Pdu {
  command: number
  /** 0: all well. */
  status: number
  sequence: number
  body: Buffer
}

/** A message either way (submit_sm and deliver_sm have one form). */
export interface ShortMessage {
  from: string
  /** Type of number and numbering plan of the sender, and of the receiver. */
  fromKind: readonly [number, number]
  to: string
  toKind: readonly [number, number]
  /** 0x40: the text begins with a user data header. 0x04: a receipt. */
  esmClass: number
  wantsReceipt: boolean
  dataCoding: number
  bytes: Buffer
}

export function writePdu({ command, status, sequence, body }: Pdu): Buffer {
  const head = Buffer.alloc(16)
  head.writeUInt32BE(16 + body.length, 0)
  head.writeUInt32BE(command, 4)
  head.writeUInt32BE(status, 8)
  head.writeUInt32BE(sequence, 12)
  return Buffer.concat([head, body])
}

/** Takes whole PDUs off the front; gives them and what is left. */
export function readPdus(received: Buffer): { pdus: Pdu[]; left: Buffer } {
  const pdus: Pdu[] = []
  let left = received
  while (left.length >= 16 && left.length >= left.readUInt32BE(0)) {
    const length = left.readUInt32BE(0)
    if (length < 16) throw new Error(`a PDU of ${length} bytes`)
    const [command, status, sequence] = [left.readUInt32BE(4), left.readUInt32BE(8), left.readUInt32BE(12)]
    pdus.push({ command, status, sequence, body: left.subarray(16, length) })
    left = left.subarray(length)
  }
  return { pdus, left }
}

const cString = (text: string): Buffer => Buffer.from(`${text}\0`, 'latin1')

/** Strings that end with a zero, from the front of a body. */
export function readStrings(body: Buffer, count: number): string[] {
  const strings: string[] = []
  let at = 0
  for (let index = 0; index < count; index += 1) {
    const end = body.indexOf(0, at)
    strings.push(body.toString('latin1', at, end))
    at = end + 1
  }
  return strings
}

export function readShortMessage(body: Buffer): ShortMessage {
  let at = 0
  const byte = () => body[at++] ?? 0
  const text = () => {
    const end = body.indexOf(0, at)
    const read = body.toString('latin1', at, end)
    at = end + 1
    return read
  }
  text()
  const fromKind = [byte(), byte()] as const
  const from = text()
  const toKind = [byte(), byte()] as const
  const to = text()
  const esmClass = byte()
  at += 2
  text()
  text()
  const wantsReceipt = (byte() & 1) === 1
  byte()
  const dataCoding = byte()
  byte()
  const length = byte()
  return { from, fromKind, to, toKind, esmClass, wantsReceipt, dataCoding, bytes: body.subarray(at, at + length) }
}

/** `fields`: optional ones behind the text, by tag. */
export function writeShortMessage(message: ShortMessage, fields: Readonly<Record<number, Buffer>> = {}): Buffer {
  const { from, fromKind, to, toKind, esmClass, dataCoding, bytes } = message
  const optional = Object.entries(fields).map(([tag, value]) => {
    const head = Buffer.alloc(4)
    head.writeUInt16BE(Number(tag), 0)
    head.writeUInt16BE(value.length, 2)
    return Buffer.concat([head, value])
  })
  const parts = [cString(''), Buffer.from(fromKind), cString(from), Buffer.from(toKind), cString(to)]
  const settings = [Buffer.from([esmClass, 0, 0]), cString(''), cString(''), Buffer.from([0, 0, dataCoding, 0])]
  return Buffer.concat([...parts, ...settings, Buffer.from([bytes.length]), bytes, ...optional])
}

/** 3GPP TS 23.038, in the order of its codes; written here anew, so that a slip in ours shows. */
const GSM = [
  '@£$¥èéùìòÇ\nØø\rÅå',
  'Δ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ',
  ' !"#¤%&\'()*+,-./',
  '0123456789:;<=>?',
  '¡ABCDEFGHIJKLMNO',
  'PQRSTUVWXYZÄÖÑÜ§',
  '¿abcdefghijklmno',
  'pqrstuvwxyzäöñüà',
].join('')
const ESCAPED: Readonly<Record<number, string>> = {
  10: '\f',
  20: '^',
  40: '{',
  41: '}',
  47: '\\',
  60: '[',
  61: '~',
  62: ']',
  64: '|',
  101: '€',
}

/** Text of septets that stand one a byte. */
export function readGsm(bytes: Buffer): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 1)
    text += bytes[at] === 0x1b ? (ESCAPED[bytes[++at] ?? 0] ?? '\ufffd') : (GSM[bytes[at] ?? 0] ?? '\ufffd')
  return text
}

/** null: a letter is not in the alphabet. */
export function writeGsm(text: string): Buffer | null {
  const bytes: number[] = []
  for (const char of text) {
    const code = GSM.indexOf(char)
    const escaped = Object.entries(ESCAPED).find(([, one]) => one === char)?.[0]
    if (escaped !== undefined) bytes.push(0x1b, Number(escaped))
    else if (code >= 0) bytes.push(code)
    else return null
  }
  return Buffer.from(bytes)
}
