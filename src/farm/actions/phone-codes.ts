import { isAllowedHour } from '../../conversation/law-hours.ts'
import type { ActionInput } from '../../conversation/world.ts'
import { type KnownPerson, loadUrn, urnsOfPerson } from '../../store/queries/people.ts'
import { claimsOfUrn, sharedPhone } from '../../store/queries/phone-claims.ts'
import { type Row, updateOne, type Write } from '../../store/writes.ts'
import type { Farm, FarmAction } from '../farm.ts'
import { joinWrites } from '../join.ts'
import { newCode } from '../new-code.ts'
import { outgoing } from '../outgoing.ts'
import { countPhoneCode } from '../phone-code-count.ts'
import { checkCode, rememberCode } from './codes.ts'

/** A Zalo user says that a known phone number is theirs: a code texted to it, and typed on Zalo, proves it. */

const DAY_MS = 24 * 60 * 60 * 1000
/** The text is of no use later: some minutes must be left to type it. */
const SEND_MS = 5 * 60 * 1000

const MEMORY = 'phone-code'

/**
 * The farmer a number is known by; null: nobody a code may be sent to, or who may be joined by one. Never a leader or an officer:
 * whoever forges the texts of their number would have their role on Zalo too. Nor may whoever asks have another number or Zalo:
 * what others told from there would come along.
 */
async function ownerOf(phoneUrnId: string, { person }: ActionInput, farm: Farm) {
  const known = await loadUrn(farm.db, phoneUrnId)
  const [only, another] = known?.people ?? []
  if (known === undefined || only === undefined || another !== undefined || known.urn.stoppedAt !== null) return null
  if (only.person.role !== 'farmer' || person.role !== 'farmer' || only.person.consent !== 'agreed') return null
  const here = (await loadUrn(farm.db, farm.urn.id))?.people ?? []
  const isHere = only.person.id === person.id || here.some((each) => each.person.id === only.person.id)
  const elsewhere = (await urnsOfPerson(farm.db, person.id)).filter(({ id }) => id !== farm.urn.id)
  return isHere || elsewhere.length > 0 ? null : { urn: known.urn, owner: only }
}

const digitsOf = (urn: Pick<Row<'urns'>, 'address'>, farm: Farm): string => farm.keys.open(urn.address).slice(-3)

type Status = Row<'phoneClaims'>['status']
const settle = (claimId: string, status: Status, from: Status): Write =>
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
    const refused = { outcome: 'person', writes: [settle(claim.id, 'refused', 'shared')] }
    if (!known || farm.settings.canText === false) return refused
    if (!isAllowedHour(now)) return { outcome: 'night' }
    const counted = await countPhoneCode(farm, phoneUrnId, now)
    if (!counted) return refused
    const code = newCode(farm.random)
    return {
      writes: [...counted, settle(claim.id, 'asked', 'shared'), codeText(code, known, input, farm)],
      slots: { code: null, code_again: null },
      values: { digits: digitsOf(known.urn, farm) },
      memory: { [MEMORY]: rememberCode(code, input, { claimId: claim.id }) },
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
    const checked = checkCode(MEMORY, input)
    if (checked.type === 'wrong')
      return { outcome: 'wrong', slots: { code_again: null }, memory: { [MEMORY]: checked.memory } }
    const memory = { [MEMORY]: null }
    const claim = checked.type === 'expired' ? undefined : await askedClaim(checked.about.claimId, farm)
    if (!claim?.phoneUrnId) return { outcome: 'expired', memory }
    const known = checked.type === 'right' ? await ownerOf(claim.phoneUrnId, input, farm) : null
    if (!known) return { outcome: 'person', writes: [settle(claim.id, 'refused', 'asked')], memory }
    return {
      writes: [
        settle(claim.id, 'joined', 'asked'),
        ...(await joinWrites(farm.db, input.person.id, known.owner.person.id, farm.urn.id, input.now)),
      ],
      values: { digits: digitsOf(known.urn, farm) },
      memory,
    }
  },
}

/** The claim a code was sent for; undefined where it is gone, erased with whoever the number was known by. */
const askedClaim = async (id: string | undefined, farm: Farm): Promise<Row<'phoneClaims'> | undefined> =>
  (await claimsOfUrn(farm.db, farm.urn.id)).find((claim) => claim.id === id && claim.status === 'asked')

export const phoneCodeActions: FarmAction[] = [sendPhoneCode, checkPhoneCode]
