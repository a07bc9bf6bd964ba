import { ACTIONS, CONDITIONS } from '../../src/farm/registry.ts'

export type Language = 'vi' | 'en'

const WORDS = {
  vi: {
    action: 'Việc (`do`)',
    about: 'Để làm gì',
    keeps: 'giữ',
    reads: 'Đọc ô',
    gives: 'Cho câu',
    outcomes: 'Kết quả (`on`)',
    with: 'Tuỳ chọn (`with`)',
  },
  en: {
    action: 'Action (`do`)',
    about: 'What it does',
    keeps: 'keeps',
    reads: 'Reads slots',
    gives: 'Gives texts',
    outcomes: 'Outcomes (`on`)',
    with: 'Parameters (`with`)',
  },
}
const CONDITION = { vi: 'Điều kiện (`when`)', en: 'Condition (`when`)' }

/** Meanings are written `Vietnamese / English`. */
const meaning = (text: string, language: Language): string => text.split(' / ')[language === 'vi' ? 0 : 1] ?? text

const codes = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')

const list = (meanings: Readonly<Record<string, string>> | undefined, language: Language): string =>
  Object.entries(meanings ?? {})
    .map(([name, text]) => `\`${name}\`: ${meaning(text, language)}`)
    .join('; ')

const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), `|${head.map(() => '---|').join('')}`, ...rows.map(row)].join('\n')

const byName = <T extends { name: string }>(items: Iterable<T>): T[] =>
  [...items].sort((a, b) => a.name.localeCompare(b.name))

/** The tables of actions and conditions that flows may use, as Markdown. */
export function flowTables(language: Language): string {
  const words = WORDS[language]
  const actions = byName(ACTIONS.values()).map((action) => [
    `\`${action.name}\``,
    `${action.about[language]}${action.keeps ? ` **${words.keeps}**` : ''}`,
    codes(action.reads),
    codes(action.gives),
    list(action.outcomes, language),
    list(action.params, language),
  ])
  const conditions = byName(CONDITIONS.values()).map((condition) => [
    `\`${condition.name}\``,
    condition.about[language],
    codes(condition.reads),
  ])
  const { action, about, reads, gives, outcomes } = words
  return `${table([action, about, reads, gives, outcomes, words.with], actions)}\n\n${table([CONDITION[language], about, reads], conditions)}`
}
