import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { loadProgram } from '../../src/conversation/load/load-program.ts'
import { REGISTRY } from '../../src/farm/registry.ts'
import { setStage } from '../../src/flow-tests/given.ts'
import { openStage } from '../../src/flow-tests/stage.ts'
import { readScriptFiles } from '../../src/script-files.ts'
import { openOutbox } from '../../src/store/queries/outbox.ts'
import { findUrn } from '../../src/store/queries/people.ts'

const { program } = loadProgram(readScriptFiles(resolve(import.meta.dirname, '../..')), 'test', REGISTRY)

const ordersOf = (parts: readonly string[]): string[][] =>
  parts.length < 2
    ? [[...parts]]
    : parts.flatMap((first) => ordersOf(parts.filter((part) => part !== first)).map((rest) => [first, ...rest]))

/** Texts of one burst, a tenth of a second apart. Gives the reports kept, and the replies that still wait to be sent. */
async function burst(texts: readonly string[]) {
  if (!program) throw new Error('the scripts do not load')
  const stage = await openStage(program, Date.parse('2026-11-22T09:00:00+07:00'))
  const cast = await setStage(stage, {})
  for (const [index, text] of texts.entries()) {
    const message = { type: 'message' as const, externalId: `m${index}`, from: cast.urnOf('farmer'), text }
    await stage.intake.receive('simulator', { ...message, attachments: [] })
    stage.pass(100)
  }
  const reports = stage.store.client.prepare('select crop, quantity_kg as kg, area_m_2 as m2 from yields').all()
  const known = await findUrn(stage.store.db, stage.store.keys.hash(cast.urnOf('farmer')))
  const replies = known ? await openOutbox(stage.store.db, known.urn.id) : []
  await stage.store.close()
  return { reports, questions: replies.filter(({ question }) => question !== null).length }
}

test.each(ordersOf(['bc', 'ngô', '3 tạ', '2 sào']))(
  '%s, %s, %s, %s: one whole report, no question left',
  async (...texts) => {
    expect(await burst(texts)).toEqual({ reports: [{ crop: 'maize', kg: 300, m2: 720 }], questions: 0 })
  },
)

test('a held fragment that says something else than the report is asked about', async () => {
  expect(await burst(['ngô', 'bc lúa 3 tạ 2 sào'])).toEqual({ reports: [], questions: 1 })
})
