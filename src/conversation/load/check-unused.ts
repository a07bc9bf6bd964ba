import type { CompiledFlow } from './compile-flow.ts'
import type { Registry } from './load-program.ts'
import type { LoadedTexts } from './load-texts.ts'
import type { Report } from './problems.ts'
import { textsOf } from './step-references.ts'
import { WITHDRAW_TEXTS } from './withdraw-texts.ts'

/** Tells of texts that nothing says, in the file of a flow: a name mistyped, or what a step left behind. Refuses nothing. */
export function checkUnused(flows: CompiledFlow[], texts: LoadedTexts, registry: Registry, report: Report): void {
  const said = new Set(flows.flatMap(({ flow }) => Object.values(flow.steps).flatMap((step) => textsOf(flow, step))))
  for (const key of registry.texts ?? []) said.add(key)
  for (const { flow } of flows)
    if (flow.withdraws !== undefined) for (const name of WITHDRAW_TEXTS) said.add(`${flow.id}.${name}`)
  const ids = new Set(flows.map(({ flow }) => flow.id))
  for (const [key, { source, key: name }] of texts.places) {
    const id = key.slice(0, key.length - name.length - 1)
    // A file without a flow of its own is the service's, or the flow could not be read.
    if (!ids.has(id) || said.has(key) || OWN_TEXT.test(name)) continue
    report(source, [name], { vi: `không bước nào dùng câu "${name}"`, en: `no step says the text "${name}"` }, 'note')
  }
}

/** What the engine says by itself. */
const OWN_TEXT = /^(draft|help|option\..+)$/
