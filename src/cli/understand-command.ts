import { readConfig } from '../config.ts'
import { localTime } from '../conversation/calendar.ts'
import { nearest } from '../conversation/load/near.ts'
import { explainJob, jobOf } from '../conversation/turn/job.ts'
import type { Member } from '../language/names/member-names.ts'
import type { ReadingContext } from '../language/types.ts'
import { SCRIPTS_ROOT } from '../seed.ts'
import { loadFolder } from './check.ts'
import { defineCommand } from './command.ts'
import { CommandError, type CommandIo, languageOf, UsageError } from './io.ts'
import { isUnderstoodAs, KINDS, type UnderstandingContext, type UnderstoodAs, understand } from './understand.ts'

/** Reads texts from standard input, one a line, and shows what each means. */
export const command = defineCommand(
  {
    line: 'understand --as kind [--now time] [--tense past|future] [--name full-name]… [--explain]',
    about: {
      vi: 'Đọc từng dòng đưa vào và in ra một dòng JSON cho biết máy hiểu thế nào: {"text", "as", "value"}.',
      en: 'Reads texts from standard input, one a line, and prints what each means as a line of JSON: {"text", "as", "value"}.',
    },
    options: {
      as: {
        type: 'string',
        about: { vi: `đọc thành gì: ${KINDS.join(', ')}`, en: `as what it is read: ${KINDS.join(', ')}` },
      },
      now: {
        type: 'string',
        about: {
          vi: 'coi như đang lúc đó, như 2026-11-22T09:00:00+07:00',
          en: 'as if it were that time, like 2026-11-22T09:00:00+07:00',
        },
      },
      tense: {
        type: 'string',
        default: 'past',
        about: {
          vi: 'ngày nói tới là ngày đã qua (past, mặc định) hay sắp tới (future)',
          en: 'whether a day lies behind (past, by default) or ahead (future)',
        },
      },
      explain: {
        type: 'boolean',
        about: {
          vi: 'thêm "explain": từng bước từ tin nhắn tới cách hiểu, chữ nào cho điều gì, theo luật nào',
          en: 'adds "explain": the steps from text to reading, which words gave what, by which rule',
        },
      },
      name: {
        type: 'string',
        multiple: true,
        about: {
          vi: 'với --as name: họ tên một người có thể được nhắc tới; mỗi người một lần --name',
          en: 'with --as name: the full name of someone who may be named; one --name for each',
        },
      },
    },
    positionals: [0, 0],
    example: 'echo "Nhà em thu 3 tạ ngô" | mua understand --as mass',
  },
  async ({ env, input, write }, { values }) => {
    const as = kindOf(values.as)
    const { tense, now, explain } = values
    if (tense !== 'past' && tense !== 'future')
      throw new UsageError({ vi: '--tense phải là past hoặc future.', en: '--tense must be past or future.' })
    const at = now === undefined ? Date.now() : Date.parse(now)
    if (Number.isNaN(at))
      throw new UsageError({
        vi: '--now phải là một thời điểm như 2026-11-22T09:00:00+07:00.',
        en: '--now must be a time like 2026-11-22T09:00:00+07:00.',
      })
    const language = explain ? languageOf({ env }) : undefined
    const members = membersOf(as, values.name)
    const context = { ...loadContexts(env)(at, tense), members }
    await understand(input.setEncoding('utf8'), as, context, write, language)
    return 0
  },
)

/**
 * Loads the scripts, crops, places and settings that texts are read with, once, and gives what `mua understand` reads with at an instant (epoch milliseconds) and tense.
 * Throws CommandError where the scripts do not load.
 */
export function loadContexts(
  env: CommandIo['env'],
): (at: number, tense: ReadingContext['tense']) => UnderstandingContext {
  return contextsOf(loadFolder(SCRIPTS_ROOT), env)
}

/** As {@link loadContexts}, with scripts that are loaded already. */
export function contextsOf(
  { program, problems }: Pick<ReturnType<typeof loadFolder>, 'program' | 'problems'>,
  env: CommandIo['env'],
): (at: number, tense: ReadingContext['tense']) => UnderstandingContext {
  if (!program)
    throw new CommandError({
      vi: `Không nạp được kịch bản: ${problems[0]?.vi ?? ''}`,
      en: `The scripts do not load: ${problems[0]?.en ?? ''}`,
    })
  const { crops, places, markets } = program
  const { saoM2 } = readConfig(env)
  return (at, tense) => ({
    now: localTime(at),
    crops,
    places,
    markets,
    saoM2,
    tense,
    members: [],
    jobOf: (text) => jobOf(program, text, at, saoM2),
    explainJob: (text) => explainJob(program, text, at, saoM2),
  })
}

function membersOf(as: UnderstoodAs, given: readonly string[] = []): Member[] {
  const names = given.map((name) => name.trim())
  if (as === 'name' && !names.some((name) => name !== ''))
    throw new UsageError({
      vi: '--as name cần ít nhất một họ tên, như --name "Vàng Thị Mẩy".',
      en: '--as name needs at least one full name, like --name "Vàng Thị Mẩy".',
    })
  return names.map((name, index) => ({ id: String(index), name }))
}

function kindOf(as = '') {
  if (isUnderstoodAs(as)) return as
  throw new UsageError({
    vi: `--as phải là một trong: ${KINDS.join(', ')}${nearest(as, KINDS, '; có phải') || '.'}`,
    en: `--as must be one of ${KINDS.join(', ')}${nearest(as, KINDS, '; did you mean') || '.'}`,
  })
}
