import { isTakenBack } from '../farm/alerts/report.ts'
import { statusOfBroadcast } from '../store/queries/broadcasts.ts'
import { consentsOf } from '../store/queries/consents.ts'
import { consentsOfUrn } from '../store/queries/held.ts'
import { loadOutbox, reportsOf } from '../store/queries/outbox.ts'
import type { Decided } from '../store/schema/outbox.ts'
import type { Row } from '../store/writes.ts'
import { defineCommand } from './command.ts'
import { consentText } from './consent-text.ts'
import { secondsOf } from './export/formats.ts'
import { CommandError, inLanguage, type Message } from './io.ts'
import { withInstallation } from './open.ts'

/** Says why one message went, waits or did not go: each decision with its reason, and what the provider reported. */
export const command = defineCommand(
  {
    line: 'why <message>',
    about: {
      vi: 'Cho biết vì sao một tin đã gửi, còn chờ hay không gửi: từng quyết định, lý do, và báo lại của nhà mạng. Mã tin có trong "mua export messages" và "mua show".',
      en: 'Says why a message went, waits or did not go: each decision with its reason, and what the provider reported. Its id stands in "mua export messages" and "mua show".',
    },
    options: {},
    positionals: [1, 1],
    example: 'mua why 019ab3c2-7f00-7000-8000-000000000001',
  },
  (io, { positionals: [id = ''] }) =>
    withInstallation(io, async ({ store }) => {
      const row = await loadOutbox(store.db, id)
      if (row === undefined)
        throw new CommandError({
          vi: `Không có tin gửi đi nào mang mã ${id}: xem mã trong "mua export messages".`,
          en: `No outbound message has the id ${id}: see "mua export messages".`,
        })
      const say = (message: Message) => io.write(`${inLanguage(io, message)}\n`)
      const broadcast = row.broadcastId === null ? null : await statusOfBroadcast(store.db, row.broadcastId)
      const isOpen = row.status === 'queued' || row.status === 'errored'
      // One that a worker has in hand may still go.
      const isOff = isOpen && row.leaseUntil === null && isTakenBack(broadcast)
      say(headOf(isOff ? { ...row, status: 'cancelled' } : row))
      for (const entry of row.decisions ?? []) say(lineOf(entry))
      if (isOff) say(broadcast === 'stopped' ? STOPPED : CORRECTED)
      else if (row.decisions === null && row.status === 'queued') say({ vi: 'Chưa xét tới.', en: 'Not looked at yet.' })
      for (const { at, status, code } of await reportsOf(store.db, id))
        io.write(`${secondsOf(at)}  ${inLanguage(io, REPORTED)} ${status}${code === null ? '' : ` (${code})`}\n`)
      const ledger =
        row.personId === null ? await consentsOfUrn(store.db, row.urnId) : await consentsOf(store.db, row.personId)
      for (const entry of ledger) io.write(`${secondsOf(entry.at)}  ${inLanguage(io, LEDGER)} ${consentText(entry)}\n`)
      return 0
    }),
)

const REPORTED: Message = { vi: 'nhà mạng báo:', en: 'the provider reported:' }
const LEDGER: Message = { vi: 'sổ đồng ý:', en: 'the ledger:' }

const STOPPED: Message = {
  vi: 'không gửi nữa: người gửi đã dừng tin này',
  en: 'does not go any more: whoever sent it stopped it',
}
const CORRECTED: Message = { vi: 'không gửi nữa: đã có tin sửa lại', en: 'does not go any more: it was corrected' }

function headOf(row: Row<'outbox'>): Message {
  const { class: each, status, code, createdAt, dueAt, deadline, attempts, costVnd, isCostTold } = row
  const how = code === null ? status : `${status} (${code})`
  return {
    vi: `${each}, ${how}; viết lúc ${secondsOf(createdAt)}, hẹn ${secondsOf(dueAt)}, hết ích ${secondsOf(deadline)}, đã thử ${attempts} lần${costVnd === null ? '' : `, giá ${costVnd} đ${isCostTold ? ' (nhà mạng báo)' : ''}`}`,
    en: `${each}, ${how}; written ${secondsOf(createdAt)}, due ${secondsOf(dueAt)}, of no use after ${secondsOf(deadline)}, tried ${attempts} times${costVnd === null ? '' : `, costs ${costVnd} đ${isCostTold ? ' (the provider says)' : ''}`}`,
  }
}

const DOES: Record<Decided['does'], Message> = {
  sends: { vi: 'gửi', en: 'sends' },
  waits: { vi: 'chờ', en: 'waits' },
  ends: { vi: 'không gửi', en: 'does not send' },
  climbs: { vi: 'đi đường khác', en: 'goes another way' },
}

/** Each reason of the guard and of delivery in words. */
const REASONS: Readonly<Record<string, Message>> = {
  reply: { vi: 'trả lời tin của họ', en: 'it answers their text' },
  ticket: { vi: 'cán bộ trả lời câu họ hỏi', en: 'a person answers what they asked' },
  staff: { vi: 'người nhận là cán bộ hoặc trưởng nhóm', en: 'they are staff or a leader' },
  agreed: { vi: 'họ đã đồng ý nhận tin', en: 'they agreed to get messages' },
  advertising: { vi: 'họ đã đồng ý nhận quảng cáo', en: 'they agreed to advertising' },
  unadvertised: { vi: 'họ chưa đồng ý nhận quảng cáo', en: 'they have not agreed to advertising' },
  do_not_call: {
    vi: 'số này nằm trong danh sách không quảng cáo',
    en: 'the number stands in a Do-Not-Call list',
  },
  ordinary_number: {
    vi: 'quảng cáo chỉ được gửi từ tên định danh, không từ số thường',
    en: 'advertising goes only from a registered name, never from an ordinary number',
  },
  no_refusal: {
    vi: 'chưa có nơi nhận lời từ chối quảng cáo (MUA_REFUSAL)',
    en: 'there is nowhere to refuse advertising (MUA_REFUSAL)',
  },
  advertised: {
    vi: 'số này đã nhận 3 quảng cáo trong 24 giờ',
    en: 'three advertising messages went to this number in 24 hours',
  },
  quiet: { vi: 'họ xin yên vào giờ hoặc ngày này', en: 'they want no messages at these hours or days' },
  night: { vi: 'ngoài giờ được tự nhắn', en: 'outside the hours for writing unasked' },
  holiday: {
    vi: 'ngày lễ hoặc ngày tang trong content/sending.yaml',
    en: 'a holiday or a day of mourning of content/sending.yaml',
  },
  most: {
    vi: 'số này đã nhận đủ số tin trong ngày hoặc tuần',
    en: 'as many as are allowed went to this number in a day or week',
  },
  question: { vi: 'đang đợi họ trả lời một câu hỏi', en: 'an open question waits for their answer' },
  late: { vi: 'đã quá muộn, không còn ích', en: 'it is too late to be of use' },
  stopped: {
    vi: 'họ đã nhắn dừng, hoặc người gửi đã dừng tin này',
    en: 'they stopped us, or whoever sent it stopped it',
  },
  erased: { vi: 'người này đã được xóa', en: 'they were erased' },
  unconsented: { vi: 'họ chưa đồng ý nhận tin', en: 'they have not agreed to get messages' },
  dead: { vi: 'hai lần liền nhà mạng báo không có số này', en: 'the provider said twice that there is no such number' },
  loop: {
    vi: 'cùng một câu đã gửi tới số này quá nhiều lần',
    en: 'the same words went to this number too often',
  },
  rest: { vi: 'tài khoản ở nhà cung cấp cần sửa', en: 'the account at the provider has to be mended' },
  quota: {
    vi: 'SIM đã gửi đủ số tin trong giờ hoặc trong ngày',
    en: 'its SIM has sent as much as it may in an hour or a day',
  },
  changed: { vi: 'nội dung đã được sửa', en: 'what it says was changed' },
  corrected: { vi: 'đã có tin sửa lại', en: 'it was corrected' },
  paused: { vi: 'kênh đang được giữ lại (mua queues)', en: 'its channel is held back (mua queues)' },
  silent: { vi: 'quá nửa thời gian chưa thấy báo đã nhận', en: 'no receipt by half of its time' },
  arrived: { vi: 'tin này đã tới bằng đường trước', en: 'it has arrived by the way before' },
  budget: {
    vi: 'đã hết mức chi (budget trong content/costs.yaml)',
    en: 'the budget of content/costs.yaml is used up',
  },
  attempts: { vi: 'đã thử đủ số lần', en: 'it was tried as often as it may be' },
  no_template: { vi: 'không mẫu Zalo nào nói được đúng tin này', en: 'no Zalo template says just this' },
  render: { vi: 'không viết được câu này từ kịch bản', en: 'its text could not be made from the scripts' },
}

function lineOf({ at, does, reason, until, attempts }: Decided): Message {
  const why = REASONS[reason] ?? { vi: reason, en: reason }
  const wait = until === undefined ? '' : ` → ${secondsOf(until)}`
  return {
    vi: `${secondsOf(at)}  ${DOES[does].vi} (lần ${attempts + 1}): ${why.vi}${wait}`,
    en: `${secondsOf(at)}  ${DOES[does].en} (attempt ${attempts + 1}): ${why.en}${wait}`,
  }
}
