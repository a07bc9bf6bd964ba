import { parseArgs } from 'node:util'
import { broadcastTrial } from './broadcast.ts'
import { simulatedBroadcast } from './broadcast-simulated.ts'
import { broken } from './broken.ts'
import { ADAPTERS, faultsTrial } from './faults.ts'
import { fragments } from './fragments.ts'
import { kannelTrial } from './kannel.ts'
import { killTrial } from './kill.ts'
import { queueTrial } from './queue.ts'
import { redelivery } from './redelivery.ts'
import type { Trial } from './trial.ts'
import { year } from './year.ts'

const TRIALS: Record<string, Trial> = {
  redelivery,
  fragments,
  kill: killTrial({ listLagMs: 0, isAged: false }),
  // The second look comes over 10 s after the attempt: a lag of 5 s is bridged, one of 20 s is not, and its doubles are counted.
  'kill-lag': killTrial({ listLagMs: 5000, isAged: false, leaseMs: 1500 }),
  'kill-long-lag': killTrial({ listLagMs: 20_000, isAged: false, leaseMs: 1500 }),
  broken,
  queue: queueTrial(),
  broadcast: simulatedBroadcast,
  'broadcast-embedded': broadcastTrial({ isQueued: false }),
  'broadcast-bullmq': broadcastTrial({ isQueued: true }),
  faults: faultsTrial(),
  ...Object.fromEntries(ADAPTERS.map((adapter) => [`faults-${adapter.type}`, faultsTrial([adapter])])),
  kannel: kannelTrial('SIGTERM'),
  'kannel-kill': kannelTrial('SIGKILL'),
  year,
}

/** `npm run trial -- <name> [--seed N] [--rounds N]`: runs one long trial and prints what it counted. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string' }, rounds: { type: 'string' } },
  })
  const [name = ''] = positionals
  const trial = TRIALS[name]
  const seed = Number(values.seed ?? Date.now() % 1_000_000)
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds)
  if (!trial || !Number.isInteger(seed) || (rounds !== undefined && !(rounds > 0))) {
    console.error(`npm run trial -- <${Object.keys(TRIALS).join('|')}> [--seed N] [--rounds N]`)
    return 2
  }
  console.log(`${name}, seed ${seed}`)
  const startedAt = performance.now()
  const counts = await trial({ seed, ...(rounds === undefined ? {} : { rounds }) })
  const width = Math.max(...Object.keys(counts).map(({ length }) => length))
  for (const [what, count] of Object.entries(counts)) console.log(`  ${what.padEnd(width)}  ${count}`)
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  return 0
}

process.exitCode = await main()
