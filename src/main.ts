import './load-drizzle.ts'
import { COMMANDS } from './cli/commands.ts'
import { CommandError } from './cli/io.ts'
import { ConfigError } from './config.ts'
import { StoreError } from './store/sqlite-errors.ts'

/** Runs one command. Gives the exit code; what an operator can mend is one sentence, all else a stack. */
export async function main(args: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = args
  const command = COMMANDS[name]
  const write = (text: string) => void process.stdout.write(text)
  // A reader that has seen enough ("mua export … | head") is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
  const writeError = (text: string) => void process.stderr.write(text)
  if (!command) {
    const names = Object.entries(COMMANDS).map(([each, { about }]) => `  ${each.padEnd(12)} ${about}\n`)
    writeError(`${name === 'help' ? '' : `There is no command "${name}".\n`}mua <command>:\n${names.join('')}`)
    return name === 'help' ? 0 : 2
  }
  try {
    const { run } = await command.load()
    return await run({ args: rest, env: process.env, input: process.stdin, write, writeError })
  } catch (error) {
    const isMendable =
      [CommandError, ConfigError, StoreError].some((kind) => error instanceof kind) || isBadOption(error)
    if (!isMendable || !(error instanceof Error)) throw error
    writeError(`${error.message}\n`)
    return 1
  }
}

/** What `util.parseArgs` throws for an option it does not know. */
const isBadOption = (error: unknown): error is Error =>
  error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')

// Compiled, this file is the program itself.
if (import.meta.filename.endsWith('.js')) process.exitCode = await main(process.argv.slice(2))
