/** What is wrong in a file of staff's, for the person who wrote it. */
export interface Problem {
  file: string
  line: number
  column: number
  vi: string
  en: string
  /** `note`: told, but refuses nothing. */
  level: 'error' | 'note'
}

/** Where in a file: a path of keys and indexes. */
export type Path = readonly PropertyKey[]

export interface Place {
  line: number
  column: number
}

/** One file while it is read: collects its problems with their places. */
export interface Source {
  file: string
  value: unknown
  at(path: Path): Place
  /** Where some words first stand in the text of a value; null: they do not stand there as they are. Absent: not known. */
  find?(path: Path, words: string): Place | null
}

export type Report = (source: Source, path: Path, message: { vi: string; en: string }, level?: Problem['level']) => void

export function collector(): { problems: Problem[]; report: Report } {
  const problems: Problem[] = []
  const report: Report = (source, path, message, level = 'error') => {
    problems.push({ file: source.file, ...source.at(path), ...message, level })
  }
  return { problems, report }
}

/** `flows/x.yaml:3:7: …` in the language asked for. */
export const formatProblem = (problem: Problem, locale: 'vi' | 'en'): string =>
  `${problem.file}:${problem.line}:${problem.column}: ${problem[locale]}`
