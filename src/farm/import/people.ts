import { isDeepStrictEqual } from 'node:util'
import { dayOf } from '../../conversation/calendar.ts'
import { fold } from '../../language/text/fold.ts'
import { lastConsent } from '../../store/queries/consents.ts'
import { findUrn } from '../../store/queries/people.ts'
import { cooperatives } from '../../store/schema/people.ts'
import { insert, type Row, updateOne, type Write } from '../../store/writes.ts'
import type { ImportContext, Importer, ImportNote, ImportPlan, ImportProblem, ImportRow } from './import.ts'
import { advertisingEntry, advertisingOf, newAdvertising } from './listed-advertising.ts'
import { ledgerRows, newConsent } from './paper-consent.ts'
import { isSameName, type PersonRow, readPersonRow } from './people-rows.ts'

/**
 * A list of people. Who is the same: the same phone and name. Several people may share a phone. An empty cell leaves what is
 * stored as it is. What a farmer said by text (a stop, a refusal, an erasure) outweighs the list.
 */
export const importPeople: Importer = {
  columns: {
    phone: ['số điện thoại', 'điện thoại', 'sđt', 'số di động', 'di động', 'phone number', 'mobile'],
    name: ['họ tên', 'họ và tên', 'tên', 'full name'],
    role: ['vai trò', 'chức vụ'],
    cooperative: ['hợp tác xã', 'HTX', 'tên hợp tác xã', 'tên HTX', 'co-operative'],
    commune: ['xã', 'xã phường', 'mã xã', 'ward'],
    language: ['ngôn ngữ', 'tiếng'],
    consent: ['đồng ý', 'đã đồng ý'],
    consent_on: ['ngày đồng ý', 'ngày ký', 'consent date'],
    consent_proof: ['bằng chứng', 'minh chứng', 'bằng chứng đồng ý'],
    consent_how: ['cách đồng ý', 'hình thức đồng ý', 'đồng ý bằng'],
    consent_by: ['người ghi', 'người lấy đồng ý', 'người ghi đồng ý'],
    consent_scan: ['bản quét', 'bản chụp', 'bản scan', 'tệp quét'],
    advertising: ['quảng cáo', 'nhận quảng cáo', 'đồng ý quảng cáo'],
    quiet: ['giờ yên', 'giờ không nhắn', 'giờ nghỉ'],
  },
  required: ['phone', 'name'],
  plan: planPeople,
}

/** A person as stored, or as an earlier row of the file makes them. */
interface Known {
  id: string
  name: string | null
  person: Row<'people'> | null
}

interface Plan extends ImportContext {
  notes: ImportNote[]
  /** Ids by folded name. */
  cooperatives: Map<string, string>
  /** By phone. */
  households: Map<string, Household>
  /** How many rows of the file bear a number. */
  sharing: Map<string, number>
  /** By id: stored people as the rows before leave them. */
  changed: Map<string, Row<'people'>>
}

async function planPeople(rows: readonly ImportRow[], context: ImportContext): Promise<ImportPlan> {
  const problems: ImportProblem[] = []
  const people: PersonRow[] = []
  for (const row of rows) {
    const read = readPersonRow(row, context)
    if (Array.isArray(read)) problems.push(...read)
    else people.push(read)
  }
  problems.push(...doubles(people))
  const stored = await context.db.select().from(cooperatives)
  const named = new Map(stored.map(({ id, name }) => [fold(name), id]))
  problems.push(...(await leadersWithout(people, context)))
  if (problems.length > 0) return { type: 'refused', problems: problems.sort((a, b) => a.line - b.line) }

  const plan: Plan = {
    ...context,
    notes: [],
    cooperatives: named,
    households: new Map(),
    sharing: new Map(),
    changed: new Map(),
  }
  for (const { phone } of people) plan.sharing.set(phone, (plan.sharing.get(phone) ?? 0) + 1)
  const writes: Write[][] = []
  for (const person of people) writes.push(await rowWrites(plan, person))
  const changed = writes.filter((each) => each.length > 0).length
  return { type: 'planned', writes, changed, same: rows.length - changed, notes: plan.notes }
}

/** The same person twice in one file: one of the rows is a mistake. */
function doubles(people: readonly PersonRow[]): ImportProblem[] {
  const seen = new Map<string, PersonRow[]>()
  return people.flatMap((person) => {
    const before = seen.get(person.phone) ?? []
    const twin = before.find(({ name }) => isSameName(name, person.name))
    seen.set(person.phone, [...before, person])
    if (!twin) return []
    const vi = `${person.name}, số ${person.phone} đã có ở dòng ${twin.line}`
    return [
      { line: person.line, column: null, vi, en: `${person.name}, ${person.phone} is on line ${twin.line} already` },
    ]
  })
}

/** A leader leads a cooperative: told by the row, or known from before. */
async function leadersWithout(people: readonly PersonRow[], { db, keys }: ImportContext): Promise<ImportProblem[]> {
  const problems: ImportProblem[] = []
  for (const { line, phone, name, role, cooperative } of people) {
    if (role !== 'leader' || cooperative) continue
    const urn = await findUrn(db, keys.hash(`tel:${phone}`))
    const known = urn?.people.find(({ person }) => person.name && isSameName(person.name, name))
    if (known?.person.cooperativeId) continue
    problems.push({
      line,
      column: 'cooperative',
      vi: 'vai trò leader cần có hợp tác xã',
      en: 'a leader needs a cooperative',
    })
  }
  return problems
}

/** A number and who uses it. */
interface Household {
  urnId: string
  people: Known[]
  /** When someone here last asked to be erased; null: nobody did. */
  erasedAt: number | null
  /** What makes the number known; taken with its first row. */
  writes: Write[]
}

async function householdOf(plan: Plan, phone: string): Promise<Household> {
  const made = plan.households.get(phone)
  if (made) return made
  const { newId, keys, now, channel, db } = plan
  const urn = `tel:${phone}`
  const hash = keys.hash(urn)
  const known = await findUrn(db, hash)
  const urnId = known?.urn.id ?? newId()
  const newUrn = () =>
    insert('urns', { id: urnId, scheme: 'tel', hash, address: keys.seal(urn), channel, createdAt: now })
  const household: Household = {
    urnId,
    people: (known?.people ?? []).map(({ person }) => ({ id: person.id, name: person.name, person })),
    erasedAt: known ? ((await lastConsent(db, 'erased', urnId))?.at ?? null) : null,
    writes: known ? [] : [newUrn()],
  }
  plan.households.set(phone, household)
  return household
}

async function rowWrites(plan: Plan, person: PersonRow): Promise<Write[]> {
  const household = await householdOf(plan, person.phone)
  const known =
    household.people.find(({ name }) => name !== null && isSameName(name, person.name)) ??
    nameless(household, plan.sharing.get(person.phone) ?? 1)
  if (!known && household.erasedAt !== null && !agreedAfter(person, household.erasedAt)) {
    plan.notes.push({
      line: person.line,
      vi: `${person.name}: số này đã xin xoá dữ liệu, bỏ qua dòng này (nhận lại khi có phiếu đồng ý ký sau ngày đó)`,
      en: `${person.name}: this number asked to be erased, the row is left out (taken with a consent signed after that day)`,
    })
    return []
  }
  const writes = household.writes.splice(0)
  const cooperativeId = cooperativeOf(plan, person, writes)
  const result = known?.person
    ? await changedPerson(plan, household, { person, stored: asLeft(plan, known.person), cooperativeId })
    : newPerson(plan, household, { person, cooperativeId })
  return [...writes, ...result]
}

const asLeft = ({ changed }: Plan, stored: Row<'people'>): Row<'people'> => changed.get(stored.id) ?? stored

/**
 * The person as the plan knows them: they may text while it is made. Else a refusal would become an agreement, or who is
 * erased have a name again; so it is a conflict, and the file is planned anew.
 */
function ifUnchanged(person: Row<'people'>, set: Partial<Row<'people'>>): Write {
  const { id, name, role, cooperativeId, commune, locale, consent, advertising, erasedAt } = person
  const before = { id, name, role, cooperativeId, commune, locale, consent, advertising, erasedAt }
  return updateOne('people', before, set)
}

const agreedAfter = ({ consent }: PersonRow, at: number): boolean =>
  consent?.kind === 'agreed' && consent.on > dayOf(at)

/** Someone who has texted but never said their name: the one the list names, where both know of only one. */
function nameless({ people }: Household, sharing: number): Known | undefined {
  const [only, ...others] = people
  return only && others.length === 0 && sharing === 1 && only.name === null ? only : undefined
}

/** The cooperative's id, made where its name is new; undefined: the row names none. */
function cooperativeOf({ cooperatives: known, newId, now }: Plan, { cooperative }: PersonRow, writes: Write[]) {
  if (!cooperative) return undefined
  const found = known.get(fold(cooperative))
  if (found) return found
  const id = newId()
  known.set(fold(cooperative), id)
  writes.push(insert('cooperatives', { id, name: cooperative, createdAt: now }))
  return id
}

function newPerson(
  plan: Plan,
  household: Household,
  { person, cooperativeId }: { person: PersonRow; cooperativeId: string | undefined },
): Write[] {
  const { newId, now } = plan
  const id = newId()
  const others = household.people.flatMap((each) => (each.person ? [asLeft(plan, each.person)] : []))
  household.people.push({ id, name: person.name, person: null })
  const { consent, quiet } = person
  const advertising = person.advertising?.kind === 'agreed' ? person.advertising : undefined
  return [
    // Were one of them erased meanwhile, it might have been this very row's.
    ...others.map((other) => ifUnchanged(other, {})),
    insert('people', {
      id,
      name: person.name,
      role: person.role ?? 'farmer',
      cooperativeId: cooperativeId ?? null,
      commune: person.commune ?? null,
      locale: person.locale ?? 'vi',
      consent: consent?.kind ?? 'none',
      consentAskedAt: consent?.kind === 'agreed' ? now : null,
      ...(advertising ? { advertising: advertisingOf(advertising) } : {}),
      ...(quiet ? { quietHours: quiet } : {}),
      createdAt: now,
    }),
    insert('personUrns', { personId: id, urnId: household.urnId, createdAt: now + household.people.length - 1 }),
    ...ledgerRows(newId(), id, household.urnId, consent),
    ...advertisingEntry(newId(), id, household.urnId, advertising, now),
  ]
}

async function changedPerson(
  plan: Plan,
  household: Household,
  { person, stored, cooperativeId }: { person: PersonRow; stored: Row<'people'>; cooperativeId: string | undefined },
): Promise<Write[]> {
  const consent = await newConsent(plan, person, stored, household)
  const advertising = await newAdvertising(plan, person, stored, household.erasedAt)
  const said: Partial<Row<'people'>> = {
    name:
      stored.name && isSameName(stored.name, person.name) && !hasMoreAccents(person.name, stored.name)
        ? stored.name
        : person.name,
    ...(person.role ? { role: person.role } : {}),
    ...(cooperativeId ? { cooperativeId } : {}),
    ...(person.commune ? { commune: person.commune } : {}),
    ...(person.locale ? { locale: person.locale } : {}),
    ...(consent ? { consent: consent.kind } : {}),
    // Without the paper, the farmer is asked.
    ...(consent?.kind === 'none' ? { consentAskedAt: null } : {}),
    ...(advertising ? { advertising: advertisingOf(advertising) } : {}),
    ...(person.quiet === undefined ? {} : { quietHours: person.quiet }),
  }
  const isNew = Object.entries(said).some(
    ([column, value]) => !isDeepStrictEqual(stored[column as keyof typeof said], value),
  )
  if (isNew) plan.changed.set(stored.id, { ...stored, ...said })
  return [
    ...(isNew ? [ifUnchanged(stored, said)] : []),
    ...ledgerRows(plan.newId(), stored.id, household.urnId, consent),
    ...advertisingEntry(plan.newId(), stored.id, household.urnId, advertising, plan.now),
  ]
}

const hasMoreAccents = (name: string, than: string): boolean =>
  name.normalize('NFD').length > than.normalize('NFD').length
