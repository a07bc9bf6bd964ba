import { slotOfCondition } from '../steps/when.ts'
import type { Step } from '../types.ts'
import { checkCalls, mayWait } from './check-calls.ts'
import { checkExamples } from './check-examples.ts'
import { checkLengths } from './check-lengths.ts'
import { checkTriggers } from './check-triggers.ts'
import { checkUnused } from './check-unused.ts'
import { checkValues } from './check-values.ts'
import type { CompiledFlow } from './compile-flow.ts'
import type { Registry } from './load-program.ts'
import type { LoadedTexts } from './load-texts.ts'
import { nearest } from './near.ts'
import type { Path, Report } from './problems.ts'
import { flowsOf, slotsOf, targetsOf, textsOf } from './step-references.ts'
import { WITHDRAW_TEXTS } from './withdraw-texts.ts'

/** Texts the engine says itself; every installation has them in `locales/vi/common.yaml`. */
const COMMON_TEXTS = [
  'hello',
  'consent-ask',
  'consent-again',
  'consent-thanks',
  'consent-unsure',
  'consent-waits',
  'draft-waits',
  'resume',
  'to-come',
  'not-taken',
  'which',
  'who',
  'stale',
  'stop-how',
  'stop-or-withdraw',
  'help',
  'not-understood',
  'did-you-mean',
  'job',
  'not-an-answer',
  'one-each',
  'way-out',
  'unknown-crop',
  'put-aside',
  'left',
  'still-open',
  'failed',
  'folded',
  'slow-down',
  'more',
  'rest-gone',
] as const

/**
 * Everything that would go wrong in a talk, told before anything is published. What only follows from a file that could not
 * be read is left out, for it would hide the cause.
 * @param broken ids of flows that are there, but could not be read
 */
export function checkFlows(
  flows: CompiledFlow[],
  broken: ReadonlySet<string>,
  texts: LoadedTexts,
  registry: Registry,
  report: Report,
): void {
  const ids = new Set([...flows.map(({ flow }) => flow.id), ...broken])
  for (const compiled of flows) {
    const tell = (path: Path, vi: string, en: string) => report(compiled.source, path, { vi, en })
    for (const [id, path] of compiled.places) {
      const step = compiled.flow.steps[id]
      if (step) checkStep({ compiled, step, path, ids, texts, registry, tell })
    }
    checkSlotsOfTriggers(compiled, tell)
    checkWithdraws(compiled, ids, texts, tell)
    checkReach(compiled, tell)
    checkLoops(compiled, tell)
    if (compiled.flow.keeps && isMissing(texts, `${compiled.flow.id}.draft`))
      tell(['title'], missingText(compiled.flow.id, 'draft').vi, missingText(compiled.flow.id, 'draft').en)
  }
  checkTriggers(flows, report)
  checkExamples(flows, report)
  checkCalls(flows, report)
  checkCommon(flows, texts, report)
  checkLengths(flows, texts, registry, report)
  checkValues(flows, texts, registry, report)
  // What only a broken flow says is no slip.
  if (broken.size === 0) checkUnused(flows, texts, registry, report)
}

interface StepCheck {
  compiled: CompiledFlow
  step: Step
  path: Path
  ids: ReadonlySet<string>
  texts: LoadedTexts
  registry: Registry
  tell(path: Path, vi: string, en: string): void
}

/** Not there, in a file that was read well. */
const isMissing = ({ texts, broken }: LoadedTexts, key: string): boolean =>
  !texts.has(key) && !broken.has(key.slice(0, key.indexOf('.')))

const missingText = (flow: string, name: string) => ({
  vi: `chưa có câu "${name}" trong locales/vi/${flow}.yaml`,
  en: `there is no text "${name}" in locales/vi/${flow}.yaml`,
})

function checkStep(check: StepCheck): void {
  const { compiled, step, path, registry, tell } = check
  const { flow } = compiled
  for (const key of textsOf(flow, step)) {
    if (!isMissing(check.texts, key)) continue
    const [file = '', ...name] = key.split('.')
    const { vi, en } = missingText(file, name.join('.'))
    tell(path, vi, en)
  }
  for (const slot of slotsOf(step))
    if (!(slot in flow.slots)) {
      const meant = near(slot, Object.keys(flow.slots))
      tell(path, `không có ô "${slot}" trong slots${meant.vi}`, `there is no slot "${slot}" in slots${meant.en}`)
    }
  for (const target of targetsOf(step))
    if (target !== null && !(target in flow.steps)) {
      const meant = near(target, Object.keys(flow.steps))
      tell(path, `không có bước nào tên "${target}"${meant.vi}`, `there is no step "${target}"${meant.en}`)
    }
  for (const called of flowsOf(step))
    if (!check.ids.has(called)) {
      const meant = near(called, check.ids)
      tell(path, `không có kịch bản "${called}"${meant.vi}`, `there is no flow "${called}"${meant.en}`)
    }
  if (step.type === 'when') checkCondition(step, path, registry, tell)
  if (step.type === 'do') checkAction(step, path, registry, tell)
}

function checkCondition(
  { condition }: Extract<Step, { type: 'when' }>,
  path: Path,
  registry: Registry,
  tell: StepCheck['tell'],
): void {
  if (slotOfCondition(condition) !== undefined || registry.conditions.has(condition)) return
  const meant = near(condition, registry.conditions.keys())
  const where = [...path, 'when']
  tell(where, `không có điều kiện "${condition}"${meant.vi}`, `there is no condition "${condition}"${meant.en}`)
}

function checkAction(
  step: Extract<Step, { type: 'do' }>,
  path: Path,
  registry: Registry,
  tell: StepCheck['tell'],
): void {
  const action = registry.actions.get(step.action)
  if (!action) {
    const meant = near(step.action, registry.actions.keys())
    const where = [...path, 'do']
    return tell(where, `không có việc "${step.action}"${meant.vi}`, `there is no action "${step.action}"${meant.en}`)
  }
  for (const param of Object.keys(step.params))
    if (!(param in (action.params ?? {})))
      tell(
        [...path, 'with', param],
        `việc "${step.action}" không nhận "${param}"${listed(action.params ?? {}, ', chỉ nhận: ')}`,
        `"${step.action}" takes no "${param}"${listed(action.params ?? {}, ', only: ')}`,
      )
  for (const outcome of Object.keys(action.outcomes))
    if (!(outcome in step.on))
      tell(
        path,
        `việc "${step.action}" có thể cho kết quả "${outcome}": viết trong on: khi đó đi tới bước nào`,
        `"${step.action}" may give "${outcome}": say in on: which step comes then`,
      )
  for (const outcome of Object.keys(step.on))
    if (!(outcome in action.outcomes))
      tell(
        [...path, 'on', outcome],
        `việc "${step.action}" không có kết quả "${outcome}"`,
        `"${step.action}" has no outcome "${outcome}"`,
      )
}

const near = (word: string, names: Iterable<string>) => {
  const all = [...names]
  return { vi: nearest(word, all, ', có phải'), en: nearest(word, all, ', did you mean') }
}

const listed = (names: Readonly<Record<string, unknown>>, before: string): string =>
  Object.keys(names).length === 0 ? '' : before + Object.keys(names).join(', ')

function checkSlotsOfTriggers({ flow }: CompiledFlow, tell: StepCheck['tell']): void {
  flow.triggers.forEach((trigger, index) => {
    const slots = trigger.type === 'whole' ? [] : trigger.with
    for (const slot of slots)
      if (!(slot in flow.slots))
        tell(['triggers', index], `không có ô "${slot}" trong slots`, `there is no slot "${slot}" in slots`)
  })
}

function checkWithdraws(
  { flow }: CompiledFlow,
  ids: ReadonlySet<string>,
  texts: LoadedTexts,
  tell: StepCheck['tell'],
): void {
  const { id, withdraws } = flow
  if (withdraws === undefined) return
  if (!ids.has(withdraws)) {
    const meant = near(withdraws, ids)
    tell(['withdraws'], `không có kịch bản "${withdraws}"${meant.vi}`, `there is no flow "${withdraws}"${meant.en}`)
  }
  for (const name of WITHDRAW_TEXTS)
    if (isMissing(texts, `${id}.${name}`)) tell(['withdraws'], missingText(id, name).vi, missingText(id, name).en)
}

function checkReach({ flow, places }: CompiledFlow, tell: StepCheck['tell']): void {
  const reached = new Set<string>()
  const queue = [flow.first]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (id === null || reached.has(id)) continue
    reached.add(id)
    const step = flow.steps[id]
    if (step) queue.push(...targetsOf(step))
  }
  for (const [id, path] of places)
    if (!reached.has(id)) tell(path, `không lối nào dẫn tới bước "${id}"`, `no way leads to step "${id}"`)
}

function checkLoops({ flow, places }: CompiledFlow, tell: StepCheck['tell']): void {
  const state = new Map<string, 'open' | 'done'>()
  const visit = (id: string | null): void => {
    const step = id === null ? undefined : flow.steps[id]
    if (!step || mayWait(step) || state.get(step.id) === 'done') return
    if (state.get(step.id) === 'open') {
      const message = [
        'đi vòng mãi mà không hỏi gì: sửa "go" trong vòng này',
        'a loop without a question: mend the "go" in it',
      ] as const
      tell(places.get(step.id) ?? [], ...message)
      return
    }
    state.set(step.id, 'open')
    for (const target of targetsOf(step)) visit(target)
    state.set(step.id, 'done')
  }
  for (const id of places.keys()) visit(id)
}

function checkCommon(flows: CompiledFlow[], texts: LoadedTexts, report: Report): void {
  const [first] = flows
  const place = texts.places.get('common.hello')?.source ?? first?.source
  if (!place) return
  for (const name of COMMON_TEXTS)
    if (isMissing(texts, `common.${name}`)) report(place, [], missingText('common', name))
}
