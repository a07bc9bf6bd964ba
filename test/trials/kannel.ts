import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createKannelChannel } from '../../src/channels/kannel/channel.ts'
import type { KannelConfig } from '../../src/channels/kannel/config.ts'
import { nodeFetch } from '../../src/channels/node-fetch.ts'
import { freePorts, hasKannel, type RealKannel, startKannel } from '../real/kannel.ts'
import { read } from '../real/kannel-phones.ts'
import { sendAll, textsOfAllKinds } from '../real/kannel-wire.ts'
import { seeded } from '../seeded.ts'
import { startSmppOperator } from '../stand-ins/smpp-operator.ts'
import { addFarmers, phoneOf } from './farmers.ts'
import { countBy, isQuiet, openRecords, type Records, until } from './records.ts'
import { killAll, type Place, serve } from './served.ts'
import type { Counts, Trial } from './trial.ts'

const TEXTS = 1000
/** Of each farmer so many texts; they report one after another. */
const TEXTS_OF_ONE = 5
/** Between two texts. */
const PAUSE_MS = 30
const STOPPED_MS = 30_000
const SHORT_STOP_MS = 3000
const WIRE_TEXTS = 200
const SETTLE_MS = 180_000
const FIRST_KG = 100
const SECRET = 'path-secret-0123456789'

/**
 * Farmers report over a real Kannel and an SMPP link, each figure once; every report is answered, and every answer gets its receipts. When half
 * are in, Kannel is stopped, or killed, for 30 s while farmers go on. Afterwards texts of all lengths and letters go over the wire.
 */
export const kannelTrial =
  (signal: 'SIGTERM' | 'SIGKILL'): Trial =>
  async ({ seed, rounds = TEXTS }) => {
    if (!hasKannel()) return { 'not tried': 'there is no Kannel here' }
    const isFull = rounds >= TEXTS
    const dir = mkdtempSync(join(tmpdir(), 'mua-trial-'))
    const [port = 0] = await freePorts(1)
    const muaUrl = `http://127.0.0.1:${port}`
    const changes = [['http-queue-delay = 10', 'http-queue-delay = 2']] as const
    const operator = await startSmppOperator()
    const kannel = await startKannel({ muaUrl, secret: SECRET, changes, operator })
    try {
      await addFarmers(dir, Math.ceil(rounds / TEXTS_OF_ONE), 'kannel')
      const reports = await reportOver(kannel, { dir, env: environmentOf(kannel, muaUrl, port) }, rounds, signal)
      const texts = textsOfAllKinds(isFull ? WIRE_TEXTS : WIRE_TEXTS / 10, seeded(seed))
      return { ...reports, ...(await wireCounts(kannel, muaUrl, texts)) }
    } finally {
      await killAll(dir)
      await kannel.close()
      await operator.close()
      rmSync(dir, { recursive: true, force: true })
    }
  }

const environmentOf = ({ sendsmsUrl, username, password, from }: RealKannel, muaUrl: string, port: number) => ({
  PORT: String(port),
  PUBLIC_URL: muaUrl,
  KANNEL_SENDSMS_URL: sendsmsUrl,
  KANNEL_USERNAME: username,
  KANNEL_PASSWORD: password,
  KANNEL_FROM: from,
  KANNEL_SECRET: SECRET,
})

async function reportOver(kannel: RealKannel, place: Place, rounds: number, signal: NodeJS.Signals): Promise<Counts> {
  const records = openRecords(place.dir)
  const served = await serve(place)
  const texting = textAll(kannel, rounds)
  await until(() => kannel.phones.textedCount >= rounds / 2, SETTLE_MS)
  await kannel.stop(signal)
  const inBefore = received(records)
  await sleep(rounds >= TEXTS ? STOPPED_MS : SHORT_STOP_MS)
  const waiting = records.count(`select count(*) from outbox where status = 'errored'`)
  await kannel.start()
  await texting
  const isIn = await until(() => received(records) === rounds && isQuiet(records), SETTLE_MS)
  const isAll = `select count(*) from outbox where status <> 'delivered'`
  const isReceipted = await until(() => records.count(isAll) === 0, SETTLE_MS)
  const exit = await served.stop()
  const counts = { ...textCounts(records, rounds), ...replyCounts(kannel, records, rounds) }
  records.close()
  return {
    'texts sent by farmers': rounds,
    'in when Kannel was stopped': inBefore,
    'replies that waited meanwhile': waiting,
    ...counts,
    settled: isIn && isReceipted ? 'yes' : 'no',
    'exit code': exit ?? -1,
  }
}

/** Farmers go on texting while Kannel is stopped: what they send waits at the operator. */
async function textAll({ phones, from }: RealKannel, rounds: number): Promise<void> {
  for (let n = 0; n < rounds; n += 1) {
    phones.text(phoneOf(Math.floor(n / TEXTS_OF_ONE)).slice(1), from, `bc ngo ${FIRST_KG + n} kg`)
    await sleep(PAUSE_MS)
  }
}

const received = (records: Records): number => records.count('select count(*) from messages')

/** What came in: each figure must have been kept, once. */
function textCounts(records: Records, rounds: number): Counts {
  const kept = countBy(records.all<{ kg: number }>('select quantity_kg as kg from yields').map(({ kg }) => String(kg)))
  const effects = Array.from({ length: rounds }, (_, n) => kept.get(String(FIRST_KG + n)) ?? 0)
  return {
    'texts without effect': effects.filter((count) => count === 0).length,
    'texts with two effects': effects.filter((count) => count > 1).length,
  }
}

/** What went out: each reply must be on one phone, once, in as many parts as we paid for. */
function replyCounts({ phones }: RealKannel, records: Records, rounds: number): Counts {
  const shown = countBy(
    phones.parts.map((part) => `${/ngo ([\d.]+) kg/.exec(read([part], false))?.[1]?.replace('.', '')}`),
  )
  const replies = Array.from({ length: rounds }, (_, n) => shown.get(String(FIRST_KG + n)) ?? 0)
  const count = (where: string) => records.count(`select count(*) from outbox where ${where}`)
  return {
    'texts without a reply on the phone': replies.filter((times) => times === 0).length,
    'replies twice on the phone': replies.filter((times) => times > 1).length,
    'of these marked possibly double': count('possible_double'),
    'parts on the wire': phones.parts.length,
    'parts as we counted them': records.count('select sum(parts) from outbox'),
    'replies delivered, by receipt': count(`status = 'delivered'`),
    'replies in another state': count(`status <> 'delivered'`),
  }
}

async function wireCounts(kannel: RealKannel, muaUrl: string, texts: readonly string[]): Promise<Counts> {
  const { sendsmsUrl, username, password, from } = kannel
  const config: KannelConfig = { sendsmsUrl, username, password, from, secret: SECRET, publicUrl: muaUrl }
  const log = { info: () => undefined, warn: () => undefined }
  const sent = await sendAll(createKannelChannel({ config, fetch: nodeFetch, log }), kannel.phones, texts)
  return {
    'texts of all lengths and letters': sent.length,
    'their parts on the wire': sent.reduce((sum, { parts }) => sum + parts, 0),
    'in other parts than counted': sent.filter(({ parts, counted }) => parts !== counted).length,
    'shown otherwise': sent.filter(({ text, shown }) => text !== shown).length,
  }
}
