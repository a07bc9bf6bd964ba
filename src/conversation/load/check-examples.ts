import { fold } from '../../language/text/fold.ts'
import { wordOf } from '../flow-word.ts'
import type { Flow } from '../types.ts'
import type { CompiledFlow } from './compile-flow.ts'
import type { Report, Source } from './problems.ts'

type Tell = (path: readonly PropertyKey[], vi: string, en: string) => void

/** Refuses examples that could not do their work, and a guess whose cost is not stated, or stated too low. */
export function checkExamples(flows: readonly CompiledFlow[], report: Report): void {
  const seen = new Map<string, { id: string; source: Source; index: number }>()
  const hasNone = flows.some(({ flow }) => isOfNone(flow) && flow.examples.length > 0)
  for (const { flow, source } of flows) {
    const tell: Tell = (path, vi, en) => report(source, path, { vi, en })
    if (isOfNone(flow)) checkNone(flow, tell)
    else if (flow.examples.length > 0 || flow.guess !== undefined) checkGuess(flow, hasNone, tell)
    for (const [index, text] of flow.examples.entries()) {
      const said = fold(text)
      const other = seen.get(said)
      if (other) refuseTwice(text, other, (vi, en) => tell(['examples', index], vi, en))
      if (!said.includes(' '))
        tell(
          ['examples', index],
          `"${text}" chỉ có một từ, máy không đoán theo một từ: viết cả câu, hoặc đưa vào triggers:`,
          `"${text}" is one word, and one word is never guessed: write a sentence, or put it in triggers:`,
        )
      seen.set(said, { id: flow.id, source, index })
    }
  }
}

/** What is like its examples is for no job. */
const isOfNone = ({ hook }: Flow): boolean => hook === 'not-understood'

function checkNone({ guess }: Flow, tell: Tell): void {
  if (guess !== undefined)
    tell(
      ['guess'],
      'kịch bản chưa hiểu không đoán gì: bỏ guess:',
      'what is not understood guesses nothing: take guess: out',
    )
}

function checkGuess(flow: Flow, hasNone: boolean, tell: Tell): void {
  if (flow.examples.length === 0) return tell(['guess'], 'có guess: thì phải có examples:', 'guess: needs examples:')
  if (flow.guess === undefined)
    tell(
      ['examples'],
      'có examples: thì ghi rõ guess: đoán nhầm chỉ mất một tin đọc thì begin, còn lại thì ask',
      'with examples: state guess: begin where a wrong guess costs no more than a text to read, else ask',
    )
  if (wordOf(flow) === null)
    tell(
      ['examples'],
      'có examples: thì triggers: phải có một lời đứng một mình được, để máy nhắc bà con nhắn lời đó',
      'with examples: one of triggers: must stand alone, for people to be told of it',
    )
  if (!hasNone)
    tell(
      ['examples'],
      'chưa có examples: nào ở kịch bản có hook: not-understood: không có tin "không phải việc nào" thì máy không đoán',
      'there are no examples: in the flow with hook: not-understood: without texts for no job nothing is guessed',
    )
  const cost = flow.guess === 'begin' ? costOf(flow) : null
  if (cost)
    tell(
      ['guess'],
      `kịch bản này ${cost.vi}: đoán nhầm là mất công, mất tiền, ghi guess: ask`,
      `this flow ${cost.en}: a wrong guess has its price, write guess: ask`,
    )
}

/** What a wrong beginning would cost beyond a text to read; null: nothing. */
function costOf({ keeps, corrects, always, steps }: Flow): { vi: string; en: string } | null {
  if (keeps) return { vi: 'giữ lại điều bà con nói', en: 'keeps what is said' }
  if (corrects !== undefined) return { vi: 'sửa điều đã giữ', en: 'changes what was kept' }
  if (Object.values(steps).some(({ type }) => type === 'handoff')) return { vi: 'gọi cán bộ', en: 'calls a person' }
  return always ? { vi: 'bỏ dở việc đang làm', en: 'puts aside what is under way' } : null
}

function refuseTwice(
  text: string,
  other: { id: string; source: Source; index: number },
  tell: (vi: string, en: string) => void,
): void {
  const { line, column } = other.source.at(['examples', other.index])
  const place = `${other.source.file}:${line}:${column}`
  tell(
    `"${text}" đã là ví dụ của kịch bản "${other.id}" (${place}): bỏ ở một trong hai nơi`,
    `"${text}" is an example of the flow "${other.id}" already (${place}): take it out of one of the two`,
  )
}
