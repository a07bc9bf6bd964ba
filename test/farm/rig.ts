import { expect, onTestFinished } from 'vitest'
import { loadFolder } from '../../src/cli/check.ts'
import { dayOf, instantOf } from '../../src/conversation/calendar.ts'
import { renderTexts } from '../../src/conversation/texts.ts'
import type { Program, TextRef } from '../../src/conversation/types.ts'
import { type Cast, type Speaker, setStage } from '../../src/flow-tests/given.ts'
import { openStage, type Stage } from '../../src/flow-tests/stage.ts'
import { unaccent } from '../../src/language/text/fold.ts'
import { recentOutbox } from '../../src/store/queries/outbox.ts'
import { findUrn } from '../../src/store/queries/people.ts'
import { insert, type Row, type Write } from '../../src/store/writes.ts'

/** The service on a database in memory, with the flows, texts and content of this repository. */

const NOW = instantOf('2026-11-22', 9 * 60)

const loaded = loadFolder('.')
export const program = ((): Program => {
  if (!loaded.program) throw new Error('the scripts of this repository do not load')
  return loaded.program
})()

export interface Rig {
  stage: Stage
  cast: Cast
  commit(writes: Write[]): Promise<void>
  /** Texts, and gives what the phone then shows. */
  says(speaker: Speaker, text: string): Promise<string>
  /** All that was ever put out to someone, oldest first. */
  sentTo(speaker: Speaker): Promise<Row<'outbox'>[]>
  words(texts: unknown): string
}

export async function openRig(given: Record<string, unknown> = {}, now = NOW): Promise<Rig> {
  const stage = await openStage(program, now)
  onTestFinished(() => stage.store.close())
  const cast = await setStage(stage, given)
  let sent = 0
  const words = (texts: unknown) => {
    const { saoM2, operator } = stage.settings
    const options = { locale: 'vi', form: 'sms' as const, today: dayOf(stage.now()), saoM2, operator }
    return unaccent(renderTexts(program, texts as TextRef[], options))
  }
  const sentTo = async (speaker: Speaker) => {
    const known = await findUrn(stage.store.db, stage.store.keys.hash(cast.urnOf(speaker)))
    return known ? (await recentOutbox(stage.store.db, known.urn.id, 100)).reverse() : []
  }
  return {
    stage,
    cast,
    words,
    sentTo,
    commit: async (writes) => expect(await stage.store.commit({ writes })).toEqual({ type: 'committed' }),
    says: async (speaker, text) => {
      stage.pass(20_000)
      const before = (await sentTo(speaker)).length
      const message = {
        type: 'message' as const,
        externalId: `rig-${++sent}`,
        from: cast.urnOf(speaker),
        text,
        attachments: [],
      }
      expect(await stage.intake.receive('simulator', message)).toMatchObject({ type: 'taken' })
      return words((await sentTo(speaker)).slice(before).flatMap(({ texts }) => texts as TextRef[]))
    },
  }
}

let rows = 0
/** A kept price of fresh ginger in Bản Xèo, 14,500 a kg, today; but for what is said. */
export const price = (over: Partial<Row<'prices'>> = {}): Row<'prices'> => ({
  id: `price-${String(++rows).padStart(6, '0')}`,
  crop: 'ginger',
  form: 'fresh',
  place: '02725',
  day: '2026-11-22',
  priceVnd: 14500,
  unit: 'kg',
  source: 'cán bộ xã',
  enteredBy: null,
  status: 'kept',
  messageId: null,
  recordedAt: NOW,
  ...over,
})

export const keep = (...prices: Row<'prices'>[]): Write[] => prices.map((row) => insert('prices', row))
