import { toE164 } from '../../language/names/e164.ts'
import { toLandline } from '../../language/names/phones.ts'
import { allDoNotCall } from '../../store/queries/do-not-call.ts'
import { insertNew, type Row, remove, update, type Write } from '../../store/writes.ts'
import { textOf } from './cells.ts'
import type { ImportContext, Importer, ImportNote, ImportPlan, ImportProblem, ImportRow } from './import.ts'

/** What a list is called where nobody names it. */
export const DEFAULT_LIST = 'dnc'
/** How a list may be named: `source` of a number holds the names of all lists it stands in, parted by blanks. */
export const LIST_NAME = /^[a-z0-9][a-z0-9.-]{0,39}$/

/**
 * A Do-Not-Call list: numbers that get no advertising, ours and strangers'. Only keyed hashes are kept. The file is the whole list of its
 * name: what stood there and is not in it is taken off. All else goes to these numbers as before.
 */
export const doNotCallImporter = (list: string = DEFAULT_LIST): Importer => ({
  columns: { phone: ['số điện thoại', 'điện thoại', 'sđt', 'số thuê bao', 'thuê bao', 'phone number', 'mobile'] },
  required: ['phone'],
  plan: (rows, context) => plan(rows, context, list),
})

async function plan(rows: readonly ImportRow[], context: ImportContext, list: string): Promise<ImportPlan> {
  const { numbers, problems, notes } = readNumbers(rows)
  if (numbers.size === 0 && problems.length === 0)
    problems.push({
      line: 1,
      column: null,
      vi: `danh sách không có số nào, mà nhập vào thì mọi số cũ của danh sách "${list}" bị gỡ: xem lại tệp`,
      en: `the list holds no number, and taking it would take all off the list "${list}": look at the file again`,
    })
  if (problems.length > 0) return { type: 'refused', problems }
  const wanted = new Set([...numbers].map((phone) => context.keys.hash(`tel:${phone}`)))
  const stored = new Map((await allDoNotCall(context.db)).map((row) => [row.hash, row]))
  const added = [...wanted].flatMap((hash) => addWrites(hash, stored.get(hash), list, context.now))
  const gone = [...stored.values()].filter((row) => !wanted.has(row.hash)).flatMap((row) => removeWrites(row, list))
  const writes = [...added, ...gone].map((write) => [write])
  return { type: 'planned', writes, changed: writes.length, same: wanted.size - added.length, notes }
}

/** Landlines stand in such lists too, and get no texts: told, and left out. */
function readNumbers(rows: readonly ImportRow[]) {
  const numbers = new Set<string>()
  const problems: ImportProblem[] = []
  const notes: ImportNote[] = []
  for (const { line, cells } of rows) {
    const text = cells.phone === undefined ? '' : textOf(cells.phone)
    const phone = toE164(text)
    if (phone) numbers.add(phone)
    else if (toLandline(text))
      notes.push({
        line,
        vi: `"${text}" là số máy bàn, không nhận tin nhắn: bỏ qua`,
        en: `"${text}" is a landline, which gets no texts: left out`,
      })
    else
      problems.push({
        line,
        column: 'phone',
        vi: text === '' ? 'thiếu số điện thoại' : `"${text}" không phải số di động`,
        en: text === '' ? 'the phone number is missing' : `"${text}" is no mobile number`,
      })
  }
  return { numbers, problems, notes }
}

const listsOf = ({ source }: Row<'doNotCall'>): string[] => source.split(' ')

function addWrites(hash: string, stored: Row<'doNotCall'> | undefined, list: string, at: number): Write[] {
  if (stored === undefined) return [insertNew('doNotCall', { hash, source: list, at })]
  if (listsOf(stored).includes(list)) return []
  return [update('doNotCall', { hash }, { source: [...listsOf(stored), list].sort().join(' ') })]
}

function removeWrites(stored: Row<'doNotCall'>, list: string): Write[] {
  const lists = listsOf(stored)
  if (!lists.includes(list)) return []
  const others = lists.filter((each) => each !== list)
  const { hash } = stored
  return [
    others.length === 0 ? remove('doNotCall', { hash }) : update('doNotCall', { hash }, { source: others.join(' ') }),
  ]
}
