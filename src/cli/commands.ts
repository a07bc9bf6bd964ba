import type { Readable } from 'node:stream'

/** What a command is given, so that it can be run by a test as by a person. */
export interface CommandIo {
  args: readonly string[]
  env: Readonly<Record<string, string | undefined>>
  input: Readable & { isTTY?: boolean }
  write(text: string): void
  writeError(text: string): void
}
/** Gives the exit code. */
export type Run = (io: CommandIo) => Promise<number>

interface Command {
  about: string
  load(): Promise<{ run: Run }>
}

/** One file a command; each is loaded only when it is run. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  serve: { about: 'serves webhooks, delivers and schedules', load: () => import('./serve.ts') },
  chat: { about: 'talks to the bot in the terminal', load: () => import('./chat.ts') },
  understand: { about: 'shows how texts from standard input are read', load: () => import('./understand-command.ts') },
  check: { about: 'checks scripts and plays their tests', load: () => import('./check.ts') },
  push: { about: 'publishes scripts', load: () => import('./push.ts') },
  diff: { about: 'shows what a push would change', load: () => import('./diff.ts') },
  rollback: { about: 'publishes an older revision again', load: () => import('./rollback.ts') },
  import: { about: 'takes prices, people, trainings or tips from a table', load: () => import('./import.ts') },
  export: {
    about: 'writes yields, prices, messages, trainings or answers as CSV, XLSX or JSON',
    load: () => import('./export.ts'),
  },
  tickets: { about: 'lists what farmers have asked a person', load: () => import('./tickets.ts') },
  reply: { about: 'answers a ticket', load: () => import('./reply.ts') },
  show: { about: 'shows everything held about a number', load: () => import('./show.ts') },
  forget: { about: 'erases a person', load: () => import('./forget.ts') },
  migrate: { about: 'brings the database up to date', load: () => import('./migrate.ts') },
  seed: { about: 'publishes the scripts that come with Mùa, where none are', load: () => import('./seed.ts') },
  backup: { about: 'copies the database to a file', load: () => import('./backup.ts') },
  restore: { about: 'puts a backup in the place of the database', load: () => import('./restore.ts') },
  rehash: { about: 'makes anew the key by which numbers are found', load: () => import('./rehash.ts') },
}
