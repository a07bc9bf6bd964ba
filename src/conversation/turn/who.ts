import { readNameAlone } from '../../language/names/member-names.ts'
import { fold } from '../../language/text/fold.ts'
import { startsWithPhrase } from '../../language/text/words.ts'
import { WHO_MS } from '../limits.ts'
import type { Talk } from '../session.ts'
import type { PersonView } from '../types.ts'
import { ask, closeQuestion, flowOf, type Turn } from './context.ts'

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
  const number = /^(?:\W|so\b|nguoi\b|thu\b)*(\d)(?:\W|a\b|nhe\b)*$/.exec(fold(text))?.[1]
  const person =
    people.find(({ id }) => id === option) ?? (number ? people[Number(number) - 1] : undefined) ?? named(people, text)
  if (!person) return false
  settle(turn, person)
  closeQuestion(turn)
  return true
}

/** Forgets who is texting; a text that names one of them behind the words that ask for it ("đổi người Mẩy") says it at once. */
export function askAnew<W>(turn: Turn<W>, talk: Talk): void {
  turn.session.person = null
  const phrases = flowOf(turn, talk)?.triggers.flatMap((each) => (each.type === 'start' ? [each.phrase] : [])) ?? []
  const end = Math.max(0, ...phrases.map((phrase) => startsWithPhrase(talk.text, phrase)?.end ?? 0))
  const person = named(turn.world.people, talk.text.slice(end))
  if (person) settle(turn, person)
}

/** The one whose name, or the end of it, the text is and nothing more but polite words: "bc lúa 2 tạ" names no Tả. Of two of one name it is neither. */
function named(people: readonly PersonView[], text: string): PersonView | undefined {
  const readings = readNameAlone(text, people)?.readings ?? []
  return readings.length === 1 ? people.find(({ id }) => id === readings[0]?.person) : undefined
}

function settle<W>(turn: Turn<W>, person: PersonView): void {
  turn.session.person = { id: person.id, at: turn.now }
  turn.person = person
}
