import './load-drizzle.ts'
import { runCli } from './cli/run.ts'

/** Runs one command. Gives the exit code; what can be mended is told in one sentence, all else is thrown. */
export async function main(args: readonly string[]): Promise<number> {
  // A reader that has seen enough ("mua export … | head") is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(0)
  })
  const write = (text: string) => void process.stdout.write(text)
  const writeError = (text: string) => void process.stderr.write(text)
  return runCli({ args, env: process.env, input: process.stdin, write, writeError })
}

// Compiled, this file is the program itself.
if (import.meta.filename.endsWith('.js')) process.exitCode = await main(process.argv.slice(2))
