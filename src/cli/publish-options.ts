import type { PublishResult } from '../server/publish.ts'
import type { CommandIo } from './commands.ts'
import { CommandError, inLanguage, type Message } from './io.ts'

/** What push and rollback both take. */
export const PUBLISH_OPTIONS = {
  note: { type: 'string', default: '' },
  author: { type: 'string' },
  'end-talks': { type: 'boolean', default: false },
} as const

/** Who publishes, where `--author` does not say: the machine's user. */
export const authorOf = (env: CommandIo['env'], author: string | undefined): string =>
  author ?? env.USER ?? env.USERNAME ?? 'mua'

/** As much of a hash as people use. */
export const SHORT_HASH = 12

/** Tells what became of it. Throws CommandError where it could not be written. */
export function tellPublished(io: CommandIo, result: PublishResult, hash: string): void {
  if (result.type === 'unavailable')
    throw new CommandError(`Nothing was published: the database could not be written (${result.reason}).`)
  const short = hash.slice(0, SHORT_HASH)
  const message: Message =
    result.type === 'published'
      ? { vi: `Đã đưa bản ${short} vào dùng.`, en: `Revision ${short} is published.` }
      : { vi: `Bản ${short} đang được dùng rồi, không có gì thay đổi.`, en: `Revision ${short} is in force already.` }
  io.write(`${inLanguage(io, message)}\n`)
}
