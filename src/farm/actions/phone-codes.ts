import { localTime } from '../../conversation/calendar.ts'
import { FIRST_MINUTE, LAST_MINUTE } from '../../conversation/law-hours.ts'
import type { Json } from '../../conversation/types.ts'
import type { ActionInput, ActionResult } from '../../conversation/world.ts'
import { type KnownPerson, loadUrn } from '../../store/queries/people.ts'
import { countClaims, sharedPhone } from '../../store/queries/phone-claims.ts'
import { type Row, updateOne, type Write } from '../../store/writes.ts'
import type { Farm, FarmAction } from '../farm.ts'
import { joinWrites } from '../join.ts'
import { outgoing } from '../outgoing.ts'

/** A Zalo user says that a known phone number is theirs: a code texted to it, and typed on Zalo, proves it. */

const DAY_MS = 24 * 60 * 60 * 1000
const CODE_MS = 10 * 60 * 1000
/** The text is of no use later: some minutes must be left to type it. */
const SEND_MS = 5 * 60 * 1000
const CODES = 10_000
const MOST_TRIES = 3
/** Claims a day by one Zalo user, or on one number: more are a person's matter. Texts cost, and each code is a chance to guess. */
const MOST_A_DAY = 3

const MEMORY = 'phone-code'

/** The farmer a number is known by; null: nobody a code may be sent to, or who may be joined by one. Never a leader or an officer: whoever forges the texts of their number would have their role on Zalo too. */
async function ownerOf(phoneUrnId: string, input: ActionInput, farm: Farm) {
  const known = await loadUrn(farm.db, phoneUrnId)
  const [only, another] = known?.people ?? []
  const isOne = known !== undefined && only !== undefined && another === undefined && only.person.id !== input.person.id
  if (!isOne || known.urn.stoppedAt !== null) return null
  if (only.person.role !== 'farmer' || input.person.role !== 'farmer' || only.person.consent !== 'agreed') return null
  return { urn: known.urn, owner: only }
}

const digitsOf = (urn: Pick<Row<'urns'>, 'address'>, farm: Farm): string => farm.keys.open(urn.address).slice(-3)

const settle = (claimId: string, status: Row<'phoneClaims'>['status'], from: Row<'phoneClaims'>['status']): Write =>
  updateOne('phoneClaims', { id: claimId, status: from }, { status })

const sendPhoneCode: FarmAction = {
  name: 'send-phone-code',
  about: {
    vi: 'Nhắn mã 4 số tới số điện thoại mà người dùng Zalo báo là của mình.',
    en: 'Texts a four-digit code to the phone number that a Zalo user says is theirs.',
  },
  outcomes: {
    nothing: 'Không có số nào chờ xác nhận / no number waits',
    night: 'Ngoài giờ được nhắn tin / outside the hours of the law',
    person: 'Mã không chứng tỏ được, cán bộ phải xem / no code can prove it, a person has to look',
  },
  gives: ['digits'],
  longest: { digits: '678' },
  reads: [],
  keeps: false,
  async run(input, farm) {
    const { now } = input
    const claim = await sharedPhone(farm.db, farm.urn.id, now - DAY_MS)
    if (!claim?.phoneUrnId) return { outcome: 'nothing' }
    const { phoneUrnId } = claim
    const known = await ownerOf(phoneUrnId, input, farm)
    const before = await countClaims(farm.db, { urnId: farm.urn.id, phoneUrnId }, now - DAY_MS)
    if (!known || farm.settings.canText === false || before >= MOST_A_DAY)
      return { outcome: 'person', writes: [settle(claim.id, 'refused', 'shared')] }
    const { minutes } = localTime(now)
    if (minutes < FIRST_MINUTE || minutes >= LAST_MINUTE) return { outcome: 'night' }
    const code = String(Math.floor(farm.random() * CODES)).padStart(4, '0')
    return {
      writes: [settle(claim.id, 'asked', 'shared'), codeText(code, known, input, farm)],
      slots: { code: null, code_again: null },
      values: { digits: digitsOf(known.urn, farm) },
      memory: { [MEMORY]: { code, claimId: claim.id, phoneUrnId, personId: input.person.id, at: now, tries: 0 } },
    }
  },
}

const codeText = (
  code: string,
  { urn, owner }: { urn: Row<'urns'>; owner: KnownPerson },
  { now, program }: ActionInput,
  farm: Farm,
): Write =>
  outgoing({
    id: farm.newId(),
    now,
    class: 'service',
    urnId: urn.id,
    personId: owner.person.id,
    locale: owner.person.locale,
    revision: program.revision,
    texts: [{ key: 'phones.code', values: { code } }],
    deadline: now + SEND_MS,
  })

interface Waiting {
  code: string
  claimId: string
  phoneUrnId: string
  at: number
  tries: number
}

/** The code that was sent for this person; null: none, or it was used. */
function waitingOf({ memory, person }: ActionInput): Waiting | null {
  const stored = memory[MEMORY]?.value
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return null
  const { code, claimId, phoneUrnId, personId, at, tries } = stored
  if (typeof code !== 'string' || typeof claimId !== 'string' || typeof phoneUrnId !== 'string') return null
  if (typeof at !== 'number' || typeof tries !== 'number' || personId !== person.id) return null
  return { code, claimId, phoneUrnId, at, tries }
}

const checkPhoneCode: FarmAction = {
  name: 'check-phone-code',
  about: {
    vi: 'Đúng mã thì nối Zalo này với người có số điện thoại đó.',
    en: 'Where the code is right, joins this Zalo user to the person known by that number.',
  },
  outcomes: {
    wrong: 'Mã không đúng / a wrong code',
    expired: 'Mã quá 10 phút / the code is over ten minutes old',
    person: 'Sai mã ba lần, cán bộ phải xem / wrong three times, a person has to look',
  },
  gives: ['digits'],
  longest: { digits: '678' },
  reads: ['code', 'code_again'],
  keeps: false,
  async run(input, farm) {
    const said = input.slots.code_again ?? input.slots.code
    const waiting = waitingOf(input)
    if (!waiting || input.now - waiting.at > CODE_MS) return { outcome: 'expired', memory: { [MEMORY]: null } }
    if (said?.type !== 'text' || said.text !== waiting.code) return wrongCode(waiting, input)
    const known = await ownerOf(waiting.phoneUrnId, input, farm)
    const memory = { [MEMORY]: null }
    if (!known) return { outcome: 'person', writes: [settle(waiting.claimId, 'refused', 'asked')], memory }
    return {
      writes: [
        settle(waiting.claimId, 'joined', 'asked'),
        ...joinWrites(input.person.id, known.owner.person.id, farm.urn.id, input.now),
      ],
      values: { digits: digitsOf(known.urn, farm) },
      memory,
    }
  },
}

function wrongCode(waiting: Waiting, { person }: ActionInput): ActionResult<Write> {
  const tries = waiting.tries + 1
  if (tries >= MOST_TRIES)
    return { outcome: 'person', writes: [settle(waiting.claimId, 'refused', 'asked')], memory: { [MEMORY]: null } }
  const stored: Json = { ...waiting, tries, personId: person.id }
  return { outcome: 'wrong', slots: { code_again: null }, memory: { [MEMORY]: stored } }
}

export const phoneCodeActions: FarmAction[] = [sendPhoneCode, checkPhoneCode]
