import { fold } from '../../language/text/fold.ts'
import type { Flow, Trigger } from '../types.ts'
import { ENGINE_WORDS } from '../words.ts'
import type { CompiledFlow } from './compile-flow.ts'
import type { Report, Source } from './problems.ts'

/** {@link ENGINE_WORDS} as triggers are compared. */
const engineWords: ReadonlySet<string> = new Set(ENGINE_WORDS.map(fold))

interface Begun {
  flow: Flow
  source: Source
  index: number
  /** As the author wrote it. */
  phrase: string
  trigger: Extract<Trigger, { type: 'start' | 'whole' }>
}

/** Refuses two triggers of which one would never be reached. */
export function checkTriggers(flows: CompiledFlow[], report: Report): void {
  const all = flows.flatMap(({ flow, source }) =>
    flow.triggers.flatMap((trigger, index) => begun(flow, source, trigger, index)),
  )
  const seen = new Map<string, Begun[]>()
  for (const one of all) {
    const key = fold(one.phrase)
    if (engineWords.has(key)) refuseEngineWord(one, report)
    const before = seen.get(key) ?? []
    const rival = before.find((other) => isTaken(other, one))
    // Nobody here knows which of the two is new: each is told of the other.
    if (rival)
      for (const [here, there] of [
        [one, rival],
        [rival, one],
      ] as const)
        refuseRival(here, there, report)
    seen.set(key, [...before, one])
  }
}

function refuseRival(here: Begun, there: Begun, report: Report): void {
  const { line, column } = there.source.at(['triggers', there.index])
  const place = `${there.source.file}:${line}:${column}`
  report(here.source, ['triggers', here.index], {
    vi: `"${here.phrase}" đã mở kịch bản "${there.flow.id}" (${place}): bỏ ở một trong hai nơi`,
    en: `"${here.phrase}" begins the flow "${there.flow.id}" already (${place}): take it out of one of the two`,
  })
}

const begun = (flow: Flow, source: Source, trigger: Trigger, index: number): Begun[] =>
  trigger.type === 'start' || trigger.type === 'whole' ? [{ flow, source, index, phrase: trigger.phrase, trigger }] : []

function refuseEngineWord({ source, index, phrase }: Begun, report: Report): void {
  report(source, ['triggers', index], {
    vi: `"${phrase}" là lời máy tự hiểu (đồng ý, không, quay lại, tiếp, trợ giúp, cảm ơn…): chọn lời khác`,
    en: `the service itself takes "${phrase}" (agreement, refusal, back, resume, help, thanks …): choose another`,
  })
}

/** Whether the same words are meant for both, and only one can have them. */
function isTaken(a: Begun, b: Begun): boolean {
  if (a.flow === b.flow || !shareRole(a.flow, b.flow)) return false
  // Corrections of other records share their words; so does a flow for when there is nothing to correct.
  if (a.trigger.type === b.trigger.type)
    return beside(a.trigger) === beside(b.trigger) && a.flow.corrects === b.flow.corrects
  // A whole message goes first: a start that needs nothing beside it would not be reached by its own word.
  return beside(a.trigger) === '' && beside(b.trigger) === ''
}

const beside = (trigger: Begun['trigger']): string => (trigger.type === 'start' ? trigger.with.join(' ') : '')

const shareRole = (a: Flow, b: Flow): boolean =>
  a.roles.length === 0 || b.roles.length === 0 || a.roles.some((role) => b.roles.includes(role))
