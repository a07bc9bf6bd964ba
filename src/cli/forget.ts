import { createInterface } from 'node:readline/promises'
import { erasePerson } from '../farm/erase.ts'
import { fold } from '../language/text/fold.ts'
import type { KnownPerson } from '../store/queries/people.ts'
import { defineCommand } from './command.ts'
import { CommandError, type CommandIo, inLanguage, type Message } from './io.ts'
import { withInstallation } from './open.ts'
import { knownUrn } from './urn.ts'

/** Erases a person, as staff do when asked on paper or by phone. */
export const command = defineCommand(
  {
    line: 'forget <+84…|zalo:…> [--name name] [--yes]',
    about: {
      vi:
        'Xóa một người: tên, nơi ở, lời nhắn và các cuộc trò chuyện. Con số của họ được giữ nhưng không còn gắn với ai; sổ đồng ý\n' +
        'được giữ. Hỏi lại trước khi xóa.',
      en: 'Erases a person: name, place, texts and talks. Their figures stay, without them, and so does the ledger. Asks first.',
    },
    options: {
      name: {
        type: 'string',
        about: { vi: 'xóa ai, khi nhiều người dùng chung số', en: 'who, where several people share the number' },
      },
      yes: { type: 'boolean', default: false, about: { vi: 'xóa luôn, không hỏi lại', en: 'does not ask' } },
    },
    positionals: [1, 1],
    example: 'mua forget +84912345678 --name "Vàng Thị Seo"',
  },
  (io, { values, positionals: [whom = ''] }) =>
    withInstallation(io, async ({ store, clock, newId }) => {
      const { urn, people, address } = await knownUrn(store, whom)
      const { person } = onePerson(people, values.name, address)
      const name = person.name ?? inLanguage(io, NAMELESS)
      if (!values.yes) await askFirst(io, name, address)
      const asked = { urnId: urn.id, now: clock(), newId, source: 'staff' } as const
      const writes = await erasePerson(store.db, person.id, asked)
      const result = await store.commit({ writes })
      if (result.type !== 'committed')
        throw new CommandError({
          vi: `Chưa xóa gì: cơ sở dữ liệu không ghi được (${result.type}). Hãy thử lại.`,
          en: `Nothing was erased: the database could not be written (${result.type}). Try again.`,
        })
      const done = {
        vi: `Đã xóa ${name}. Các con số được giữ, không gắn với ai; ${address} chỉ giữ đủ để trả lời số đó.`,
        en: `${name} was erased. Figures stay without the person; ${address} is kept as far as answering it needs.`,
      }
      io.write(`${inLanguage(io, done)}\n`)
      return 0
    }),
)

const NAMELESS: Message = { vi: 'người chưa có tên', en: 'the person without a name' }

function onePerson(people: readonly KnownPerson[], name: string | undefined, address: string): KnownPerson {
  const named = name === undefined ? people : people.filter(({ person }) => fold(person.name ?? '') === fold(name))
  const [only, ...others] = named
  if (only && others.length === 0) return only
  if (people.length === 0)
    throw new CommandError({ vi: `Không biết ai dùng ${address}.`, en: `Nobody is known by ${address}.` })
  const names = (language: keyof Message) => people.map(({ person }) => person.name ?? NAMELESS[language]).join(', ')
  throw new CommandError({
    vi: `${address} là số chung của ${names('vi')}: ghi rõ xóa ai bằng --name.`,
    en: `${address} is used by ${names('en')}: say who with --name.`,
  })
}

/** A yes typed at a terminal; without one nobody can be asked, and the answer is no: throws CommandError. */
async function askFirst(io: CommandIo, name: string, address: string): Promise<void> {
  if (!io.input.isTTY)
    throw new CommandError({
      vi: 'Xóa rồi không lấy lại được: thêm --yes. Chưa xóa gì.',
      en: 'This can not be undone: add --yes. Nothing was erased.',
    })
  const question = {
    vi: `Xóa ${name} của ${address}? Xóa rồi không lấy lại được. [có/không] `,
    en: `Erase ${name} of ${address}? This can not be undone. [yes/no] `,
  }
  io.write(inLanguage(io, question))
  const lines = createInterface({ input: io.input })
  try {
    for await (const line of lines) {
      if (/^\s*(y|yes|có|co)\s*$/i.test(line)) return
      break
    }
  } finally {
    lines.close()
  }
  throw new CommandError({ vi: 'Chưa xóa gì.', en: 'Nothing was erased.' })
}
