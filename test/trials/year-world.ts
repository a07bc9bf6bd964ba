import type { Channel, OutboundMessage, Urn } from '../../src/channels/channel.ts'
import { loadProgram } from '../../src/conversation/load/load-program.ts'
import type { SendingRules } from '../../src/conversation/sending-rules.ts'
import type { Program } from '../../src/conversation/types.ts'
import { createEmbeddedDispatcher } from '../../src/delivery/embedded.ts'
import type { FarmSettings } from '../../src/farm/farm.ts'
import { REGISTRY } from '../../src/farm/registry.ts'
import { readScriptFiles } from '../../src/script-files.ts'
import { createIntake } from '../../src/server/intake.ts'
import { createMetrics } from '../../src/server/metrics.ts'
import type { ProgramSource } from '../../src/server/program-source.ts'
import { openSqliteStore } from '../../src/store/sqlite.ts'
import { insert, type Write } from '../../src/store/writes.ts'

/** An installation whose clock and providers are played: the store, the scripts, the intake, the planners and the dispatcher are real. */

export const REFUSAL = '8099'
export const CROP = 'ginger'

/** What a provider was given, and when. */
interface Taken {
  at: number
  channel: Channel
  message: OutboundMessage
}

/** Takes everything at once. */
const instant = (
  channel: Pick<Channel, 'type' | 'form' | 'scheme' | 'hasBrandname'>,
  clock: () => number,
  taken: Taken[],
): Channel => {
  const made: Channel = {
    ...channel,
    routes: [],
    acknowledge: () => ({ contentType: 'text/plain', body: '' }),
    receive: async () => ({ type: 'accepted', events: [] }),
    send: async (message) => {
      taken.push({ at: clock(), channel: made, message })
      return { type: 'wired', externalId: message.id }
    },
  }
  return made
}

/** The scripts with rules of the trial's own. */
const programWith = (scripts: Program, sending: SendingRules): Program => ({ ...scripts, sending })

export type World = Awaited<ReturnType<typeof openWorld>>

export async function openWorld(startsAt: number, random: () => number, sending: SendingRules) {
  let now = startsAt
  let ids = 0
  const clock = () => now
  const newId = () => {
    ids += 1
    return `${String(ids).padStart(8, '0')}-0000-7000-8000-${String(ids).padStart(12, '0')}`
  }
  const loaded = loadProgram(readScriptFiles('.'), 'r1', REGISTRY)
  if (!loaded.program) throw new Error('the scripts do not load')
  const scripts = loaded.program
  let program = programWith(scripts, sending)
  const programs: ProgramSource = {
    get current() {
      return program
    },
    byRevision: () => program,
    refresh: async () => false,
    endTalksSince: () => false,
  }
  const store = await openSqliteStore({ file: ':memory:', key: new Uint8Array(32).fill(7), clock })
  const settings: FarmSettings = {
    ...{ saoM2: 360, operator: 'HTX Mường Vi', refusal: REFUSAL, officerUrn: null, isProduction: true },
  }
  const log = {
    info: () => undefined,
    warn: () => undefined,
    error: (fields: object, event: string) => errors.push({ fields, event }),
  }
  const errors: { fields: object; event: string }[] = []
  const taken: Taken[] = []
  const named = instant({ type: 'kannel', form: 'sms', scheme: 'tel', hasBrandname: true }, clock, taken)
  const number = instant({ type: 'smsgate', form: 'sms', scheme: 'tel' }, clock, taken)
  const zalo = instant({ type: 'zalo', form: 'zalo', scheme: 'zalo', hasBrandname: true }, clock, taken)
  let hasName = true
  const base = { store, programs, clock, log, metrics: createMetrics(), random }
  const intake = createIntake({ ...base, settings, smsChannel: 'smsgate', newId })
  const { saoM2, operator } = settings
  const dispatcher = createEmbeddedDispatcher({
    ...base,
    ...{ saoM2, operator, refusal: REFUSAL, ids: newId },
    get channels() {
      return hasName ? [number, named, zalo] : [number, zalo]
    },
    ...{ gatherMs: 0, pollMs: 1_000_000_000, concurrency: 64, leaseMs: 1_000_000_000 },
  })
  dispatcher.start()
  const commit = async (writes: Write[]) => {
    const result = await store.commit({ writes })
    if (result.type !== 'committed') throw new Error(`not written: ${JSON.stringify(result)}`)
  }
  let texts = 0
  return {
    ...{ store, intake, dispatcher, settings, taken, errors, clock, newId, commit },
    program: () => program,
    setNow: (to: number) => {
      now = to
    },
    /** Other rules from now on. */
    decide: (rules: SendingRules) => {
      program = programWith(scripts, rules)
    },
    /** A registered name to advertise from is there, or is not. */
    setName: (isThere: boolean) => {
      hasName = isThere
    },
    hasName: () => hasName,
    /** A text from an address, as its provider brings it. */
    text: async (from: Urn, text: string) => {
      texts += 1
      const channel = from.startsWith('zalo:') ? 'zalo' : 'smsgate'
      const event = { type: 'message' as const, externalId: `in-${texts}`, from, text, attachments: [] }
      const result = await intake.receive(channel, event)
      if (result.type !== 'taken') throw new Error(`not taken: ${result.type}`)
    },
    close: async () => {
      await dispatcher.stop()
      await store.close()
    },
  }
}

export interface Villager {
  urn: Urn
  urnId: string
  personId: string
  coop: number
  hasName: boolean
}

/** Of so many people a cooperative is larger than several slices of a broadcast. */
const MANY = 2000
const LARGE = 1600

/** People of cooperatives, and the price that a fifth of them want to be told of. */
export function villagersOf({ newId, store }: Pick<World, 'newId' | 'store'>, count: number, now: number) {
  const coops = Array.from({ length: Math.max(5, Math.round(count / 250)) }, newId)
  const writes: Write[] = coops.map((id, n) => insert('cooperatives', { id, name: `HTX số ${n + 1}`, createdAt: now }))
  const villagers = Array.from({ length: count }, (_, n): Villager => {
    const isZalo = n % 10 >= 7
    const coop = count >= MANY && n < LARGE ? 0 : n % coops.length
    const urn: Urn = isZalo ? `zalo:${1_000_000 + n}` : `tel:+8491${String(n).padStart(7, '0')}`
    return { urn, urnId: newId(), personId: newId(), coop, hasName: isZalo }
  })
  for (const { urn, urnId, personId, coop } of villagers) {
    const scheme = urn.startsWith('zalo:') ? 'zalo' : 'tel'
    const sealed = { hash: store.keys.hash(urn), address: store.keys.seal(urn) }
    writes.push(
      insert('urns', {
        ...{ id: urnId, scheme, ...sealed, channel: scheme === 'zalo' ? 'zalo' : 'smsgate', createdAt: now },
        ...(scheme === 'zalo' ? { lastInboundAt: now } : {}),
      }),
      insert('people', {
        ...{ id: personId, role: 'farmer', cooperativeId: coops[coop] ?? null, locale: 'vi', consent: 'none' },
        ...{ consentAskedAt: now, createdAt: now },
      }),
      insert('personUrns', { personId, urnId, createdAt: now }),
    )
  }
  return { coops, villagers, writes }
}
