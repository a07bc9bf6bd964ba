import { farmerPrice } from '../conversation/costs.ts'
import { loadFolder } from './check.ts'
import { defineCommand } from './command.ts'
import { PLAN_DEFAULTS, readPlan } from './cost/plan.ts'
import { assumptionsOf, printReport, type Report } from './cost/print.ts'
import { seasonOf } from './cost/season.ts'
import { measureTalks } from './cost/talks.ts'
import { scriptFolder } from './folder.ts'
import { CommandError, languageOf, UsageError } from './io.ts'

const option = (name: keyof typeof PLAN_DEFAULTS, vi: string, en: string) => ({
  type: 'string' as const,
  about: { vi: `${vi} (${PLAN_DEFAULTS[name]})`, en: `${en} (${PLAN_DEFAULTS[name]})` },
})

/** Works out what a season costs, by the price tables and the texts of the scripts in a folder. */
export const command = defineCommand(
  {
    line: 'cost [dir] [--households --weeks --reports --trainings --tips n] [--asked --answers --zalo --free --charged --unread %] [--sms --code --operators x] [--format json]',
    about: {
      vi: 'Tính chi phí một vụ chỉ bằng SMS và bằng đường rẻ nhất tới từng người, bà con trả bao nhiêu; giá lấy ở content/costs.yaml, độ dài từ câu chữ của kịch bản.',
      en: 'Works out what a season costs by SMS alone and by the cheapest way, and what farmers pay, by content/costs.yaml and the texts of the scripts.',
    },
    options: {
      households: option('households', 'số hộ', 'households'),
      weeks: option('weeks', 'số tuần, mỗi tuần một tin giá', 'weeks, each with one price'),
      reports: option('reports', 'số lần mỗi hộ báo sản lượng', 'reports of a household'),
      asked: option('asked', '% số lần báo phải hỏi lại', '% of reports that are asked back'),
      trainings: option('trainings', 'số lớp tập huấn', 'trainings'),
      answers: option('answers', '% trả lời đi hay không', '% who answer whether they come'),
      tips: option('tips', 'số lần mỗi hộ hỏi kỹ thuật', 'tips a household asks for'),
      zalo: option('zalo', '% số hộ nhận được trên Zalo', '% of households that Zalo reaches'),
      free: {
        type: 'string',
        about: {
          vi: '% tin tự gửi trên Zalo rơi vào 48 giờ sau khi họ nhắn (tính từ số lần họ nhắn)',
          en: '% of what we start on Zalo within 48 hours of their text (from how often they write)',
        },
      },
      charged: {
        type: 'string',
        about: { vi: '% sau 48 giờ, trong 7 ngày (cũng vậy)', en: '% after these within 7 days (likewise)' },
      },
      unread: option(
        'unread',
        '% tin Zalo không có báo nhận, gửi lại bằng SMS',
        '% without a receipt, sent by SMS too',
      ),
      sms: option('sms', 'kênh SMS trong bảng giá', 'SMS channel of the price tables'),
      code: option('code', 'bà con nhắn tới đầu số nào', 'the short code, its class or the number farmers text to'),
      operators: option('operators', '% số máy của từng nhà mạng', '% of phones with each operator'),
      format: { type: 'string', about: { vi: 'text hoặc json (text)', en: 'text or json (text)' } },
    },
    positionals: [0, 1],
    example: 'mua cost --households 13000 --zalo 40 --sms esms',
  },
  async (io, { values, positionals: [dir] }) => {
    const { format = 'text', ...given } = values
    if (format !== 'text' && format !== 'json')
      throw new UsageError({
        vi: `--format là text hoặc json, không phải "${format}".`,
        en: `--format is text or json, not "${format}".`,
      })
    const { program, files } = loadFolder(scriptFolder(dir))
    if (program === null)
      throw new CommandError({
        vi: 'Kịch bản chưa dùng được: chạy mua check xem sai ở đâu.',
        en: 'The scripts are refused: mua check says where.',
      })
    const plan = readPlan(given, program.costs)
    const talks = await measureTalks(program, files['content/tips.yaml'])
    const season = seasonOf(plan, talks, program.costs)
    const { costs } = program
    const farmerVnd = farmerPrice(costs, plan.code)?.vnd ?? 0
    const report: Report = { plan, season, farmerVnd, talks, assumptions: assumptionsOf(costs, plan) }
    io.write(format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : printReport(report, languageOf(io)))
    return 0
  },
)
