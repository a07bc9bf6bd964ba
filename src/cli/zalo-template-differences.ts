import type { TemplateInfo, TemplateInfoParam } from '../channels/zalo/template-info.ts'
import type { TemplateParam, ZaloTemplate } from '../conversation/zalo-templates.ts'
import type { Message } from './io.ts'

/** Where the scripts and Zalo do not agree about a template. `isWrong`: messages would be refused, or sent as what they are not. */
export interface Difference extends Message {
  isWrong: boolean
}

/** Zalo's words for our tags. */
const TAGS: Readonly<Record<string, ZaloTemplate['tag']>> = {
  TRANSACTION: 'transaction',
  CUSTOMER_CARE: 'care',
  PROMOTION: 'promotion',
}

/** Everything that differs, in the order of Zalo's list of parameters. */
export function differences(ours: ZaloTemplate, theirs: TemplateInfo): Difference[] {
  const known = theirs.params.map(({ name }) => name)
  return [
    ...statusOf(theirs),
    ...tagOf(ours, theirs),
    ...priceOf(ours, theirs),
    ...theirs.params.flatMap((their) =>
      ofParam(
        ours.params.find(({ name }) => name === their.name),
        their,
      ),
    ),
    ...ours.params
      .filter(({ name }) => !known.includes(name))
      .map(({ name }) =>
        wrong(
          `Zalo không có tham số "${name}"${known.length > 0 ? `, chỉ có: ${known.join(', ')}` : ''}`,
          `Zalo has no parameter "${name}"${known.length > 0 ? `, only: ${known.join(', ')}` : ''}`,
        ),
      ),
  ]
}

const wrong = (vi: string, en: string): Difference => ({ vi, en, isWrong: true })
const noted = (vi: string, en: string): Difference => ({ vi, en, isWrong: false })

const STATUSES: Readonly<Record<string, Message>> = {
  PENDING_REVIEW: { vi: 'mẫu còn chờ Zalo duyệt', en: 'Zalo has not reviewed the template yet' },
  REJECT: { vi: 'Zalo không duyệt mẫu này', en: 'Zalo has rejected the template' },
  DISABLE: { vi: 'mẫu đã bị tắt', en: 'the template is switched off' },
}

function statusOf({ status }: TemplateInfo): Difference[] {
  if (status === 'ENABLE') return []
  const { vi, en } = STATUSES[status] ?? { vi: `trạng thái ở Zalo là ${status}`, en: `its status at Zalo is ${status}` }
  return [wrong(vi, en)]
}

function tagOf({ tag }: ZaloTemplate, theirs: TemplateInfo): Difference[] {
  if (theirs.tag === null || TAGS[theirs.tag] === tag) return []
  const said = TAGS[theirs.tag] ?? theirs.tag
  return [wrong(`kịch bản ghi tag ${tag}, Zalo ghi ${said}`, `the scripts tag it ${tag}, Zalo ${said}`)]
}

/** Nothing is refused for it, but what messages cost would be reckoned wrongly. */
function priceOf({ vnd }: ZaloTemplate, { phoneVnd, userVnd }: TemplateInfo): Difference[] {
  const pairs = [
    ['phone', vnd.phone, phoneVnd],
    ['user', vnd.user, userVnd],
  ] as const
  return pairs.flatMap(([to, ours, theirs]) =>
    theirs === null || ours === Math.ceil(theirs)
      ? []
      : [
          noted(
            `price.${to} ${ours === null ? 'chưa ghi trong kịch bản' : `trong kịch bản là ${ours}`}, Zalo tính ${Math.ceil(theirs)} đ`,
            `price.${to} is ${ours === null ? 'not noted in the scripts' : `${ours} in the scripts`}, Zalo charges ${Math.ceil(theirs)} đ`,
          ),
        ],
  )
}

function ofParam(ours: TemplateParam | undefined, theirs: TemplateInfoParam): Difference[] {
  const { name } = theirs
  if (ours === undefined) {
    const [vi, en] = [`kịch bản thiếu tham số "${name}"`, `the scripts lack the parameter "${name}"`]
    return [theirs.isRequired ? wrong(vi, en) : noted(`${vi}, không bắt buộc`, `${en}, which may be left out`)]
  }
  const found: Difference[] = []
  if (theirs.type !== null && theirs.type !== ours.type)
    found.push(
      wrong(
        `"${name}": kịch bản ghi ${ours.type}, Zalo ghi ${theirs.type}`,
        `"${name}": ${ours.type} in the scripts, ${theirs.type} at Zalo`,
      ),
    )
  found.push(...lengthsOf(ours, theirs))
  if (ours.mayBeEmpty && !theirs.mayBeEmpty)
    found.push(
      wrong(`"${name}": kịch bản cho để trống, Zalo thì không`, `"${name}" may be empty in the scripts, not at Zalo`),
    )
  if (!ours.mayBeEmpty && theirs.mayBeEmpty)
    found.push(
      noted(
        `"${name}": Zalo cho để trống, kịch bản thì không: tin thiếu giá trị này đi đường khác`,
        `"${name}" may be empty at Zalo, not in the scripts: messages without it go another way`,
      ),
    )
  return found
}

function lengthsOf(ours: TemplateParam, { name, least, most }: TemplateInfoParam): Difference[] {
  const found: Difference[] = []
  if (most !== null && ours.most > most)
    found.push(
      wrong(
        `"${name}": kịch bản cho tới ${ours.most} ký tự, Zalo chỉ nhận ${most}`,
        `"${name}": up to ${ours.most} characters in the scripts, ${most} at Zalo`,
      ),
    )
  if (most !== null && ours.most < most)
    found.push(
      noted(
        `"${name}": Zalo nhận tới ${most} ký tự, kịch bản chỉ cho ${ours.most}`,
        `"${name}": Zalo takes up to ${most} characters, the scripts ${ours.most}`,
      ),
    )
  if (least !== null && ours.least < least)
    found.push(
      wrong(
        `"${name}": kịch bản cho từ ${ours.least} ký tự, Zalo cần ít nhất ${least}`,
        `"${name}": from ${ours.least} characters in the scripts, from ${least} at Zalo`,
      ),
    )
  return found
}
