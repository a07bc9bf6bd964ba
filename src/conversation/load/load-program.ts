import { parseCropBook } from '../../language/books/crop-book.ts'
import { parseMarketBook } from '../../language/books/market-book.ts'
import { parsePlaceBook } from '../../language/books/place-book.ts'
import { DEFAULT_COSTS } from '../costs.ts'
import { DEFAULT_RULES } from '../sending-rules.ts'
import { SOURCE_LOCALE } from '../texts.ts'
import type { Flow, Program } from '../types.ts'
import type { ActionSpec, ConditionSpec } from '../world.ts'
import type { ZaloTemplate } from '../zalo-templates.ts'
import { checkFlows } from './check.ts'
import { checkCrops } from './check-crops.ts'
import { checkWords } from './check-words.ts'
import { type CompiledFlow, compileFlow } from './compile-flow.ts'
import { parseCosts } from './costs.ts'
import { explainBook } from './explain.ts'
import { compareWithSource, type LoadedTexts, loadTexts, newTexts } from './load-texts.ts'
import { collector, type Problem, type Report, type Source } from './problems.ts'
import { parseSendingRules } from './sending.ts'
import { parseYaml } from './yaml.ts'
import { checkZaloTemplates, parseZaloTemplates } from './zalo-templates.ts'

/** What flows may call, as far as the checker needs to know. */
export interface Registry {
  actions: ReadonlyMap<string, ActionSpec>
  conditions: ReadonlyMap<string, ConditionSpec>
  /** Keys of texts that the service says by itself, though they stand in the file of a flow. */
  texts?: readonly string[]
  /** Keys of texts that are a leader's price alert: `alerts` in `content/sending.yaml` says whether they advertise. */
  alerts?: readonly string[]
}

export interface Loaded {
  /** null: refused. */
  program: Program | null
  /** Sorted by place; notes too. */
  problems: Problem[]
  flows: CompiledFlow[]
}

/**
 * Checks all scripts as a whole and makes the program of them.
 * @param files path → text of `flows/*.yaml`, `locales/<lang>/*.yaml`, `content/crops.yaml`, `content/places.yaml`, and `content/markets.yaml`,
 * `content/sending.yaml`, `content/costs.yaml` and `content/zalo-templates.yaml`, which an older installation has not
 * @param revision the files' hash
 */
export function loadProgram(files: Readonly<Record<string, string>>, revision: string, registry: Registry): Loaded {
  const { problems, report } = collector()
  const { flows, broken } = loadFlows(files, report)
  const sources: Source[] = []
  const locales = loadLocales(files, sources, report)
  const crops = loadBook(files, 'content/crops.yaml', parseCropBook, report, (source, crops) => {
    sources.push(source)
    checkCrops(source, crops, report)
  })
  const places = loadBook(files, 'content/places.yaml', parsePlaceBook, report, (source) => sources.push(source))
  const markets =
    'content/markets.yaml' in files ? loadBook(files, 'content/markets.yaml', parseMarketBook, report) : []
  const sending =
    'content/sending.yaml' in files ? loadBook(files, 'content/sending.yaml', parseSendingRules, report) : DEFAULT_RULES
  const costs =
    'content/costs.yaml' in files ? loadBook(files, 'content/costs.yaml', parseCosts, report) : DEFAULT_COSTS
  const byId = new Map(flows.map(({ flow }) => [flow.id, flow]))
  const source = locales.get(SOURCE_LOCALE) ?? newTexts()
  for (const { flow } of flows) flow.keeps = keepsSomething(flow, byId, registry)
  checkFlows(flows, broken, source, registry, report)
  const tips = files[TIPS] === undefined ? null : parseYaml(TIPS, files[TIPS], () => undefined)
  if (tips) sources.push(tips)
  checkWords(sources, sending?.links ?? [], report)
  const zaloTemplates = loadZaloTemplates(files, { texts: source, sending, registry }, report)
  for (const [locale, texts] of locales) compareWithSource(locale, texts, source, report)
  problems.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column)
  const found = { crops, places, markets, sending, costs, zaloTemplates }
  const books = isWhole(found) ? found : null
  if (books === null || problems.some(({ level }) => level === 'error')) return { program: null, problems, flows }
  const texts = new Map([...locales].map(([locale, loaded]) => [locale, loaded.texts]))
  return { program: { revision, flows: byId, texts, ...books }, problems, flows }
}

/** What is sent as it stands there; read for good where a new installation is filled. */
const TIPS = 'content/tips.yaml'

/** None of the books is missing for a mistake in it. */
const isWhole = <T extends Record<string, unknown>>(books: T): books is { [K in keyof T]: NonNullable<T[K]> } =>
  Object.values(books).every((book) => book !== null)

const FLOW_FILE = /^flows\/([a-z][a-z0-9-]*)\.ya?ml$/
const TEXT_FILE = /^locales\/([a-z]{2,3})\/([a-z][a-z0-9-]*)\.ya?ml$/

function loadFlows(files: Readonly<Record<string, string>>, report: Report) {
  const flows: CompiledFlow[] = []
  /** Ids of files that are there and give no flow: whatever calls one makes no mistake. */
  const broken = new Set<string>()
  for (const [file, text] of Object.entries(files)) {
    if (!file.startsWith('flows/')) continue
    const id = FLOW_FILE.exec(file)?.[1]
    if (!id) {
      report(nowhere(file), [], {
        vi: 'tên tệp kịch bản chỉ gồm chữ thường không dấu, số, gạch ngang và đuôi .yaml',
        en: 'a flow file is named with a-z, 0-9 and dashes, and ends in .yaml',
      })
      continue
    }
    const source = parseYaml(file, text, report)
    const flow = source && compileFlow(id, source, report)
    if (flow) flows.push(flow)
    else broken.add(id)
  }
  return { flows, broken }
}

function loadLocales(
  files: Readonly<Record<string, string>>,
  sources: Source[],
  report: Report,
): Map<string, LoadedTexts> {
  const locales = new Map<string, LoadedTexts>()
  for (const [file, text] of Object.entries(files)) {
    const [, locale, flowId] = TEXT_FILE.exec(file) ?? []
    if (!locale || !flowId) continue
    const texts = locales.get(locale) ?? newTexts()
    locales.set(locale, texts)
    const source = parseYaml(file, text, report)
    if (source) {
      sources.push(source)
      loadTexts(texts, flowId, source, report)
    } else texts.broken.add(flowId)
  }
  return locales
}

type BookParser<T> = (value: unknown) => { book: T } | { problems: { path: PropertyKey[]; message: string }[] }

function loadBook<T>(
  files: Readonly<Record<string, string>>,
  file: string,
  parse: BookParser<T>,
  report: Report,
  read?: (source: Source, book: T) => void,
): T | null {
  const text = files[file]
  if (text === undefined) {
    report(nowhere(file), [], { vi: 'thiếu tệp này', en: 'this file is missing' })
    return null
  }
  const source = parseYaml(file, text, report)
  if (!source) return null
  const parsed = parse(source.value)
  if ('book' in parsed) {
    read?.(source, parsed.book)
    return parsed.book
  }
  for (const { path, message } of parsed.problems) report(source, path, explainBook(path, message))
  return null
}

function loadZaloTemplates(
  files: Readonly<Record<string, string>>,
  checked: Parameters<typeof checkZaloTemplates>[2],
  report: Report,
): ZaloTemplate[] | null {
  const file = 'content/zalo-templates.yaml'
  if (!(file in files)) return []
  return loadBook(files, file, parseZaloTemplates, report, (source, book) =>
    checkZaloTemplates(source, book, checked, report),
  )
}

const nowhere = (file: string): Source => ({ file, value: null, at: () => ({ line: 1, column: 1 }) })

/** Whether any step of a flow, or of one it calls, keeps something about the person. */
function keepsSomething(
  flow: Flow,
  flows: ReadonlyMap<string, Flow>,
  registry: Registry,
  seen = new Set<string>(),
): boolean {
  if (seen.has(flow.id)) return false
  seen.add(flow.id)
  return Object.values(flow.steps).some((step) => {
    if (step.type === 'do') return registry.actions.get(step.action)?.keeps ?? false
    const called = step.type === 'call' ? flows.get(step.flow) : undefined
    return called !== undefined && keepsSomething(called, flows, registry, seen)
  })
}
