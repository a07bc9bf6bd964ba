import { type ParseArgsOptionDescriptor, parseArgs } from 'node:util'
import { nearest } from '../conversation/load/near.ts'
import { type CommandIo, inLanguage, type Message, UsageError } from './io.ts'

/** An option as `util.parseArgs` takes it, with what it does. */
type Option = ParseArgsOptionDescriptor & { about: Message }
type Options = Readonly<Record<string, Option>>

interface Usage<T extends Options> {
  /** As it is typed: `push [dir] [--note text]`. */
  line: string
  /** What it does, in a sentence or two. */
  about: Message
  options: T
  /** Fewest and most arguments without a dash. */
  positionals: readonly [number, number]
  /** A line as it may be typed. */
  example: string
}

type Given<T extends Options> = ReturnType<typeof parseArgs<{ options: T; allowPositionals: true; strict: true }>>

export interface Command {
  usage: Usage<Options>
  /** Gives the exit code. Throws UsageError for arguments that are wrong, CommandError for what can't be done. */
  run(io: CommandIo): Promise<number>
}

/** A command that reads its arguments by its usage, and answers `--help` with it. */
export const defineCommand = <const T extends Options>(
  usage: Usage<T>,
  task: (io: CommandIo, given: Pick<Given<T>, 'values' | 'positionals'>) => Promise<number>,
): Command => ({
  usage,
  async run(io) {
    if (asksHelp(io.args)) {
      io.write(helpOf(usage, io))
      return 0
    }
    checkOptions(io.args, usage.options)
    const given = parseArgs({ args: [...io.args], options: usage.options, allowPositionals: true, strict: true })
    checkPositionals(given.positionals, usage)
    return task(io, given)
  },
})

/** What stands behind `--` is text, even "--help". */
const asksHelp = (args: readonly string[]): boolean => {
  const end = args.indexOf('--')
  return args.slice(0, end < 0 ? undefined : end).some((arg) => arg === '--help' || arg === '-h')
}

function helpOf({ line, about, options, example }: Usage<Options>, io: CommandIo): string {
  const rows = Object.entries(options).map(([name, option]) => [`--${name}`, inLanguage(io, option.about)])
  rows.push(['--help', inLanguage(io, { vi: 'in hướng dẫn này', en: 'prints this' })])
  const width = Math.max(...rows.map(([name = '']) => name.length))
  const told = rows.map(([name = '', what]) => `  ${name.padEnd(width)}  ${what}\n`).join('')
  const heads = {
    options: inLanguage(io, { vi: 'Tùy chọn', en: 'Options' }),
    example: inLanguage(io, { vi: 'Ví dụ', en: 'Example' }),
  }
  return `mua ${line}\n${inLanguage(io, about)}\n\n${heads.options}:\n${told}\n${heads.example}:\n  ${example}\n`
}

const NEGATIVE = /^-[\d.]+$/

/** What `parseArgs` would throw for, told in both languages and with the nearest option there is. */
function checkOptions(args: readonly string[], options: Options): void {
  const { tokens } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false, tokens: true })
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const { name, rawName, value, inlineValue } = token
    const option = Object.hasOwn(options, name) ? options[name] : undefined
    if (!option) throw unknownOption(rawName, Object.keys(options))
    const isMissing = value === undefined || (!inlineValue && value.startsWith('-'))
    const negative = value !== undefined && NEGATIVE.test(value) ? `${rawName}=${value}` : null
    if (option.type === 'string' && isMissing && negative !== null)
      throw new UsageError({
        vi: `${rawName} không nhận số âm như "${value}"; nếu vẫn muốn đưa chữ ấy thì viết ${negative}.`,
        en: `${rawName} takes no negative number like "${value}"; where that is what you mean, write ${negative}.`,
      })
    if (option.type === 'string' && isMissing)
      throw new UsageError({ vi: `Sau ${rawName} cần một giá trị.`, en: `${rawName} needs a value.` })
    if (option.type === 'boolean' && value !== undefined)
      throw new UsageError({ vi: `${rawName} không nhận giá trị nào.`, en: `${rawName} takes no value.` })
  }
}

function unknownOption(typed: string, names: readonly string[]): UsageError {
  const known = [...names, 'help'].map((name) => `--${name}`)
  return new UsageError({
    vi: `Không có tùy chọn ${typed}${nearest(typed, known, ', có phải') || '.'}`,
    en: `There is no option ${typed}${nearest(typed, known, ', did you mean') || '.'}`,
  })
}

function checkPositionals(given: readonly string[], { positionals: [least, most] }: Usage<Options>): void {
  if (given.length < least) throw new UsageError({ vi: 'Còn thiếu.', en: 'Something is missing.' })
  const extra = given[most]
  if (extra !== undefined) throw new UsageError({ vi: `Thừa "${extra}".`, en: `What is "${extra}" for?` })
}
