import { describe, expect, test } from 'vitest'
import { loadFolder } from '../../src/cli/check.ts'
import { toSms } from '../../src/conversation/parts.ts'
import { newSession } from '../../src/conversation/session.ts'
import { renderTexts } from '../../src/conversation/texts.ts'
import type { Hearer } from '../../src/conversation/turn/context.ts'
import { type Guess, guessOf } from '../../src/conversation/turn/guess.ts'
import type { Flow, Program } from '../../src/conversation/types.ts'
import { SCRIPTS_ROOT } from '../../src/seed.ts'
import { PERSON, START } from './harness.ts'

const { program } = loadFolder(SCRIPTS_ROOT)
if (!program) throw new Error('the scripts do not load')
const shipped: Program = program
const withExamples = [...shipped.flows.values()].filter(({ examples }) => examples.length > 0)
const jobs = withExamples.filter(({ hook }) => hook !== 'not-understood')

/** So many parts the examples are cut into; each is guessed by what the others teach. */
const PARTS = 20

interface Guessed {
  flow: Flow
  text: string
  guess: Guess | null
}

/** The shipped flows without one part of their examples. */
function without(part: number): Program {
  let at = 0
  const flows = [...shipped.flows].map(([id, flow]) => {
    const examples = flow.examples.filter(() => at++ % PARTS !== part)
    return [id, { ...flow, examples }] as const
  })
  return { ...shipped, flows: new Map(flows) }
}

function hearerOf(current: Program): Hearer {
  const programs = { current, byRevision: () => current }
  return { programs, person: PERSON, session: newSession(), now: START, world: { saoM2: 360 } }
}

/** Every example, guessed by a model that never saw it. */
const guessed: Guessed[] = Array.from({ length: PARTS }, (_, part) => {
  const hearer = hearerOf(without(part))
  return withExamples
    .flatMap((flow) => flow.examples.map((text) => ({ flow, text })))
    .filter((_, at) => at % PARTS === part)
    .map(({ flow, text }) => ({ flow, text, guess: guessOf(hearer, text) }))
}).flat()

const isBegun = ({ guess }: Guessed) => guess?.type === 'begin'
const isFound = ({ flow, guess }: Guessed) => guess !== null && flowsOf(guess).some(({ id }) => id === flow.id)
const flowsOf = (guess: Guess) => (guess.type === 'begin' ? [guess.beginning.flow] : guess.flows)
const share = (some: readonly Guessed[], is: (one: Guessed) => boolean) => some.filter(is).length / some.length
const told = (some: readonly Guessed[]) =>
  some.map(({ flow, text, guess }) => `${flow.id}: ${text} → ${guess ? flowsOf(guess).map(({ id }) => id) : 'nothing'}`)

const ofNone = guessed.filter(({ flow }) => flow.hook === 'not-understood')
const ofJobs = guessed.filter(({ flow }) => flow.hook !== 'not-understood')

describe('each example, guessed by the others', () => {
  test('there are enough of them', () => {
    expect(jobs.filter(({ examples }) => examples.length < 25).map(({ id }) => id)).toEqual([])
    expect(ofNone.length).toBeGreaterThan(300)
  })

  test('of texts for no job one in a hundred at most begins anything, and nine in ten are like nothing', () => {
    const begun = ofNone.filter(isBegun)
    expect(begun.length, told(begun).join('\n')).toBeLessThan(ofNone.length / 100)
    expect(share(ofNone, ({ guess }) => guess === null)).toBeGreaterThan(0.9)
  })

  test('of texts for a job eight in ten find it, and one in a hundred at most begins another', () => {
    expect(share(ofJobs, isFound)).toBeGreaterThan(0.8)
    const amiss = ofJobs.filter((one) => isBegun(one) && !isFound(one))
    expect(amiss.length, told(amiss).join('\n')).toBeLessThan(ofJobs.length / 100)
  })

  test.each(jobs.map(({ id }) => id))('more than half of those for %s find it', (id) => {
    const own = ofJobs.filter(({ flow }) => flow.id === id)
    expect(share(own, isFound), told(own.filter((one) => !isFound(one))).join('\n')).toBeGreaterThan(0.6)
  })

  test.each([
    ['subscribe-price', 'cancel-price'],
    ['training-yes', 'training-no'],
    ['report-yield', 'withdraw-yield'],
  ])('%s and %s are told apart', (one, other) => {
    const turned = ofJobs.filter(({ flow, guess }) => {
      const opposite = flow.id === one ? other : flow.id === other ? one : null
      return guess !== null && opposite !== null && flowsOf(guess)[0]?.id === opposite
    })
    const of = ofJobs.filter(({ flow }) => flow.id === one || flow.id === other)
    expect(turned.length, told(turned).join('\n')).toBeLessThan(of.length / 10)
  })
})

test('only what tells something begins at once', () => {
  const begins = jobs.filter(({ guess }) => guess === 'begin').map(({ id }) => id)
  expect(begins.sort()).toEqual(['price', 'tip', 'training'])
})

test('the question for three jobs fits one SMS, whichever they are', () => {
  const options = { locale: 'vi', form: 'sms', today: '2026-11-22', saoM2: 360, operator: 'HTX Mường Vi' } as const
  const said = jobs.map(({ title, triggers }) => {
    const own = triggers.find(({ type }) => type === 'whole' || type === 'start')
    const word = own && 'phrase' in own ? own.phrase.toUpperCase() : ''
    return { key: 'common.job', values: { title, word } }
  })
  const length = (texts: typeof said) =>
    toSms(renderTexts(shipped, [{ key: 'common.did-you-mean', values: { jobs: { texts } } }], options)).length
  const longest = said.toSorted((a, b) => length([b]) - length([a])).slice(0, 3)
  expect(length(longest)).toBeLessThanOrEqual(160)
})
