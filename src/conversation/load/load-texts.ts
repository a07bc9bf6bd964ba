import { z } from 'zod'
import { argumentsOf, SOURCE_LOCALE, valueName } from '../texts.ts'
import type { Text } from '../types.ts'
import { reportIssues } from './explain.ts'
import type { Report, Source } from './problems.ts'

/** Texts of one language, and where each stands. */
export interface LoadedTexts {
  texts: Map<string, Text>
  places: Map<string, { source: Source; key: string }>
  /** Names of the values a text uses, as the flow gives them. */
  arguments: Map<string, Set<string>>
  /** Hash of the Vietnamese text that a translation was made from, where it says so. */
  madeFrom: Map<string, string>
  /** Files, by their flow's id, of which a text could not be read: what is missing there is no mistake of its own. */
  broken: Set<string>
}

const entry = z.union([z.string(), z.strictObject({ sms: z.string(), zalo: z.string() })])
const schema = z.record(z.string(), z.union([entry, z.record(z.string(), z.string())]))

export const newTexts = (): LoadedTexts => ({
  texts: new Map(),
  places: new Map(),
  arguments: new Map(),
  madeFrom: new Map(),
  broken: new Set(),
})

/** Takes one file `locales/<lang>/<flow>.yaml` into its language. */
export function loadTexts(into: LoadedTexts, flowId: string, source: Source, report: Report): void {
  const parsed = schema.safeParse(source.value ?? {})
  if (!parsed.success) {
    into.broken.add(flowId)
    return reportIssues(source, [], parsed.error, report)
  }
  for (const [name, value] of Object.entries(parsed.data)) {
    if (name === '_source') {
      for (const [key, hash] of Object.entries(value)) into.madeFrom.set(`${flowId}.${key}`, hash)
      continue
    }
    const text = entry.safeParse(value)
    if (!text.success) {
      into.broken.add(flowId)
      report(source, [name], {
        vi: `"${name}" phải là một câu, hoặc hai câu sms: và zalo:`,
        en: `"${name}" must be one text, or two: sms: and zalo:`,
      })
      continue
    }
    const { data } = text
    addText(
      into,
      `${flowId}.${name}`,
      typeof data === 'string' ? { sms: data, zalo: data } : data,
      { source, key: name },
      report,
    )
  }
}

function addText(
  into: LoadedTexts,
  key: string,
  text: Text,
  place: { source: Source; key: string },
  report: Report,
): void {
  const names = new Set<string>()
  for (const words of [text.sms, text.zalo]) {
    try {
      for (const name of argumentsOf(words)) names.add(valueName(name))
    } catch (cause) {
      into.broken.add(key.slice(0, key.indexOf('.')))
      const reason = cause instanceof Error ? cause.message : String(cause)
      report(place.source, [place.key], {
        vi: `câu "${place.key}" có ngoặc { } viết sai (${reason})`,
        en: `the braces { } of "${place.key}" are not right (${reason})`,
      })
      return
    }
  }
  into.texts.set(key, text)
  into.places.set(key, place)
  into.arguments.set(key, names)
}

/** Tells which translations are missing or older than their Vietnamese text. Refuses nothing: Vietnamese is used instead. */
export function compareWithSource(locale: string, loaded: LoadedTexts, source: LoadedTexts, report: Report): void {
  if (locale === SOURCE_LOCALE) return
  for (const [key, place] of source.places) {
    const made = loaded.madeFrom.get(key)
    const text = source.texts.get(key)
    if (!loaded.texts.has(key)) {
      if (loaded.broken.has(key.slice(0, key.indexOf('.')))) continue
      report(place.source, [place.key], { vi: `chưa có bản ${locale}`, en: `no ${locale} text yet` }, 'note')
    } else if (made && text && made !== shortHash(text)) {
      const own = loaded.places.get(key)
      const message = {
        vi: `bản ${locale} đã cũ so với tiếng Việt`,
        en: `the ${locale} text is older than the Vietnamese one`,
      }
      if (own) report(own.source, [own.key], message, 'note')
    }
  }
}

/** Eight hex digits of a text (FNV-1a, 32 bits): tells a changed text from an unchanged one, nothing more. */
function shortHash({ sms, zalo }: Text): string {
  let hash = 0x811c9dc5
  for (const char of `${sms}\0${zalo}`) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return hash.toString(16).padStart(8, '0')
}
