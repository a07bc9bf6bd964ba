import { tokenize } from '../text/tokens.ts'
import { featuresOf } from './intent-features.ts'
import { chancesOf, type IntentExample, type IntentModel, type Vector, vectorOf } from './intents.ts'

/** Why a text in free words was taken for a job. Shares are of 1, three digits behind the point. */
export interface ExplainedIntent {
  /** The likeliest jobs, best first; null: of no job. */
  likely: { intent: string | null; share: number }[]
  /** How far the first lies before the second. */
  margin: number
  /** The words, and words side by side, that weighed most for the first against the second, without accents; below nothing where they speak for the second.
   * `^` is the beginning, `!` a word behind a negation, `<crop>` any crop. */
  words: { words: string; weight: number }[]
  /** The examples most like the text, best first. */
  examples: { intent: string | null; text: string; alike: number }[]
}

const MOST_JOBS = 3
const MOST_WORDS = 6
const MOST_EXAMPLES = 4

/**
 * The steps to what `readIntent` gives. Null where a text has nothing in common with any example.
 * @param examples those the model was learned from
 */
export function explainIntent(
  text: string,
  model: IntentModel,
  examples: readonly IntentExample[],
): ExplainedIntent | null {
  const said = featuresOf(tokenize(text), model.names)
  if (![...said.keys()].some((feature) => !feature.startsWith('?') && model.features.has(feature))) return null
  const vector = vectorOf(said, model)
  const chances = chancesOf(vector, model)
  const ranked = [...model.intents.keys()].sort((a, b) => (chances[b] ?? 0) - (chances[a] ?? 0))
  const [first = 0, second = first] = ranked
  return {
    likely: ranked.slice(0, MOST_JOBS).map((at) => ({ intent: model.intents[at] ?? null, share: short(chances[at]) })),
    margin: short((chances[first] ?? 0) - (chances[second] ?? 0)),
    words: weighty(said, vector, model, [first, second]),
    examples: alike(vector, model, examples),
  }
}

const short = (share = 0): number => Math.round(share * 1000) / 1000

function weighty(
  said: ReadonlyMap<string, number>,
  { at, value }: Vector,
  { features, intents, weights }: IntentModel,
  [first, second]: readonly [number, number],
): ExplainedIntent['words'] {
  const values = new Map(Array.from(at, (feature, index) => [feature, value[index] ?? 0]))
  const weightOf = (feature: number): number => {
    const own = feature * intents.length
    return (values.get(feature) ?? 0) * ((weights[own + first] ?? 0) - (weights[own + second] ?? 0))
  }
  return [...said.keys()]
    .flatMap((words) => {
      const one = features.get(words)
      // Kinds of words, pieces of them and the form of the sentence say nothing to a reader.
      return one === undefined || /[@~?]/.test(words)
        ? []
        : [{ words: words.replace(/^ /, '^ '), weight: short(weightOf(one.at)) }]
    })
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .slice(0, MOST_WORDS)
}

/** The examples by how much they have in common with the text: the cosine of what tells them. */
function alike(vector: Vector, model: IntentModel, examples: readonly IntentExample[]): ExplainedIntent['examples'] {
  const own = new Map(Array.from(vector.at.slice(0, -1), (feature, index) => [feature, vector.value[index] ?? 0]))
  return examples
    .map(({ intent, text }) => {
      const { at, value } = vectorOf(featuresOf(tokenize(text), model.names), model)
      const common = at
        .slice(0, -1)
        .reduce((sum, feature, index) => sum + (own.get(feature) ?? 0) * (value[index] ?? 0), 0)
      return { intent, text, alike: short(common) }
    })
    .filter((example) => example.alike > 0)
    .sort((a, b) => b.alike - a.alike)
    .slice(0, MOST_EXAMPLES)
}
