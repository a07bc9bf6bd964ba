import { seeded, shuffled } from '../seeded.ts'
import { phoneOf, post, signed, textOf } from './farmers.ts'
import { countBy, isQuiet, openRecords, until } from './records.ts'
import { serve } from './served.ts'
import { type Trial, withPlace } from './trial.ts'

const FARMERS = 100
const PARTS = ['bc', 'ngo', '3 ta', '2 sao']
const SETTLE_MS = 30_000

/** One report split in four texts, sent at the same instant in random order, by each of `rounds` farmers. */
export const fragments: Trial = ({ seed, rounds: farmers = FARMERS }) =>
  withPlace({ farmers }, async (place) => {
    const { standIn } = place
    const records = openRecords(place.dir)
    const random = seeded(seed)
    const texts = shuffled(
      Array.from({ length: farmers }, (_, n) => PARTS.map((part) => signed(standIn, textOf(phoneOf(n), part)))).flat(),
      random,
    )
    const served = await serve(place)
    const startedAt = performance.now()
    const statuses = await Promise.all(texts.map((text) => post(standIn, text, served.url)))
    const answeredMs = performance.now() - startedAt
    const isSettled = await until(() => isQuiet(records), SETTLE_MS)
    await served.stop()
    const complete = `crop = 'maize' and quantity_kg = 300 and area_m_2 = 720 and withdrawn_at is null`
    const counts = {
      farmers: farmers,
      'texts answered 200': statuses.filter((status) => status === 200).length,
      'ms until all were answered': Math.round(answeredMs),
      'complete reports': records.count(`select count(*) from yields where ${complete}`),
      'other reports': records.count(`select count(*) from yields where not (${complete})`),
      replies: standIn.messages.length,
      'most replies to one farmer': Math.max(...countBy(standIn.messages.map(({ to }) => to)).values()),
      settled: isSettled ? 'yes' : 'no',
    }
    records.close()
    return counts
  })
