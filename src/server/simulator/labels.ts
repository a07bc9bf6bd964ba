import type { SlotType } from '../../conversation/types.ts'
import type { FactType } from '../../language/types.ts'
import type { Row } from '../../store/writes.ts'

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

export const SLOT: Record<SlotType, string> = {
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

/** Examples to tap, those that show most first. Without accents, as most people text. */
export const EXAMPLES: Record<Row<'people'>['role'], readonly string[]> = {
  farmer: [
    'bc ngo 3 ta ruoi 2 sao',
    'bao san luong',
    'gia gung',
    'ky thuat gung',
    'sua 4 ta',
    'dk gung 18k',
    'cb',
    'alo',
    'xem',
    'tc',
  ],
  leader: ['bao gia gung 15k ban xeo', 'kq', 'gia gung 15k ban xeo', 'bc ngo 3 ta', 'alo'],
  officer: ['gia gung 15k ban xeo', 'gia gung 150k ban xeo', 'tl 1 nho cay vang, rac voi', 'alo'],
}

/** The same on Zalo, where people write with accents. */
export const ACCENTED: Readonly<Record<string, string>> = {
  'bc ngo 3 ta ruoi 2 sao': 'báo ngô 3 tạ rưỡi 2 sào',
  'bao san luong': 'báo sản lượng',
  'gia gung': 'giá gừng thế nào',
  'ky thuat gung': 'kỹ thuật gừng',
  'sua 4 ta': 'sửa 4 tạ',
  'dk gung 18k': 'đk gừng 18k',
  'bao gia gung 15k ban xeo': 'báo giá gừng 15k bản xèo',
  'gia gung 15k ban xeo': 'giá gừng 15k bản xèo',
  'gia gung 150k ban xeo': 'giá gừng 150k bản xèo',
  'tl 1 nho cay vang, rac voi': 'tl 1 nhổ cây vàng, rắc vôi',
  'bc ngo 3 ta': 'bc ngô 3 tạ',
}
