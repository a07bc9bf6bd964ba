import type { Flow, Option, Slot, Step, Trigger } from '../types.ts'
import { reportIssues } from './explain.ts'
import { type FlowTest, flowSchema, type RawFlow, type RawStep, STEP_SCHEMAS, VERBS } from './flow-schema.ts'
import type { Path, Report, Source } from './problems.ts'

/** A flow with the places of its parts, for the checker. */
export interface CompiledFlow {
  flow: Flow
  tests: FlowTest[]
  source: Source
  /** Where each step stands. */
  places: Map<string, Path>
}

/** Turns one flow file into steps that know where they lead. Null: what was reported leaves nothing to run. */
export function compileFlow(id: string, source: Source, report: Report): CompiledFlow | null {
  const shape = shapeOf(source.value)
  if (shape) {
    report(source, [], shape)
    return null
  }
  const parsed = flowSchema.safeParse(source.value)
  if (!parsed.success) {
    reportIssues(source, [], parsed.error, report)
    return null
  }
  const raw = parsed.data
  const compiler: Compiler = { flowId: id, source, report, steps: {}, places: new Map(), isBroken: false }
  const first = compileSteps(compiler, raw.steps, ['steps'], null)
  if (compiler.isBroken) return null
  const flow: Flow = {
    id,
    title: raw.title,
    triggers: raw.triggers.map(toTrigger),
    examples: raw.examples,
    ...(raw.guess ? { guess: raw.guess } : {}),
    roles: raw.roles,
    ...(raw.corrects ? { corrects: raw.corrects } : {}),
    ...(raw.withdraws ? { withdraws: raw.withdraws } : {}),
    ...(raw.instead_of ? { insteadOf: raw.instead_of } : {}),
    ...(raw.hook ? { hook: raw.hook } : {}),
    always: raw.always,
    resumes: raw.resumes,
    slots: compileSlots(raw, source, report),
    first,
    steps: compiler.steps,
    keeps: false,
  }
  return { flow, tests: raw.tests, source, places: compiler.places }
}

/** What to tell of a file that is no group of entries at all; null: it is one. */
function shapeOf(value: unknown): { vi: string; en: string } | null {
  const needs = { vi: 'một kịch bản có title:, triggers: và steps:', en: 'a flow has title:, triggers: and steps:' }
  if (value === null || value === undefined)
    return { vi: `tệp này trống: ${needs.vi}`, en: `this file is empty: ${needs.en}` }
  if (Array.isArray(value))
    return { vi: `tệp này chỉ là một danh sách: ${needs.vi}`, en: `this file is only a list: ${needs.en}` }
  return typeof value === 'object'
    ? null
    : { vi: `tệp này chỉ là một dòng chữ: ${needs.vi}`, en: `this file is only a line of text: ${needs.en}` }
}

interface Compiler {
  flowId: string
  source: Source
  report: Report
  steps: Record<string, Step>
  places: Map<string, Path>
  isBroken: boolean
}

/** Compiles a list of steps back to front; gives the id of the first. */
function compileSteps(compiler: Compiler, list: readonly unknown[], path: Path, after: string | null): string | null {
  const raws = list.map((value, index) => parseStep(compiler, value, [...path, index]))
  let next = after
  for (let index = raws.length - 1; index >= 0; index--) {
    const raw = raws[index]
    if (!raw) continue
    compiler.steps[raw.id] = compileStep(compiler, raw, [...path, index], next)
    next = raw.id
  }
  return next
}

function parseStep(compiler: Compiler, value: unknown, path: Path): RawStep | null {
  const { source, report } = compiler
  const keys = value && typeof value === 'object' ? Object.keys(value) : []
  const verbs = VERBS.filter((verb) => keys.includes(verb))
  const [verb] = verbs
  if (!verb || verbs.length > 1) {
    compiler.isBroken = true
    const list = VERBS.join(', ')
    report(source, path, {
      vi: verb ? `một bước chỉ làm một việc, ở đây có: ${verbs.join(', ')}` : `bước này phải có một trong: ${list}`,
      en: verb ? `a step does one thing, here are: ${verbs.join(', ')}` : `this step needs one of: ${list}`,
    })
    return null
  }
  const parsed = STEP_SCHEMAS[verb].safeParse(value)
  if (!parsed.success) {
    compiler.isBroken = true
    reportIssues(source, path, parsed.error, report)
    return null
  }
  const raw = { verb, ...parsed.data } as RawStep
  if (compiler.places.has(raw.id)) {
    const message = { vi: `hai bước cùng mang tên "${raw.id}"`, en: `two steps are called "${raw.id}"` }
    report(source, [...path, 'id'], message)
  }
  compiler.places.set(raw.id, path)
  return raw
}

function compileStep(compiler: Compiler, raw: RawStep, path: Path, next: string | null): Step {
  const base = { id: raw.id, next }
  const key = (name: string) => textKey(compiler.flowId, name)
  switch (raw.verb) {
    case 'say':
      return { ...base, type: 'say', text: key(raw.say) }
    case 'ask':
      return { ...base, type: 'ask', slot: raw.ask, text: key(`ask.${raw.ask}`) }
    case 'fill':
      return { ...base, type: 'fill', slots: raw.fill, need: raw.need }
    case 'choose':
      return {
        ...base,
        type: 'choose',
        text: key(raw.choose),
        options: raw.options.map((option) => toOption(option, key, next)),
        ...(raw.into ? { into: raw.into } : {}),
      }
    case 'confirm': {
      const { takes, no, yes } = raw
      const text = key(raw.confirm)
      return {
        ...base,
        type: 'confirm',
        text,
        takes,
        forget: no.forget,
        yesWords: yes?.words ?? [],
        noWords: no.words,
        isByWordsOnly: yes?.only ?? false,
        yes: yes?.go === undefined ? next : toTarget(yes.go),
        no: toTarget(no.go),
        ...(raw.again === undefined ? {} : { again: toTarget(raw.again) }),
      }
    }
    case 'when': {
      const negated = raw.when.startsWith('not ')
      const condition = raw.when.replace(/^not /, '')
      const then = raw.then ? compileSteps(compiler, raw.then, [...path, 'then'], next) : next
      const otherwise = raw.else ? compileSteps(compiler, raw.else, [...path, 'else'], next) : next
      return { ...base, type: 'when', condition, negated, then, else: otherwise }
    }
    case 'do': {
      const on = Object.fromEntries(Object.entries(raw.on).map(([outcome, to]) => [outcome, toTarget(to)]))
      return { ...base, type: 'do', action: raw.do, params: raw.with, on }
    }
    case 'go':
      return { ...base, type: 'go', to: toTarget(raw.go) }
    case 'call':
      return { ...base, type: 'call', flow: raw.call }
    case 'handoff':
      return { ...base, type: 'handoff', text: key(raw.handoff) }
    case 'end':
      return { ...base, type: 'end' }
  }
}

type RawOption = Extract<RawStep, { verb: 'choose' }>['options'][number]

const toOption = (option: RawOption, key: (name: string) => string, next: string | null): Option => ({
  id: option.id,
  text: key(option.text ?? `option.${option.id}`),
  words: option.words,
  go: option.go === undefined ? next : toTarget(option.go),
  ...(option.start ? { start: option.start } : {}),
})

/** `end` is where every flow ends. */
const toTarget = (to: string): string | null => (to === 'end' ? null : to)

/** `recorded` is the flow's own text, `common/hello` another file's. */
const textKey = (flowId: string, name: string): string =>
  name.includes('/') ? name.replace('/', '.') : `${flowId}.${name}`

function toTrigger(raw: RawFlow['triggers'][number]): Trigger {
  if (typeof raw === 'string') return { type: 'start', phrase: raw, with: [], unless: [] }
  if ('whole' in raw) return { type: 'whole', phrase: raw.whole }
  if ('start' in raw) return { type: 'start', phrase: raw.start, with: raw.with, unless: raw.unless }
  if ('anywhere' in raw) return { type: 'anywhere', phrase: raw.anywhere, with: raw.with }
  return { type: 'slots', with: raw.slots }
}

function compileSlots(raw: RawFlow, source: Source, report: Report): Record<string, Slot> {
  const slots: Record<string, Slot> = {}
  for (const [name, slot] of Object.entries(raw.slots)) {
    const most = slot.most === undefined ? undefined : parseMost(slot.most)
    if (slot.most !== undefined && most === undefined) {
      report(source, ['slots', name, 'most'], {
        vi: `"most" viết như "200 tấn" hoặc "500 kg"`,
        en: `"most" is written like "200 tấn" or "500 kg"`,
      })
    }
    if (slot.total !== undefined && !(slot.total in raw.slots))
      report(source, ['slots', name, 'total'], {
        vi: `không có ô "${slot.total}" trong slots`,
        en: `there is no slot "${slot.total}" in slots`,
      })
    slots[name] = {
      name,
      type: slot.type,
      optional: slot.optional,
      tense: slot.tense,
      defaultToday: slot.default === 'today',
      latestToday: slot.latest === 'today',
      askedOnly: slot.asked_only,
      ...(most === undefined ? {} : { most }),
      ...(slot.total === undefined ? {} : { total: slot.total }),
      ...(slot.unread === undefined ? {} : { unread: slot.unread }),
    }
  }
  return slots
}

const MOST_UNITS: Record<string, number> = { kg: 1, tạ: 100, tấn: 1000, lít: 1, con: 1 }

function parseMost(text: string): number | undefined {
  const [, figure, unit] = /^(\d+)\s+(\S+)$/.exec(text.normalize('NFC')) ?? []
  const factor = unit ? MOST_UNITS[unit] : undefined
  return figure && factor ? Number(figure) * factor : undefined
}
