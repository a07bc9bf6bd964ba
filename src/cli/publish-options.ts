import type { PublishResult } from '../server/publish.ts'
import { CommandError, type CommandIo, inLanguage, type Message } from './io.ts'

/** What push and rollback both take. */
export const PUBLISH_OPTIONS = {
  note: {
    type: 'string',
    default: '',
    about: { vi: 'ghi chú cho lần này, như "thêm giá sắn"', en: 'a note on this publication' },
  },
  author: {
    type: 'string',
    about: {
      vi: 'ai đưa vào dùng; mặc định tên người dùng của máy',
      en: "who publishes; by default the machine's user",
    },
  },
  'end-talks': {
    type: 'boolean',
    default: false,
    about: {
      vi: 'chuyển ngay mọi cuộc trò chuyện đang dở sang bản này',
      en: 'moves all talks under way to this revision at once',
    },
  },
} as const

/** Who publishes, where `--author` does not say: the machine's user. */
export const authorOf = (env: CommandIo['env'], author: string | undefined): string =>
  author ?? env.USER ?? env.USERNAME ?? 'mua'

/** As much of a hash as people use. */
export const SHORT_HASH = 12

/** Tells what became of it. Throws CommandError where it could not be written. */
export function tellPublished(io: CommandIo, result: PublishResult, hash: string): void {
  if (result.type === 'unavailable')
    throw new CommandError({
      vi: `Chưa đưa gì vào dùng: cơ sở dữ liệu không ghi được (${result.reason}).`,
      en: `Nothing was published: the database could not be written (${result.reason}).`,
    })
  const short = hash.slice(0, SHORT_HASH)
  const message: Message =
    result.type === 'published'
      ? { vi: `Đã đưa bản ${short} vào dùng.`, en: `Revision ${short} is published.` }
      : { vi: `Bản ${short} đang được dùng rồi, không có gì thay đổi.`, en: `Revision ${short} is in force already.` }
  io.write(`${inLanguage(io, message)}\n`)
}
