import type { Flow, Step } from '../types.ts'
import type { CompiledFlow } from './compile-flow.ts'
import type { Report } from './problems.ts'
import { targetsOf } from './step-references.ts'

/** Steps at which a talk may stand still and wait for the farmer. */
export const mayWait = (step: Step): boolean => ['ask', 'fill', 'choose', 'confirm'].includes(step.type)

/** Refuses a flow that calls itself, directly or by way of others, before anything is asked: it would never end. */
export function checkCalls(flows: CompiledFlow[], report: Report): void {
  const calls = new Map(flows.map(({ flow }) => [flow.id, callsAtOnce(flow)]))
  for (const { flow, source, places } of flows)
    for (const { id, called } of calls.get(flow.id) ?? [])
      if (isReached(calls, called, flow.id))
        report(source, places.get(id) ?? [], {
          vi: `kịch bản "${flow.id}" gọi lại chính nó mà không hỏi gì: đi vòng mãi, bỏ call: này`,
          en: `the flow "${flow.id}" calls itself without a question: an endless loop, leave out this call:`,
        })
}

interface Call {
  /** The step that calls. */
  id: string
  called: string
}

/** Calls reached from the first step with no question before them. */
function callsAtOnce(flow: Flow): Call[] {
  const calls: Call[] = []
  const seen = new Set<string>()
  const queue = [flow.first]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const step = id === null || seen.has(id) ? undefined : flow.steps[id]
    if (!step) continue
    seen.add(step.id)
    if (mayWait(step)) continue
    if (step.type === 'call') calls.push({ id: step.id, called: step.flow })
    queue.push(...targetsOf(step))
  }
  return calls
}

function isReached(calls: ReadonlyMap<string, Call[]>, from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true
  if (seen.has(from)) return false
  seen.add(from)
  return (calls.get(from) ?? []).some(({ called }) => isReached(calls, called, to, seen))
}
