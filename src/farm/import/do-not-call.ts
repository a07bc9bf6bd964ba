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

/** A file that takes off over one in so many numbers of its list, and at least so many, is short or another list's rather than news. */
const MOST_GONE = { part: 10, numbers: 20 }

/**
 * A Do-Not-Call list: numbers that get no advertising, ours and strangers'. Only keyed hashes are kept. The file is the whole list of its
 * name: what stood there and is not in it is taken off. All else goes to these numbers as before.
 * A file that would take off far too many is refused, unless `allowRemovals`: someone has looked at it.
 */
export const doNotCallImporter = (list: string = DEFAULT_LIST, allowRemovals = false): Importer => ({
  columns: { phone: ['số điện thoại', 'điện thoại', 'sđt', 'số thuê bao', 'thuê bao', 'phone number', 'mobile'] },
  required: ['phone'],
  plan: (rows, context) => plan(rows, context, { list, allowRemovals }),
})

async function plan(
  rows: readonly ImportRow[],
  context: ImportContext,
  { list, allowRemovals }: { list: string; allowRemovals: boolean },
): Promise<ImportPlan> {
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
  const before = [...stored.values()].filter((row) => listsOf(row).includes(list)).length
  const added = [...wanted].flatMap((hash) => addWrites(hash, stored.get(hash), list, context.now))
  const gone = [...stored.values()].filter((row) => !wanted.has(row.hash)).flatMap((row) => removeWrites(row, list))
  if (!allowRemovals && gone.length >= MOST_GONE.numbers && gone.length * MOST_GONE.part > before)
    return { type: 'refused', problems: [tooManyGone(gone.length, before, list)] }
  const writes = [...added, ...gone].map((write) => [write])
  const told = {
    vi: `thêm ${added.length}, gỡ ${gone.length} số khỏi danh sách «${list}»`,
    en: `${added.length} numbers added to, ${gone.length} taken off the list "${list}"`,
  }
  return { type: 'planned', writes, changed: writes.length, same: wanted.size - added.length, notes, told }
}

const tooManyGone = (gone: number, before: number, list: string): ImportProblem => ({
  line: 1,
  column: null,
  vi: `tệp này gỡ ${gone} trong ${before} số khỏi danh sách «${list}», các số đó lại nhận quảng cáo: xem tệp có thiếu hay nhầm danh sách không; đúng là phải gỡ thì thêm --accept-removals`,
  en: `this file takes ${gone} of the ${before} numbers off the list "${list}", and these get advertising again: see whether it is short or another list's; where they are to go, add --accept-removals`,
})

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
