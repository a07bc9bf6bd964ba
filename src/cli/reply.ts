import { answerTicket } from '../farm/actions/tickets.ts'
import { defineCommand } from './command.ts'
import { CommandError, inLanguage, UsageError } from './io.ts'
import { publishedRevision, withInstallation } from './open.ts'

/** An SMS of some parts; more is no answer to a text. */
const MAX_LENGTH = 600

/** Sends an officer's answer to who asked. */
export const command = defineCommand(
  {
    line: 'reply <ticket> <text>',
    about: {
      vi: 'Trả lời một phiếu theo số của nó. Dịch vụ đang chạy sẽ gửi đi; máy thôi im trong cuộc trò chuyện đó.',
      en: "Answers a ticket by its number. The running service sends it; the bot's silence in that talk ends.",
    },
    options: {},
    positionals: [2, Number.POSITIVE_INFINITY],
    example: 'mua reply 27 Bác nhổ cây bị vàng, rắc vôi vào gốc nhé.',
  },
  async (io, { positionals: [ticket = '', ...words] }) => {
    const text = words.join(' ').normalize('NFC').replace(/\s+/g, ' ').trim()
    checkAnswer(ticket, text)
    return withInstallation(io, async (installation) => {
      const { store, clock, newId } = installation
      const { hash } = await publishedRevision(installation)
      const answered = await answerTicket(
        Number(ticket),
        text,
        { personId: null, now: clock(), revision: hash, newId },
        store.db,
      )
      if (answered.type !== 'answered') throw new CommandError(notAnswered(ticket)[answered.type])
      const result = await store.commit({ writes: answered.writes })
      if (result.type !== 'committed')
        throw new CommandError({
          vi: `Chưa ghi được câu trả lời: cơ sở dữ liệu không ghi được (${result.type}). Hãy thử lại.`,
          en: `The answer was not kept: the database could not be written (${result.type}). Try again.`,
        })
      const done = {
        vi: `Đã ghi câu trả lời cho phiếu ${ticket}.`,
        en: `The answer to ticket ${ticket} is on its way.`,
      }
      io.write(`${inLanguage(io, done)}\n`)
      return 0
    })
  },
)

const notAnswered = (ticket: string) => ({
  unknown: { vi: `Không có phiếu số ${ticket}.`, en: `There is no ticket ${ticket}.` },
  closed: {
    vi: `Phiếu ${ticket} đã đóng: người hỏi đã xoá dữ liệu. Không gửi gì.`,
    en: `Ticket ${ticket} is closed: whoever asked is erased. Nothing was sent.`,
  },
})

function checkAnswer(ticket: string, text: string): void {
  if (!/^\d{1,9}$/.test(ticket))
    throw new UsageError({ vi: `"${ticket}" không phải số phiếu.`, en: `"${ticket}" is no ticket number.` })
  if (text === '') throw new UsageError({ vi: 'Chưa có nội dung trả lời.', en: 'The answer is empty.' })
  if (text.length > MAX_LENGTH)
    throw new UsageError({
      vi: `Câu trả lời dài ${text.length} ký tự, nhiều nhất ${MAX_LENGTH}.`,
      en: `The answer has ${text.length} characters, at most ${MAX_LENGTH}.`,
    })
}
