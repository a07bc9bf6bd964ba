import { ConfigError } from '../config/config-error.ts'
import { nearest } from '../conversation/load/near.ts'
import { StoreError } from '../store/sqlite-errors.ts'
import { COMMANDS } from './commands.ts'
import { CommandError, type CommandIo, inLanguage, type Message, UsageError } from './io.ts'

/**
 * Runs what was typed after `mua`. Gives the exit code: 2 for what is no such command, 1 for what can't be done, told in one
 * sentence each; throws all else. No command, `help` and `--help` list the commands, `help <command>` is `<command> --help`.
 */
export async function runCli(io: CommandIo): Promise<number> {
  if (!isLanguage(io.env.MUA_LANG)) {
    io.writeError('MUA_LANG phải là vi hoặc en, hoặc bỏ trống. / MUA_LANG must be vi or en, or left out.\n')
    return 1
  }
  const [first = 'help', ...rest] = io.args
  const isHelp = ['help', '--help', '-h'].includes(first)
  const [name, args] = isHelp ? [rest[0], ['--help']] : [first, rest]
  if (name === undefined || (isHelp && name.startsWith('-'))) {
    io.write(listOf(io))
    return 0
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!entry) {
    io.writeError(`${inLanguage(io, unknownCommand(name))}\n${listOf(io)}`)
    return 2
  }
  const { command } = await entry.load()
  try {
    return await command.run({ ...io, args })
  } catch (error) {
    return told(io, error, command.usage.line)
  }
}

const isLanguage = (said = ''): boolean => ['', 'vi', 'en'].includes(said)

/** Throws what an operator can't mend. */
function told(io: CommandIo, error: unknown, line: string): number {
  if (error instanceof CommandError) {
    const isUsage = error instanceof UsageError
    io.writeError(`${inLanguage(io, error.said)}\n${isUsage ? `mua ${line}\n` : ''}`)
    return isUsage ? 2 : 1
  }
  if (!(error instanceof ConfigError || error instanceof StoreError)) throw error
  io.writeError(`${error.message}\n`)
  return 1
}

function listOf(io: CommandIo): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length))
  const rows = Object.entries(COMMANDS).map(
    ([name, { about }]) => `  ${name.padEnd(width)}  ${inLanguage(io, about)}\n`,
  )
  const more = { vi: 'Hướng dẫn từng lệnh: mua help <lệnh>', en: 'More about each: mua help <command>' }
  return `mua ${inLanguage(io, { vi: '<lệnh>', en: '<command>' })}:\n${rows.join('')}${inLanguage(io, more)}\n`
}

const unknownCommand = (name: string): Message => ({
  vi: `Không có lệnh "${name}"${nearest(name, Object.keys(COMMANDS), ', có phải') || '.'}`,
  en: `There is no command "${name}"${nearest(name, Object.keys(COMMANDS), ', did you mean') || '.'}`,
})
