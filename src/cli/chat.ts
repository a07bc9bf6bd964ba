import { createInterface } from 'node:readline'
import type { Urn } from '../channels/channel.ts'
import { readConfig } from '../config.ts'
import { toE164 } from '../language/names/e164.ts'
import { createRuntime, type Runtime } from '../runtime.ts'
import { createLog } from '../server/log.ts'
import { openOutbox, recentOutbox } from '../store/queries/outbox.ts'
import { findUrn } from '../store/queries/people.ts'
import { loadSession } from '../store/queries/sessions.ts'
import { defineCommand } from './command.ts'
import { ensureDemoFarmer } from './demo-farmer.ts'
import { CommandError, type CommandIo, UsageError } from './io.ts'

/** A consented farmer of the demo, made on an empty database. */
const DEMO_NUMBER = '+84912345678'
const POLL_MS = 20
/** Longer than the longest hold of a reply, and of a fragment. */
const QUIET_MS = 6000

/** Talks to the bot in the terminal, through the simulator channel; lines from a pipe too. */
export const command = defineCommand(
  {
    line: 'chat [--as number] [--channel sms|zalo] [--burst]',
    about: {
      vi:
        'Trò chuyện thử với máy trả lời ngay tại đây, không tin nào ra mạng thật. Mỗi dòng gõ vào là một tin; dòng trả lời bắt\n' +
        'đầu bằng "M: ". Đưa dòng qua ống (|) cũng được.',
      en:
        'Talks to the bot in the terminal; nothing reaches a real channel. Each line is a message; a line of an answer begins\n' +
        'with "M: ". Reads lines from a pipe too.',
    },
    options: {
      as: {
        type: 'string',
        default: DEMO_NUMBER,
        about: {
          vi: `số của người nhắn; mặc định ${DEMO_NUMBER}, một bà con đã đồng ý`,
          en: `who writes; by default ${DEMO_NUMBER}, a farmer who has agreed`,
        },
      },
      channel: {
        type: 'string',
        default: 'sms',
        about: { vi: 'sms (mặc định) hoặc zalo', en: 'sms (by default) or zalo' },
      },
      burst: {
        type: 'boolean',
        default: false,
        about: {
          vi: 'gửi hết các dòng rồi mới chờ trả lời',
          en: 'sends all lines before it waits for answers',
        },
      },
    },
    positionals: [0, 0],
    example: 'mua chat --channel zalo',
  },
  async (io, { values }) => {
    const { number, address } = whoWrites(values)
    const config = readConfig(io.env)
    if (config.isProduction)
      throw new CommandError({
        vi: 'Khi chạy thật không dùng được chat: sẽ ghi lại những lời không bà con nào nói.',
        en: 'chat is refused in production: it would keep talks that no farmer had.',
      })
    const { kannel: _k, twilio: _t, smsgate: _s, esms: _e, zalo: _z, zaloBot: _b, ...local } = config
    const runtime = await createRuntime({ config: local, log: createLog(io.env.MUA_LOG ?? 'silent'), only: address })
    runtime.dispatcher.start()
    runtime.sweeper.start()
    try {
      if (number === DEMO_NUMBER) await ensureDemoFarmer(runtime, address)
      await talk(io, runtime, address, values.burst)
    } finally {
      await runtime.stop()
    }
    return 0
  },
)

function whoWrites({ as, channel }: { as: string; channel: string }): { number: string; address: Urn } {
  // Demo people have numbers that no operator gives out.
  const number = /^\+84\d{9}$/.test(as) ? as : toE164(as)
  if (!number)
    throw new UsageError({
      vi: `--as phải là một số di động Việt Nam như ${DEMO_NUMBER}, không phải "${as}".`,
      en: `--as must be a Vietnamese mobile number like ${DEMO_NUMBER}, not "${as}".`,
    })
  if (channel !== 'sms' && channel !== 'zalo')
    throw new UsageError({
      vi: `--channel phải là sms hoặc zalo, không phải "${channel}".`,
      en: `--channel must be sms or zalo, not "${channel}".`,
    })
  return { number, address: channel === 'zalo' ? `zalo:${number.slice(1)}` : `tel:${number}` }
}

async function talk(io: CommandIo, runtime: Runtime, address: Urn, isBurst: boolean): Promise<void> {
  const isTerminal = io.input.isTTY === true
  const lines = createInterface({ input: io.input, ...(isTerminal ? { output: process.stdout, prompt: 'F: ' } : {}) })
  const printed = await printedBefore(runtime, address)
  let count = 0
  if (isTerminal) lines.prompt()
  for await (const line of lines) {
    if (line.trim() === '') continue
    const externalId = `chat-${process.pid}-${Date.now()}-${++count}`
    const message = { type: 'message' as const, externalId, from: address, text: line, attachments: [] }
    const result = await runtime.intake.receive('simulator', message)
    if (result.type === 'unavailable')
      throw new CommandError({
        vi: `Không ghi được tin: ${result.reason}.`,
        en: `The message could not be kept: ${result.reason}.`,
      })
    if (result.type === 'taken' && result.wakeAt !== null) runtime.sweeper.wakeAt(result.wakeAt)
    runtime.dispatcher.wake()
    if (!isBurst) await printReplies(io, runtime, address, printed)
    if (isTerminal) lines.prompt()
  }
  if (isBurst) await printReplies(io, runtime, address, printed)
}

async function printedBefore(runtime: Runtime, address: Urn): Promise<Set<string>> {
  const known = await findUrn(runtime.store.db, runtime.store.keys.hash(address))
  return new Set(known ? (await recentOutbox(runtime.store.db, known.urn.id, 1000)).map(({ id }) => id) : [])
}

/** Prints what was sent since, until nothing waits any more; each block ends with a blank line. */
async function printReplies(io: CommandIo, runtime: Runtime, address: Urn, printed: Set<string>): Promise<void> {
  const { store } = runtime
  const known = await findUrn(store.db, store.keys.hash(address))
  if (!known) return
  const deadline = Date.now() + QUIET_MS
  let isOpen = true
  while (isOpen && Date.now() < deadline) {
    for (const row of (await recentOutbox(store.db, known.urn.id, 50)).reverse()) {
      if (printed.has(row.id) || row.text === null || ['queued', 'errored', 'superseded'].includes(row.status)) continue
      printed.add(row.id)
      for (const line of row.text.split('\n')) io.write(`M: ${line}\n`)
    }
    const open = await openOutbox(store.db, known.urn.id)
    const session = await loadSession(store.db, known.urn.id)
    const isHeld = session?.wakeAt != null && session.wakeAt - Date.now() < QUIET_MS
    isOpen = isHeld || open.some((row) => row.class === 'reply' && row.dueAt - Date.now() < QUIET_MS)
    if (isOpen) await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  io.write('\n')
}
