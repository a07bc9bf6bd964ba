import { diff } from 'node:util'
import { parse } from 'yaml'
import { z } from 'zod'

type Files = Readonly<Record<string, string>>

/** Unchanged lines shown around a change. */
const CONTEXT_LINES = 2

/**
 * What differs between two sets of scripts, for people: which files, which texts (old → new), which lines of flows and content.
 * Empty: nothing does.
 */
export function describeChanges(before: Files, after: Files): string[] {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return paths.flatMap((path) => {
    const [old, fresh] = [before[path], after[path]]
    if (old === fresh) return []
    if (fresh === undefined) return [`- ${path}`]
    const sign = old === undefined ? '+' : '~'
    return [`${sign} ${path}`, ...fileChanges(path, old ?? '', fresh).map((line) => `    ${line}`)]
  })
}

function fileChanges(path: string, old: string, fresh: string): string[] {
  if (path.startsWith('locales/')) {
    const [oldTexts, freshTexts] = [textsOf(old), textsOf(fresh)]
    const changes = oldTexts && freshTexts ? textChanges(oldTexts, freshTexts) : []
    // Only comments or order differ, or it is no file of texts.
    if (changes.length > 0) return changes
  }
  return lineChanges(old, fresh)
}

const Texts = z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])).nullable()

/** Key → text, `key (sms)` where it has forms; null: not a file of texts. */
function textsOf(yaml: string): Map<string, string> | null {
  let value: unknown
  try {
    value = parse(yaml)
  } catch {
    return null
  }
  const parsed = Texts.safeParse(value)
  if (!parsed.success) return null
  const texts = new Map<string, string>()
  for (const [key, text] of Object.entries(parsed.data ?? {})) {
    if (typeof text === 'string') texts.set(key, text)
    else for (const [form, words] of Object.entries(text)) texts.set(`${key} (${form})`, words)
  }
  return texts
}

function textChanges(old: Map<string, string>, fresh: Map<string, string>): string[] {
  const keys = [...new Set([...old.keys(), ...fresh.keys()])]
  return keys.flatMap((key) => {
    const [was, is] = [old.get(key), fresh.get(key)]
    if (was === is) return []
    const lines = [...(was === undefined ? [] : [`- ${was}`]), ...(is === undefined ? [] : [`+ ${is}`])]
    return [`${key}:`, ...lines.map((line) => `  ${line}`)]
  })
}

/** Changed lines with a little around them; `…` where lines are left out. */
function lineChanges(old: string, fresh: string): string[] {
  const lines = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))
  // 1: only in the first, -1: only in the second.
  const entries = diff(lines(old), lines(fresh))
  const isNear = entries.map((_, index) =>
    entries.slice(Math.max(0, index - CONTEXT_LINES), index + CONTEXT_LINES + 1).some(([change]) => change !== 0),
  )
  const shown: string[] = []
  for (const [index, [change, line]] of entries.entries()) {
    if (isNear[index]) shown.push(`${change > 0 ? '-' : change < 0 ? '+' : ' '} ${line}`)
    else if (isNear[index - 1]) shown.push('…')
  }
  if (shown.at(-1) === '…') shown.pop()
  return shown
}
