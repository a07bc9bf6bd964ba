import { createInterface } from 'node:readline/promises'
import { erasePerson } from '../farm/erase.ts'
import { fold } from '../language/fold.ts'
import type { KnownPerson, KnownUrn } from '../store/queries/people.ts'
import { insert, type Write } from '../store/writes.ts'
import type { CommandIo, Run } from './commands.ts'
import { CommandError, readArgs } from './io.ts'
import { withInstallation } from './open.ts'
import { knownUrn } from './urn.ts'

const USAGE = {
  line: 'forget <+84…|zalo:…> [--name name] [--yes]',
  about:
    'Erases a person: name, place, texts and talks. Their figures stay, without them, and so does the ledger. Where several\n' +
    'people share the number, --name says who. Asks first, unless --yes is given.',
  options: { name: { type: 'string' }, yes: { type: 'boolean', default: false } },
  positionals: [1, 1],
} as const

/** Erases a person, as staff do when asked on paper or by phone. */
export const run: Run = async (io) => {
  const args = readArgs(io, USAGE)
  if (args.type === 'over') return args.code
  const { values, positionals } = args
  return withInstallation(io, async ({ store, clock, newId }) => {
    const { urn, people, address } = await knownUrn(store, positionals[0] ?? '')
    const { person } = onePerson(people, values.name, address)
    const name = person.name ?? 'the person without a name'
    if (!values.yes && !(await isSure(io, `Erase ${name} of ${address}? This can not be undone. [yes/no] `))) {
      io.writeError('Nothing was erased.\n')
      return 1
    }
    const now = clock()
    const writes: Write[] = [
      ...(await erasePerson(store.db, person.id, now)),
      ...ledgerRow(urn, person.id, now, newId()),
    ]
    const result = await store.commit({ writes })
    if (result.type !== 'committed')
      throw new CommandError(`Nothing was erased: the database could not be written (${result.type}). Try again.`)
    io.write(`${name} was erased. Figures stay without the person; ${address} is kept as far as answering it needs.\n`)
    return 0
  })
}

function onePerson(people: readonly KnownPerson[], name: string | undefined, address: string): KnownPerson {
  const named = name === undefined ? people : people.filter(({ person }) => fold(person.name ?? '') === fold(name))
  const [only, ...others] = named
  if (only && others.length === 0) return only
  if (people.length === 0) throw new CommandError(`Nobody is known by ${address}.`)
  const names = people.map(({ person }) => person.name ?? '(no name)').join(', ')
  throw new CommandError(`${address} is used by ${names}: say who with --name.`)
}

const ledgerRow = ({ id: urnId }: KnownUrn['urn'], personId: string, at: number, id: string): Write[] => [
  insert('consents', { id, personId, urnId, kind: 'erased', source: 'staff', at }),
]

/** A yes typed at a terminal; without one nobody can be asked, and the answer is no. */
async function isSure({ input, write, writeError }: CommandIo, question: string): Promise<boolean> {
  if (!input.isTTY) {
    writeError('This can not be undone: add --yes.\n')
    return false
  }
  write(question)
  const lines = createInterface({ input })
  try {
    for await (const line of lines) return /^\s*(y|yes|có|co)\s*$/i.test(line)
    return false
  } finally {
    lines.close()
  }
}
