import { fold } from '../../language/text/fold.ts'
import { isPhrase } from '../../language/text/words.ts'
import { localTime } from '../calendar.ts'
import type { Talk } from '../session.ts'
import { renderValue } from '../texts.ts'
import { ask, programOf, type Turn, valuesOf } from '../turn/context.ts'
import type { Option } from '../types.ts'
import { type Answer, type Move, type StepHandler, WAIT } from './step.ts'

export const chooseStep: StepHandler<'choose'> = {
  run(turn, talk, step) {
    const options = step.options.map((option) => ({ id: option.id, title: titleOf(talk, option) }))
    ask(turn, { type: 'choose' }, step.text, valuesOf(talk), options)
    return WAIT
  },
  answer(turn, talk, step, answer) {
    const option = chosen(turn, talk, step.options, answer)
    if (!option) return null
    if (step.into) {
      talk.slots[step.into] = { type: 'option', option: option.id }
      // The slot keeps the option's id; a text prints its words.
      talk.values[step.into] = titleOf(talk, option)
    }
    return { move: moveOf(option, step.next), isWhole: true }
  },
}

const titleOf = (talk: Talk, option: Option) => ({ texts: [{ key: option.text, values: valuesOf(talk) }] })

const moveOf = (option: Option, next: string | null): Move =>
  option.start ? { type: 'start', flow: option.start } : { type: 'go', to: option.go === undefined ? next : option.go }

function chosen<W>(turn: Turn<W>, talk: Talk, options: Option[], { text, option }: Answer): Option | undefined {
  if (option) return options.find(({ id }) => id === option)
  const number = /^\D{0,6}(\d{1,2})\W*$/.exec(fold(text))?.[1]
  if (number) return options[Number(number) - 1]
  return options.find(
    (candidate) => candidate.words.some((word) => isPhrase(text, word)) || isPhrase(text, shown(turn, talk, candidate)),
  )
}

function shown<W>(turn: Turn<W>, talk: Talk, option: Option): string {
  const today = localTime(turn.now).day
  const { locale } = turn.person
  return renderValue(programOf(turn, talk), titleOf(talk, option), {
    locale,
    form: 'sms',
    today,
    saoM2: turn.world.saoM2,
    operator: turn.world.operator,
  })
}
