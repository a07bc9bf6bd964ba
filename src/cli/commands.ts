import type { Command } from './command.ts'
import type { Message } from './io.ts'

interface Entry {
  about: Message
  load(): Promise<{ command: Command }>
}

/** One file a command; each is loaded only when it is run. */
export const COMMANDS: Readonly<Record<string, Entry>> = {
  serve: {
    about: { vi: 'nhận tin, trả lời, gửi tin đúng giờ', en: 'serves webhooks, delivers and schedules' },
    load: () => import('./serve.ts'),
  },
  worker: {
    about: {
      vi: 'chỉ gửi tin và hẹn giờ, bên cạnh mua serve',
      en: 'only delivers and schedules, beside mua serve',
    },
    load: () => import('./worker.ts'),
  },
  chat: {
    about: { vi: 'trò chuyện thử với máy trả lời ngay tại đây', en: 'talks to the bot in the terminal' },
    load: () => import('./chat.ts'),
  },
  understand: {
    about: { vi: 'cho xem từng dòng đưa vào được hiểu thế nào', en: 'shows how texts from standard input are read' },
    load: () => import('./understand-command.ts'),
  },
  check: {
    about: { vi: 'soát kịch bản và chạy các bài thử', en: 'checks scripts and plays their tests' },
    load: () => import('./check.ts'),
  },
  cost: {
    about: { vi: 'tính chi phí một vụ, chỉ SMS và đường rẻ nhất', en: 'works out what a season costs' },
    load: () => import('./cost.ts'),
  },
  push: { about: { vi: 'đưa kịch bản vào dùng', en: 'publishes scripts' }, load: () => import('./push.ts') },
  diff: {
    about: { vi: 'cho xem "mua push" sẽ thay đổi gì', en: 'shows what a push would change' },
    load: () => import('./diff.ts'),
  },
  rollback: {
    about: { vi: 'đưa một bản kịch bản cũ vào dùng lại', en: 'publishes an older revision again' },
    load: () => import('./rollback.ts'),
  },
  import: {
    about: {
      vi: 'nhập giá, người, buổi tập huấn hoặc mẹo từ một bảng',
      en: 'takes prices, people, trainings or tips from a table',
    },
    load: () => import('./import.ts'),
  },
  export: {
    about: {
      vi: 'xuất sản lượng, giá, tin nhắn, tập huấn hoặc câu trả lời ra CSV, XLSX, JSON',
      en: 'writes yields, prices, messages, trainings or answers as CSV, XLSX or JSON',
    },
    load: () => import('./export.ts'),
  },
  tickets: {
    about: { vi: 'liệt kê câu bà con hỏi cán bộ', en: 'lists what farmers have asked a person' },
    load: () => import('./tickets.ts'),
  },
  reply: { about: { vi: 'trả lời một phiếu hỏi', en: 'answers a ticket' }, load: () => import('./reply.ts') },
  show: {
    about: { vi: 'cho xem mọi điều đang giữ về một số', en: 'shows everything held about a number' },
    load: () => import('./show.ts'),
  },
  queues: {
    about: { vi: 'tin đang chờ gửi; tạm dừng, cho gửi lại', en: 'what waits to be sent; pauses and resumes' },
    load: () => import('./queues.ts'),
  },
  broadcasts: {
    about: {
      vi: 'tin gửi cho nhiều người: gửi tới đâu; tạm dừng, gửi tiếp, dừng hẳn',
      en: 'what goes to many: how far it has come; pauses, resumes and stops it',
    },
    load: () => import('./broadcasts.ts'),
  },
  why: {
    about: { vi: 'vì sao một tin đã gửi, còn chờ hay không gửi', en: 'why a message went, waits or did not go' },
    load: () => import('./why.ts'),
  },
  'zalo-templates': {
    about: { vi: 'so mẫu tin Zalo của kịch bản với Zalo', en: "compares the scripts' Zalo templates with Zalo's" },
    load: () => import('./zalo-templates.ts'),
  },
  forget: { about: { vi: 'xóa một người', en: 'erases a person' }, load: () => import('./forget.ts') },
  migrate: {
    about: { vi: 'nâng cơ sở dữ liệu lên bản của chương trình', en: 'brings the database up to date' },
    load: () => import('./migrate.ts'),
  },
  seed: {
    about: {
      vi: 'đưa kịch bản đi kèm Mùa vào dùng, nơi chưa có bản nào',
      en: 'publishes the scripts that come with Mùa, where none are',
    },
    load: () => import('./seed.ts'),
  },
  backup: {
    about: { vi: 'chép cơ sở dữ liệu ra một tệp', en: 'copies the database to a file' },
    load: () => import('./backup.ts'),
  },
  restore: {
    about: { vi: 'đặt một bản sao vào chỗ cơ sở dữ liệu', en: 'puts a backup in the place of the database' },
    load: () => import('./restore.ts'),
  },
  rehash: {
    about: { vi: 'làm mới khóa dùng để tìm số điện thoại', en: 'makes anew the key by which numbers are found' },
    load: () => import('./rehash.ts'),
  },
}
