import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

/** One SMS that a phone got, a part of a longer text or all of it. */
export interface Part {
  to: string
  from: string
  /** Of 7-bit text its characters in UTF-8, of UCS-2 UTF-16BE; which of them only a text in one part tells. */
  bytes: Buffer
  isUcs2: boolean | null
  /** Of a longer text: its number there, how many there are, and which belong together. */
  of?: { reference: number; count: number; number: number }
}

/** What is read on the phone, of the parts of one text in their order. */
export function read(parts: readonly Part[], isUcs2: boolean): string {
  const bytes = Buffer.concat(parts.map((part) => part.bytes))
  return isUcs2 ? bytes.swap16().toString('utf16le') : bytes.toString()
}

/** The phones of a fake operator: Kannel's own fakesmsc, by its standard input and what it logs. */
export interface FakePhones {
  /** Texts Kannel. While the link is down they wait at the operator, as they would. */
  text(from: string, to: string, text: string): void
  /** Handed to Kannel so far. */
  readonly textedCount: number
  /** In the order they came. */
  readonly parts: readonly Part[]
  connect(): void
  /** Nobody texts any more; resolves when what was texted is on the wire. */
  pause(): Promise<void>
  /** The link is down when it resolves; what Kannel has sent is on the phones, where it ended the link itself. */
  disconnect(by: 'kannel' | 'operator'): Promise<void>
}

/** For what is a matter of milliseconds. */
const WAIT_MS = 2000

/** `spawn` starts fakesmsc. */
export function startPhones(spawn: () => ChildProcess): FakePhones {
  const parts: Part[] = []
  const waiting: string[] = []
  let texted = 0
  let child: ChildProcess | null = null
  let isUnderWay = false
  let isPaused = false

  /** One by one: of several lines at once fakesmsc takes the first. */
  function write(): void {
    if (child === null || isPaused || isUnderWay || waiting[0] === undefined) return
    isUnderWay = true
    child.stdin?.write(`${waiting[0]}\n`)
  }
  return {
    text(from, to, text) {
      waiting.push(lineOf(from, to, text))
      write()
    },
    get textedCount() {
      return texted
    },
    parts,
    connect() {
      if (child !== null) return
      const connected = spawn()
      child = connected
      isPaused = false
      connected.once('exit', () => {
        if (child !== connected) return
        child = null
        isUnderWay = false
      })
      // A broken pipe is told by the exit.
      connected.stdin?.on('error', () => undefined)
      if (connected.stderr === null) throw new Error('no output of fakesmsc')
      let open: string | null = null
      createInterface({ input: connected.stderr }).on('line', (line) => {
        if (/fakesmsc: sent message \d+/.test(line)) {
          texted += 1
          waiting.shift()
          isUnderWay = false
          write()
        }
        const got = /Got message \d+: <(.*)>$/.exec(line)?.[1]
        if (got === undefined) return
        // A line break in a text is one in the protocol too: what does not begin a message goes on with the last.
        const begins = readPart(got)
        if (begins !== null) parts.push(begins)
        else if (open !== null) addLine(parts, got)
        open = got
      })
      write()
    },
    async pause() {
      isPaused = true
      for (let waited = 0; isUnderWay && waited < WAIT_MS; waited += 20) await sleep(20)
    },
    async disconnect(by) {
      await this.pause()
      const leaving = child
      child = null
      isUnderWay = false
      if (leaving === null) return
      // It ends by itself when it has read all that came over a link that is cut.
      const timer = setTimeout(() => leaving.kill('SIGKILL'), by === 'kannel' ? WAIT_MS : 0)
      await once(leaving, 'close')
      clearTimeout(timer)
    },
  }
}

/** As the fake protocol has it: plain letters by themselves, all else as UTF-16BE with each byte after a percent sign. */
function lineOf(from: string, to: string, text: string): string {
  if (/^[\x21-\x7e][\x20-\x7e]*$/.test(text)) return `${from} ${to} text ${text}`
  const bytes = Buffer.from(text, 'utf16le').swap16()
  return `${from} ${to} ucs2 ${Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')}`
}

function addLine(parts: Part[], line: string): void {
  const last = parts.pop()
  if (last !== undefined) parts.push({ ...last, bytes: Buffer.concat([last.bytes, Buffer.from(`\n${line}`)]) })
}

/** `<from> <to> text …`, `<from> <to> ucs-2 %00G…`, `<from> <to> udh %05… data …`; null: it is none of these. */
function readPart(line: string): Part | null {
  const fields = /^(\S+) (\S+) (?:(text|ucs-2) |udh (\S+) data )(.*)$/.exec(line)
  if (fields === null) return null
  const [, from = '', to = '', alone, header = '', body = ''] = fields
  const bytes = alone === 'text' ? Buffer.from(body) : bytesOf(body)
  const [, , , reference = 0, count = 0, number = 0] = header === '' ? [] : bytesOf(header)
  const of = header === '' ? {} : { of: { reference, count, number } }
  return { to, from, bytes, isUcs2: alone === undefined ? null : alone === 'ucs-2', ...of }
}

/** The bytes of a text in which some stand as `%1F`, and blanks as `+`. */
function bytesOf(text: string): Buffer {
  const bytes: number[] = []
  for (let at = 0; at < text.length; at += 1) {
    const hex = text[at] === '%' ? text.slice(at + 1, at + 3) : null
    if (hex !== null) {
      bytes.push(Number.parseInt(hex, 16))
      at += 2
    } else bytes.push(...Buffer.from(text[at] === '+' ? ' ' : (text[at] ?? '')))
  }
  return Buffer.from(bytes)
}
