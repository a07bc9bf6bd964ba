import { tokenize } from '../text/tokens.ts'
import type { CropBook, PlaceBook, Understood } from '../types.ts'
import { featuresOf, isSaying, isWord, type Names, namesOf } from './intent-features.ts'

/** A text as somebody would write it for one job; of no job where `intent` is null. */
export interface IntentExample {
  intent: string | null
  text: string
}
export interface IntentReading {
  intent: string
}

/** What examples teach, ready for reading. */
export interface IntentModel {
  readonly intents: readonly (string | null)[]
  readonly features: ReadonlyMap<string, { at: number; rarity: number }>
  /** By feature, for each intent in order: how much it speaks for it. Behind the last feature: what speaks for it in any text. */
  readonly weights: Float64Array
  readonly names: Names
  /** How rare a word of no example is. */
  readonly unseen: number
}

/** From so much on, of 1: a job is meant, may be meant, may be meant beside a likelier one. */
const SURE = 0.6
const POSSIBLE = 0.3
const BESIDE = 0.15
/** More can't be asked in one SMS. */
const MOST_READINGS = 3
/** Two SMS: no question to the service is longer, a newspaper is. */
const MOST_LETTERS = 306
/** So many words of a text must be known: one alone is an answer, a name or a slip. */
const LEAST_WORDS = 2
/** How often each example is met, how much it teaches at first, and what any text has beside its words. */
const LEARNING = { rounds: 6, rate: 5, bias: 0.3 }
/** A job with so many examples counts as it is; one with more must not win by their number. */
const USUAL_EXAMPLES = 30
/** A prime: examples of one job stand together, and are met this far apart. */
const STRIDE = 7919

/** Learns from examples: softmax regression, one text after the other, always in the same order. So the same examples give the same model. */
export function compileIntents(examples: readonly IntentExample[], crops: CropBook, places: PlaceBook): IntentModel {
  const tokens = examples.map(({ text }) => tokenize(text))
  const names = namesOf(crops, places, tokens)
  const intents = [...new Set(examples.map(({ intent }) => intent))]
  const rights = examples.map(({ intent }) => intents.indexOf(intent))
  const said = tokens.map((each) => featuresOf(each, names))
  const features = known(said)
  const weights = new Float64Array((features.size + 1) * intents.length)
  const model = { intents, features, weights, names, unseen: rarity(1, tokens.length) }
  const vectors = said.map((each) => vectorOf(each, model))
  const sizes = intents.map((_, at) => rights.filter((right) => right === at).length)
  const steps = LEARNING.rounds * vectors.length
  for (let step = 0; step < steps; step++) {
    const one = (step * STRIDE) % vectors.length
    const [right = 0, vector] = [rights[one], vectors[one]]
    const weight = Math.min(1, Math.sqrt(USUAL_EXAMPLES / (sizes[right] ?? 1)))
    // Ever smaller steps: else what was met last would count more.
    if (vector) learn(model, vector, right, LEARNING.rate * weight * (1 - step / steps))
  }
  return model
}

/** The features worth keeping: words, and what more than one text has. */
function known(said: readonly ReadonlyMap<string, number>[]): IntentModel['features'] {
  const counts = new Map<string, number>()
  for (const each of said) for (const feature of each.keys()) counts.set(feature, (counts.get(feature) ?? 0) + 1)
  const features = new Map<string, { at: number; rarity: number }>()
  for (const [feature, count] of counts)
    if (count > 1 || isWord(feature)) features.set(feature, { at: features.size, rarity: rarity(count, said.length) })
  return features
}

const rarity = (count: number, all: number): number => Math.sqrt(Math.log((all + 1) / count))

/** What is known of a text: features by their number, with how much each counts. The last one any text has. */
export interface Vector {
  at: Int32Array
  value: Float64Array
}

/** The known features, as long as 1 together with the unknown words: the less of a text is known, the less it says. */
export function vectorOf(said: ReadonlyMap<string, number>, { features, unseen }: IntentModel): Vector {
  const at: number[] = []
  const value: number[] = []
  let square = 0
  for (const [feature, share] of said) {
    const one = features.get(feature)
    if (one) {
      at.push(one.at)
      value.push(share * one.rarity)
    }
    if (one || isWord(feature)) square += (share * (one?.rarity ?? unseen)) ** 2
  }
  const length = Math.sqrt(square || 1)
  at.push(features.size)
  value.push(LEARNING.bias * length)
  return { at: Int32Array.from(at), value: Float64Array.from(value, (each) => each / length) }
}

function learn(model: IntentModel, vector: Vector, right: number, rate: number): void {
  const { weights } = model
  const step = chancesOf(vector, model)
  for (let each = 0; each < step.length; each++) step[each] = rate * (Number(each === right) - (step[each] ?? 0))
  for (let n = 0; n < vector.at.length; n++) {
    const value = vector.value[n] ?? 0
    let at = (vector.at[n] ?? 0) * step.length
    for (let each = 0; each < step.length; each++, at++) weights[at] = (weights[at] ?? 0) + value * (step[each] ?? 0)
  }
}

/** How likely each intent is; together 1. */
export function chancesOf(vector: Vector, { weights, intents }: IntentModel): Float64Array {
  const chances = new Float64Array(intents.length)
  for (let n = 0; n < vector.at.length; n++) {
    const value = vector.value[n] ?? 0
    let at = (vector.at[n] ?? 0) * chances.length
    for (let each = 0; each < chances.length; each++, at++)
      chances[each] = (chances[each] ?? 0) + value * (weights[at] ?? 0)
  }
  let sum = 0
  for (let each = 0; each < chances.length; each++) {
    chances[each] = Math.exp(chances[each] ?? 0)
    sum += chances[each] ?? 0
  }
  for (let each = 0; each < chances.length; each++) chances[each] = (chances[each] ?? 0) / sum
  return chances
}

/**
 * The job a text in free words is about: several where more than one is likely; null where it is like none, too short or too long to tell, or where no example
 * shows what is for none.
 * @param sure from which share of 1 on no other is asked about
 */
export function readIntent(text: string, model: IntentModel, sure = SURE): Understood<IntentReading> {
  if (text.length > MOST_LETTERS || !model.intents.includes(null)) return null
  const said = featuresOf(tokenize(text), model.names)
  const known = [...said.keys()].filter((feature) => isSaying(feature) && model.features.has(feature))
  if (known.length < LEAST_WORDS) return null
  const chances = chancesOf(vectorOf(said, model), model)
  const ranked = model.intents
    .map((intent, at) => ({ intent, chance: chances[at] ?? 0 }))
    .sort((a, b) => b.chance - a.chance)
  const [top] = ranked
  if (!top || top.intent === null || top.chance < POSSIBLE) return null
  if (top.chance >= sure) return { intent: top.intent }
  const near = ranked.flatMap(({ intent, chance }) => (intent !== null && chance >= BESIDE ? [{ intent }] : []))
  return { ask: near.slice(0, MOST_READINGS) }
}
