import { answerTicket } from '../farm/actions/tickets.ts'
import { currentRevision } from '../store/queries/revisions.ts'
import type { Run } from './commands.ts'
import { CommandError, inLanguage, readArgs } from './io.ts'
import { withInstallation } from './open.ts'

const USAGE = {
  line: 'reply <ticket> <text>',
  about: "Answers a ticket by its number. The running service sends it; the bot's silence in that talk ends.",
  options: {},
  positionals: [2, Number.POSITIVE_INFINITY],
} as const

/** An SMS of some parts; more is no answer to a text. */
const MAX_LENGTH = 600

/** Sends an officer's answer to who asked. */
export const run: Run = async (io) => {
  const args = readArgs(io, USAGE)
  if (args.type === 'over') return args.code
  const [ticket = '', ...words] = args.positionals
  const text = words.join(' ').normalize('NFC').replace(/\s+/g, ' ').trim()
  const wrong = whyNot(ticket, text)
  if (wrong) {
    io.writeError(`${inLanguage(io, wrong)}\n`)
    return 2
  }
  return withInstallation(io, async ({ store, clock, newId }) => {
    const published = await currentRevision(store.db)
    if (!published) throw new CommandError('No scripts have been published yet: run "mua push" or "mua seed" first.')
    const by = { personId: null, now: clock(), revision: published.revision.hash, newId }
    const answered = await answerTicket(Number(ticket), text, by, store.db)
    if (!answered) {
      const message = { vi: `Không có phiếu số ${ticket}.`, en: `There is no ticket ${ticket}.` }
      io.writeError(`${inLanguage(io, message)}\n`)
      return 1
    }
    const result = await store.commit({ writes: answered.writes })
    if (result.type !== 'committed')
      throw new CommandError(`The answer was not kept: the database could not be written (${result.type}). Try again.`)
    const message = {
      vi: `Đã ghi câu trả lời cho phiếu ${ticket}.`,
      en: `The answer to ticket ${ticket} is on its way.`,
    }
    io.write(`${inLanguage(io, message)}\n`)
    return 0
  })
}

function whyNot(ticket: string, text: string) {
  if (!/^\d{1,9}$/.test(ticket))
    return { vi: `"${ticket}" không phải số phiếu.`, en: `"${ticket}" is no ticket number.` }
  if (text === '') return { vi: 'Chưa có nội dung trả lời.', en: 'The answer is empty.' }
  if (text.length > MAX_LENGTH)
    return {
      vi: `Câu trả lời dài ${text.length} ký tự, nhiều nhất ${MAX_LENGTH}.`,
      en: `The answer has ${text.length} characters, at most ${MAX_LENGTH}.`,
    }
  return null
}
