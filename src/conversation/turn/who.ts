import { fold } from '../../language/fold.ts'
import { WHO_MS } from '../limits.ts'
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
  const said = fold(text).split(' ')
  const named = people.filter(({ name }) => name && said.includes(fold(name).split(' ').at(-1) ?? ''))
  const person =
    people.find(({ id }) => id === option) ??
    (number ? people[Number(number) - 1] : undefined) ??
    (named.length === 1 ? named[0] : undefined)
  if (!person) return false
  turn.session.person = { id: person.id, at: turn.now }
  turn.person = person
  closeQuestion(turn)
  return true
}
