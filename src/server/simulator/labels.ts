import type { Flow, Slot, SlotType } from '../../conversation/types.ts'
import type { FactType } from '../../language/types.ts'
import type { Row } from '../../store/writes.ts'
import type { Seat } from './seat.ts'

/** What the page calls things. */

export const STATUS: Record<Row<'outbox'>['status'], string> = {
  queued: 'đang chờ gửi',
  wired: 'đã gửi',
  sent: 'đã gửi',
  delivered: 'đã nhận',
  read: 'đã xem',
  errored: 'lỗi, sẽ gửi lại',
  failed: 'không gửi được',
  stopped: 'không gửi: đã ngừng nhận tin',
  expired: 'không gửi: đã quá hạn',
  uncertain: 'không rõ đã tới chưa',
  superseded: 'không gửi: câu hỏi đã được trả lời',
  cancelled: 'đã huỷ',
}

/** Texts that answer nothing the person has just written. */
export const CLASS: Record<Row<'outbox'>['class'], string | null> = {
  reply: null,
  service: 'tự gửi',
  reminder: 'lời nhắc',
  broadcast: 'tin chung',
}

export const ROLE: Record<Row<'people'>['role'], string> = {
  farmer: 'nông dân',
  leader: 'trưởng nhóm',
  officer: 'cán bộ',
}

const OF_TYPE: Record<SlotType, string> = {
  crop: 'cây, con',
  amount: 'lượng',
  area: 'diện tích',
  date: 'ngày',
  money: 'giá',
  place: 'nơi',
  phone: 'số máy',
  number: 'số',
  text: 'lời',
  code: 'mã',
}

/** Slots of the flows that come with the program, where the type says too little. */
const OF_SLOT: Readonly<Record<string, string>> = {
  container_kg: 'một bao nặng',
  all_kg: 'tất cả nặng',
  harvested_on: 'ngày thu',
  until: 'đến ngày',
  threshold: 'giá muốn báo',
  code_again: 'mã gửi lại',
  pick: 'số đã chọn',
  about: 'việc muốn hỏi',
}

/** What a slot is called; with its own name where another of the flow is called the same. */
export function slotLabel(slot: Slot, { slots }: Pick<Flow, 'slots'>): string {
  const labelOf = ({ name, type }: Slot) => OF_SLOT[name] ?? OF_TYPE[type]
  const label = labelOf(slot)
  const isAlone = Object.values(slots).every((other) => other.name === slot.name || labelOf(other) !== label)
  return isAlone ? label : `${label} (${slot.name})`
}

export const FACT: Record<FactType, string> = {
  crop: 'cây, con',
  mass: 'khối lượng',
  area: 'diện tích',
  count: 'số lượng',
  volume: 'thể tích',
  money: 'giá',
  date: 'ngày',
  place: 'nơi',
  phone: 'số máy',
  number: 'số',
  'yes-no': 'có hay không',
}

/** One thing the service does, and a text that shows it. */
export interface Example {
  job: string
  text: string
  /** The same on Zalo, where people write with accents. */
  accented?: string
}

/** Examples to tap, those that show most first. Without accents, as most people text. */
export const EXAMPLES: Record<Row<'people'>['role'], readonly Example[]> = {
  farmer: [
    { job: 'Cả báo cáo trong một tin', text: 'bc ngo 3 ta ruoi 2 sao', accented: 'bc ngô 3 tạ rưỡi 2 sào' },
    { job: 'Báo sản lượng từng câu', text: 'bao san luong', accented: 'báo sản lượng' },
    { job: 'Hỏi giá', text: 'gia gung', accented: 'giá gừng thế nào' },
    { job: 'Hỏi kỹ thuật', text: 'ky thuat gung', accented: 'kỹ thuật gừng' },
    { job: 'Hai cách hiểu thì hỏi lại', text: 'bc lua 3 t', accented: 'bc lúa 3 t' },
    { job: 'Đổi ý', text: 'sua 4 ta', accented: 'sửa 4 tạ' },
    { job: 'Nhận tin khi lên giá', text: 'dk gung 18k', accented: 'đk gừng 18k' },
    { job: 'Lịch tập huấn', text: 'tap huan', accented: 'tập huấn' },
    { job: 'Gặp cán bộ', text: 'cb' },
    { job: 'Các việc', text: 'alo' },
    { job: 'Xem đang lưu gì', text: 'xem' },
    { job: 'Ngừng nhận tin', text: 'tc' },
  ],
  leader: [
    { job: 'Báo giá cho thành viên', text: 'bao gia gung 15k ban xeo', accented: 'báo giá gừng 15k bản xèo' },
    { job: 'Xem kết quả gửi', text: 'kq' },
    { job: 'Ghi giá', text: 'gia gung 15k ban xeo', accented: 'giá gừng 15k bản xèo' },
    { job: 'Hỏi giá', text: 'gia ngo', accented: 'giá ngô' },
    { job: 'Các việc', text: 'alo' },
  ],
  officer: [
    { job: 'Ghi giá', text: 'gia gung 15k ban xeo', accented: 'giá gừng 15k bản xèo' },
    { job: 'Giá gấp mười thì giữ lại', text: 'gia gung 150k ban xeo', accented: 'giá gừng 150k bản xèo' },
    {
      job: 'Trả lời phiếu',
      text: 'tl 1 nho cay vang, rac voi, chieu toi qua xem',
      accented: 'tl 1 nhổ cây vàng, rắc vôi, chiều tôi qua xem',
    },
    { job: 'Các việc', text: 'alo' },
  ],
}

/** What one would type on that phone. */
export const saidOn = ({ text, accented }: Example, form: Seat['form']): string =>
  form === 'zalo' ? (accented ?? text) : text
