import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { correctAll, correctionCounts, reportAll } from './corrections.ts'
import { phoneOf, post, textOf } from './farmers.ts'
import { isQuiet, openRecords, type Records, until } from './records.ts'
import { databaseOf, runCommand, serve } from './served.ts'
import { type Counts, type Standing, type Trial, withPlace } from './trial.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const SETTLE_MS = 60_000
/** A process looks for new scripts every second. */
const TAKEN_UP_MS = 2500

/** All three ways in which something breaks. `rounds`: seconds that the database is locked, 20 in the full trial. */
export const broken: Trial = async ({ seed, rounds = 20 }) => ({
  ...named('script', await brokenScript({ isMended: true })({ seed })),
  ...named('script left broken', await brokenScript({ isMended: false })({ seed })),
  ...named('locked', await lockedDatabase({ seed, rounds })),
  ...named('full', await fullDisk({ seed })),
  ...named('spool full too', await fullSpool({ seed })),
})

const named = (name: string, counts: Counts): Counts =>
  Object.fromEntries(Object.entries(counts).map(([what, count]) => [`${name}: ${what}`, count]))

/** Whether nothing waits any more, in the spool or in the database. */
const settled = async (records: Records, url: string): Promise<string> =>
  (await until(async () => (await isSpoolEmpty(url)) && isQuiet(records), SETTLE_MS)) ? 'yes' : 'no'

async function isSpoolEmpty(url: string): Promise<boolean> {
  const { checks } = (await (await fetch(`${url}/readyz`)).json()) as { checks: Record<string, string> }
  return checks.spool === 'ok'
}

/** `/readyz`'s status, and how long `/healthz` takes: neither may hang, whatever is broken. */
async function look(url: string): Promise<{ ready: number; healthMs: number }> {
  const startedAt = performance.now()
  await fetch(`${url}/healthz`)
  const healthMs = performance.now() - startedAt
  return { ready: (await fetch(`${url}/readyz`)).status, healthMs }
}

/** A flow whose action throws, as staff could write it: nobody asks for the crop that the action needs. */
const FLOW = `title: Góp
triggers: [gop]
slots:
  quantity: { type: amount }
steps:
  - { id: what, fill: [quantity] }
`
const BROKEN = '  - { id: keep, do: record-yield }\n'
const SAID = '  - { id: said, say: said }\n'
const TEXTS = 'draft: Đã nhận.\nsaid: "Đã góp: {quantity}."\nask.quantity: Bao nhiêu ạ?\n'

/** Publishes the repository's scripts, without their own tests, with that flow beside them. */
async function push(place: Standing, flow: string): Promise<void> {
  const dir = join(place.dir, 'scripts')
  for (const folder of ['flows', 'locales', 'content'])
    cpSync(join(ROOT, folder), join(dir, folder), { recursive: true })
  for (const file of globSync(join(dir, 'flows/*.yaml')))
    writeFileSync(file, readFileSync(file, 'utf8').split('\ntests:')[0] ?? '')
  writeFileSync(join(dir, 'flows/together.yaml'), flow)
  writeFileSync(join(dir, 'locales/vi/together.yaml'), TEXTS)
  await runCommand(place, ['push', dir])
}

/**
 * A flow that throws: the text that it fails on waits, and so does what the same farmer sends next; all others are served.
 * `isMended`: the mended flow is published, and both are taken in their order; else a ticket opens after five tries.
 */
export const brokenScript =
  ({ isMended }: { isMended: boolean }): Trial =>
  ({ rounds: farmers = 10 }) =>
    withPlace({ farmers: farmers + 1 }, async (place) => {
      const records = openRecords(place.dir)
      const served = await serve(place)
      await push(place, FLOW + BROKEN + SAID)
      await sleep(TAKEN_UP_MS)
      const statuses: number[] = []
      for (const body of ['gop 5 kg', 'bc ngo 7 kg'])
        for (let n = 1; n <= farmers; n++)
          statuses.push(await post(place.standIn, textOf(phoneOf(n), body), served.url))
      const waiting = records.count(`select count(*) from messages where status = 'waiting'`)
      statuses.push(await post(place.standIn, textOf(phoneOf(0), 'bc ngo 9 kg'), served.url))
      const others = records.count('select count(*) from yields where quantity_kg = 9')
      if (isMended) await push(place, FLOW + SAID)
      const isSettled = await settled(records, served.url)
      await served.stop()
      const said = [...Map.groupBy(place.standIn.messages, ({ to }) => to).values()].map((list) =>
        list.map(({ body }) => /gop|\d kg/.exec(body)?.[0]).join(' '),
      )
      const wanted = isMended ? 'gop 7 kg' : '7 kg'
      const counts: Counts = {
        'texts answered 200': statuses.filter((status) => status === 200).length,
        'waiting, each farmer two': waiting,
        'others served meanwhile': others,
        'farmers served in order': said.filter((all) => all === wanted).length,
        tickets: records.count(`select count(*) from tickets where kind = 'failure'`),
        replies: place.standIn.messages.length,
        settled: isSettled,
      }
      records.close()
      return counts
    })

/** Each writes every other second: oftener would be a flood, whose answers are folded (conversation/loop-limits.ts). */
const SLOW_FARMERS = 16

/** Another process locks the database for `rounds` seconds: longer than a turn may wait for it. */
export const lockedDatabase: Trial = ({ rounds: seconds = 20 }) =>
  withPlace({ farmers: SLOW_FARMERS }, async (place) => {
    const records = openRecords(place.dir)
    const served = await serve(place)
    await reportAll(place, served.url, SLOW_FARMERS)
    await settled(records, served.url)
    const script = join(ROOT, 'test/store/children/lock.ts')
    const child = spawn(process.execPath, [script, databaseOf(place.dir), String(seconds * 1000)])
    await once(child.stdout, 'data')
    const lookLater = sleep(2000).then(() => look(served.url))
    const times = Math.ceil((seconds + 5) / 2)
    const sent = await correctAll(place, served.url, { farmers: SLOW_FARMERS, times, everyMs: 2000 })
    const looked = await lookLater
    const isSettled = await settled(records, served.url)
    await served.stop()
    const counts = { ...lookCounts(looked), ...correctionCounts(sent, place, records), settled: isSettled }
    records.close()
    return counts
  })

const lookCounts = ({ ready, healthMs }: Awaited<ReturnType<typeof look>>): Counts => ({
  '/readyz meanwhile': ready,
  '/healthz, ms': Math.round(healthMs),
})

/** Runs `task` in a folder on a small file system of its own; null where we may not mount one. */
async function onSmallDisk(megabytes: number, task: (dir: string) => Promise<Counts>): Promise<Counts | null> {
  const dir = mkdtempSync(join(tmpdir(), 'mua-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir], { stdio: 'ignore' })
  } catch {
    rmSync(dir, { recursive: true })
    return null
  }
  try {
    return await task(dir)
  } finally {
    execFileSync('umount', ['-l', dir])
    rmSync(dir, { recursive: true, force: true })
  }
}

const NOT_MOUNTED: Counts = { 'not tried': 'may not mount a small tmpfs here' }

/** Takes all room that is left. */
function fill(dir: string): string {
  const filler = join(dir, 'filler')
  for (const size of [1024 * 1024, 4096, 512]) {
    try {
      for (;;) writeFileSync(filler, Buffer.alloc(size), { flag: 'a' })
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
    }
  }
  return filler
}

/** A full disk, then `kill -9`, then room again: what waited in the spool is taken up by the next process. */
export const fullDisk: Trial = async ({ rounds: times = 20 }) =>
  (await onFullDisk(48, async (place, records) => {
    const first = await serve(place)
    await reportAll(place, first.url, 8)
    await settled(records, first.url)
    const filler = fill(place.dir)
    const sent = await correctAll(place, first.url, { farmers: 8, times, everyMs: 200 })
    const looked = await look(first.url)
    await first.kill()
    rmSync(filler)
    const second = await serve(place)
    const isSettled = await settled(records, second.url)
    await second.stop()
    return { ...lookCounts(looked), ...correctionCounts(sent, place, records), settled: isSettled }
  })) ?? NOT_MOUNTED

/** A full disk for so long that the spool is full too: texts are refused with 503, and what was answered 200 is there. */
const fullSpool: Trial = async () =>
  (await onFullDisk(128, async (place, records) => {
    const served = await serve(place)
    await reportAll(place, served.url, 8)
    await settled(records, served.url)
    const filler = fill(place.dir)
    const sent = await correctAll(place, served.url, { farmers: 8, times: 40, everyMs: 50, filler: ' '.repeat(60_000) })
    const looked = await look(served.url)
    rmSync(filler)
    const isSettled = await settled(records, served.url)
    await served.stop()
    return { ...lookCounts(looked), ...correctionCounts(sent, place, records), settled: isSettled }
  })) ?? NOT_MOUNTED

const onFullDisk = (megabytes: number, task: (place: Standing, records: Records) => Promise<Counts>) =>
  onSmallDisk(megabytes, (disk) => {
    const dir = join(disk, 'data')
    mkdirSync(dir)
    return withPlace({ farmers: 8, dir }, async (place) => {
      const records = openRecords(dir)
      try {
        return await task(place, records)
      } finally {
        records.close()
      }
    })
  })
