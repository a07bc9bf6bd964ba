import type { Readable } from 'node:stream'

/** What a command is given, so that it can be run by a test as by a person. */
export interface CommandIo {
  args: readonly string[]
  env: Readonly<Record<string, string | undefined>>
  input: Readable & { isTTY?: boolean }
  write(text: string): void
  writeError(text: string): void
}

/** A sentence for staff, in both languages. */
export interface Message {
  vi: string
  en: string
}

/** What can't be done, told in one sentence; the command ends with 1. A text alone is English: for those who run the machine. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError'
  readonly said: Message

  constructor(said: Message | string, options?: ErrorOptions) {
    const both = typeof said === 'string' ? { vi: said, en: said } : said
    super(both.en, options)
    this.said = both
  }
}

/** What was typed is no such command; told in one sentence with the usage, the command ends with 2. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError'
}

/** Vietnamese, unless MUA_LANG=en. */
export const languageOf = ({ env }: Pick<CommandIo, 'env'>): keyof Message => (env.MUA_LANG === 'en' ? 'en' : 'vi')

/** Vietnamese, unless MUA_LANG=en. */
export const inLanguage = (io: Pick<CommandIo, 'env'>, message: Message): string => message[languageOf(io)]
