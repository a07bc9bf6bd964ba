import { fold } from '../../language/fold.ts'
import { WHO_MS } from '../limits.ts'
import type { PersonView } from '../types.ts'
import { ask, closeQuestion, type Turn } from './context.ts'

/** Who is texting, where several people share a phone: asked before anything is kept, and remembered for two hours. */

export const knowsWho = <W>({ world, session, now }: Turn<W>): boolean =>
  world.people.length < 2 || (session.person !== null && now - session.person.at <= WHO_MS)

export function askWho<W>(turn: Turn<W>): void {
  const { people } = turn.world
  const options = people.map(({ id, name }, index) => ({ id, title: name ?? `người ${index + 1}` }))
  ask(turn, { type: 'who' }, 'common.who', { count: people.length }, options)
}

/** Takes the answer to `askWho`; false: it is none. */
export function answerWho<W>(turn: Turn<W>, text: string, option: string | null): boolean {
  const { people } = turn.world
  const number = /^\W*(\d)\W*$/.exec(fold(text))?.[1]
  const person =
    people.find(({ id }) => id === option) ?? (number ? people[Number(number) - 1] : undefined) ?? named(people, text)
  if (!person) return false
  settle(turn, person)
  closeQuestion(turn)
  return true
}

/** Forgets who is texting; a text that names one of them ("đổi người Mẩy") says it at once. */
export function askAnew<W>(turn: Turn<W>, text: string): void {
  turn.session.person = null
  const person = named(turn.world.people, text)
  if (person) settle(turn, person)
}

/** The one whose own name, the last word of it, stands in the text; undefined: nobody's, or more than one's. */
function named(people: readonly PersonView[], text: string): PersonView | undefined {
  const said = fold(text).split(' ')
  const found = people.filter(({ name }) => name && said.includes(fold(name).split(' ').at(-1) ?? ''))
  return found.length === 1 ? found[0] : undefined
}

function settle<W>(turn: Turn<W>, person: PersonView): void {
  turn.session.person = { id: person.id, at: turn.now }
  turn.person = person
}
