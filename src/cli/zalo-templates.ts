import { nodeFetch } from '../channels/node-fetch.ts'
import type { ZaloSender } from '../channels/zalo/authorized.ts'
import { askQuota, askTemplate, type TemplateInfo, type Told } from '../channels/zalo/template-info.ts'
import { zaloSenderOf } from '../configured-channels.ts'
import { formatNumber } from '../conversation/format.ts'
import type { ZaloTemplate } from '../conversation/zalo-templates.ts'
import { defineCommand } from './command.ts'
import { CommandError, type CommandIo, inLanguage, type Message } from './io.ts'
import { type Installation, publishedProgram, withInstallation } from './open.ts'
import { type Difference, differences } from './zalo-template-differences.ts'

/** Compares the published scripts' templates with what Zalo has; exits 1 where messages would be refused. */
export const command = defineCommand(
  {
    line: 'zalo-templates',
    about: {
      vi: 'So từng mẫu tin Zalo của kịch bản đang dùng với mẫu ở Zalo: trạng thái, tham số, độ dài, giá; kết thúc bằng 1 nếu có tin sẽ bị Zalo từ chối. Không gửi tin nào.',
      en: 'Compares each Zalo template of the published scripts with what Zalo has: status, parameters, lengths, price; ends with 1 where messages would be refused. Sends nothing.',
    },
    options: {},
    positionals: [0, 0],
    example: 'mua zalo-templates',
  },
  (io) =>
    withInstallation(io, async (installation) => {
      const { zaloTemplates } = await publishedProgram(installation)
      if (zaloTemplates.length === 0) {
        io.write(`${inLanguage(io, NONE)}\n`)
        return 0
      }
      const sender = senderOf(installation)
      const wrong = await showAll(io, sender, zaloTemplates)
      await showQuota(io, sender)
      return wrong > 0 ? 1 : 0
    }),
)

const NONE: Message = {
  vi: 'Kịch bản đang dùng chưa có mẫu tin Zalo nào (content/zalo-templates.yaml).',
  en: 'The published scripts have no Zalo templates (content/zalo-templates.yaml).',
}

/** What Zalo answers is told here; nothing is logged. */
const SILENT = { info: () => undefined, warn: () => undefined }

function senderOf({ config, ...rest }: Installation): ZaloSender {
  const sender = zaloSenderOf(config, { ...rest, fetch: nodeFetch, log: SILENT })
  if (sender !== undefined) return sender
  throw new CommandError({
    vi: 'Chưa cấu hình Zalo Official Account: đặt ZALO_APP_ID và các biến đi cùng, xem docs/channels/zalo.md.',
    en: 'No Zalo Official Account is configured: set ZALO_APP_ID and what goes with it, see docs/channels/zalo.md.',
  })
}

/** Templates one after another; gives how many are wrong. Throws CommandError where Zalo can't be asked. */
async function showAll(io: CommandIo, sender: ZaloSender, templates: readonly ZaloTemplate[]): Promise<number> {
  let wrong = 0
  for (const template of templates) {
    const told = await askTemplate(sender, template.id)
    if (told.type === 'failed') throw notAsked(told.code)
    const found = told.type === 'told' ? differences(template, told.data) : [unknown(told.code)]
    if (found.some(({ isWrong }) => isWrong)) wrong += 1
    io.write(`${template.id}  ${template.texts.join(' + ')}  ${inLanguage(io, headOf(told, found))}\n`)
    for (const each of found) io.write(`  ${inLanguage(io, each.isWrong ? WRONG : NOTED)}: ${inLanguage(io, each)}\n`)
  }
  return wrong
}

const WRONG: Message = { vi: 'SAI', en: 'WRONG' }
const NOTED: Message = { vi: 'khác', en: 'differs' }

const unknown = (code: string): Difference => ({
  vi: `Zalo không có mẫu này, hoặc không cho xem (mã ${code})`,
  en: `Zalo has no such template, or does not show it (code ${code})`,
  isWrong: true,
})

const notAsked = (code: string) =>
  new CommandError({
    vi: `Chưa hỏi được Zalo (${code}): thử lại sau; not_linked, no_token thì nối lại tài khoản theo docs/channels/zalo.md.`,
    en: `Zalo could not be asked (${code}): try again; for not_linked or no_token link the account again, docs/channels/zalo.md.`,
  })

function headOf(told: Told<TemplateInfo>, found: readonly Difference[]): Message {
  if (told.type !== 'told') return { vi: '', en: '' }
  const { phoneVnd, userVnd } = told.data
  const price = (vnd: number | null) => (vnd === null ? '?' : `${formatNumber(vnd)} đ`)
  const good = found.length === 0
  return {
    vi: `${good ? 'khớp; ' : ''}giá ${price(phoneVnd)} qua số điện thoại, ${price(userVnd)} qua Zalo`,
    en: `${good ? 'agrees; ' : ''}${price(phoneVnd)} by phone number, ${price(userVnd)} by Zalo user`,
  }
}

/** Not worth failing for: it is told with every message that goes, too. */
async function showQuota(io: CommandIo, sender: ZaloSender): Promise<void> {
  const told = await askQuota(sender)
  if (told.type !== 'told') return
  const { daily, remaining } = told.data
  const said: Message = {
    vi: `Hôm nay còn gửi được ${formatNumber(remaining)} trong ${formatNumber(daily)} tin mẫu qua số điện thoại.`,
    en: `Today ${formatNumber(remaining)} of ${formatNumber(daily)} templates may still go by phone number.`,
  }
  io.write(`${inLanguage(io, said)}\n`)
}
