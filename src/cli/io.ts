import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import type { CommandIo } from './commands.ts'

/** A sentence for staff, in both languages. */
export interface Message {
  vi: string
  en: string
}

/** What can't be done, told in one sentence; the command ends with 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

/** Vietnamese, unless MUA_LANG=en. */
export const inLanguage = ({ env }: Pick<CommandIo, 'env'>, message: Message): string =>
  env.MUA_LANG === 'en' ? message.en : message.vi

export interface Usage<T extends ParseArgsOptionsConfig> {
  /** As it is typed: `push [dir] [--note text]`. */
  line: string
  /** What it does, in a sentence or two. */
  about: string
  options: T
  /** Fewest and most arguments without a dash. */
  positionals: readonly [number, number]
}

type Parsed<T extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: T; allowPositionals: true; strict: true }>
>

/**
 * Reads a command's arguments. An exit code: it is over, and was told (0 for `--help`, 2 for arguments that are wrong).
 */
export function readArgs<T extends ParseArgsOptionsConfig>(
  { args, write, writeError }: CommandIo,
  usage: Usage<T>,
): { type: 'run'; values: Parsed<T>['values']; positionals: string[] } | { type: 'over'; code: number } {
  if (args.includes('--help') || args.includes('-h')) {
    write(`mua ${usage.line}\n${usage.about}\n`)
    return { type: 'over', code: 0 }
  }
  const wrong = (sentence: string) => {
    writeError(`${sentence}\nmua ${usage.line}\n`)
    return { type: 'over', code: 2 } as const
  }
  const config = { args: [...args], options: usage.options, allowPositionals: true, strict: true } as const
  try {
    const { values, positionals } = parseArgs(config)
    const [least, most] = usage.positionals
    if (positionals.length < least) return wrong('Something is missing.')
    if (positionals.length > most) return wrong(`What is "${positionals[most]}" for?`)
    return { type: 'run', values, positionals }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return wrong(`${error.message.split('. ')[0]}.`)
  }
}
