import { IntlMessageFormat } from 'intl-messageformat'
import type { CompiledFlow } from '../conversation/load/compile-flow.ts'
import type { Path } from '../conversation/load/problems.ts'
import { SOURCE_LOCALE } from '../conversation/texts.ts'
import type { Flow, Program, SlotType, Step, Trigger } from '../conversation/types.ts'
import { ACTIONS, CONDITIONS } from '../farm/registry.ts'

/** A flow with its Vietnamese texts, one line a step, as one would read it aloud. */
export function readAloud(program: Program, { flow, places }: CompiledFlow): string {
  const lines = [`${flow.title.toUpperCase()} (${flow.id})`]
  if (flow.roles.length > 0) lines.push(`  Chỉ dành cho: ${flow.roles.map((role) => ROLES[role]).join(', ')}.`)
  lines.push(...beginnings(flow))
  const steps = [...places].sort(([, a], [, b]) => comparePaths(a, b))
  for (const [id, path] of steps) {
    const step = flow.steps[id]
    if (!step) continue
    const indent = '  '.repeat(1 + depthOf(path))
    const branch = path.at(-1) === 0 ? path.at(-2) : undefined
    if (branch === 'else') lines.push(`${indent.slice(2)}nếu không thì:`)
    lines.push(...stepLines(program, flow, step).map((line, at) => `${indent}${at === 0 ? `${id}: ` : '    '}${line}`))
  }
  return `${lines.join('\n')}\n`
}

const ROLES = { farmer: 'bà con', leader: 'lãnh đạo hợp tác xã', officer: 'cán bộ' } as const
const SLOTS: Readonly<Record<SlotType, string>> = {
  crop: 'cây, con',
  amount: 'lượng',
  area: 'diện tích',
  date: 'ngày',
  money: 'tiền',
  place: 'nơi',
  phone: 'số máy',
  number: 'số',
  text: 'lời',
  code: 'mã',
}
const HOOKS: Readonly<Record<string, string>> = {
  menu: 'khi cần nói các việc',
  'not-understood': 'khi chưa hiểu tin nhắn',
  fragment: 'khi tin chỉ là một mẩu',
  attachment: 'khi có ảnh, tiếng nói hoặc vị trí',
  resume: 'khi quay lại việc đang dở',
  'consent-given': 'khi bà con vừa đồng ý',
  'consent-refused': 'khi bà con vừa không đồng ý',
  'approval-refused': 'khi người được xin duyệt nhắn không đồng ý',
}

function beginnings(flow: Flow): string[] {
  const said = flow.triggers.map((trigger) => triggerText(flow, trigger))
  return [
    ...(flow.hook ? [`  Tự bắt đầu ${HOOKS[flow.hook] ?? flow.hook}.`] : []),
    ...(said.length > 0 ? [`  Bắt đầu khi nhắn: ${said.join('; ')}.`] : []),
    ...(flow.corrects ? ['  Bắt đầu khi nhắn SỬA sau khi đã ghi.'] : []),
  ]
}

const slotsText = (flow: Flow, names: readonly string[]): string => names.map((name) => slotText(flow, name)).join(', ')

const slotText = (flow: Flow, name: string): string => {
  const slot = flow.slots[name]
  return slot ? `${SLOTS[slot.type]} [${name}]` : name
}

function triggerText(flow: Flow, trigger: Trigger): string {
  switch (trigger.type) {
    case 'start':
      return `"${trigger.phrase} …"${trigger.unless.length > 0 ? `, trừ khi có ${trigger.unless.map((each) => `"${each}"`).join(', ')}` : ''}`
    case 'whole':
      return `"${trigger.phrase}"`
    case 'anywhere':
      return `"… ${trigger.phrase} …" kèm ${slotsText(flow, trigger.with)}`
    case 'slots':
      return `tin có ${slotsText(flow, trigger.with)}`
  }
}

function stepLines(program: Program, flow: Flow, step: Step): string[] {
  const say = (key: string) => spoken(program, key)
  const to = (target: string | null) =>
    target === null ? 'kết thúc' : target === step.next ? 'đi tiếp' : `sang ${target}`
  switch (step.type) {
    case 'say':
      return [`nói ${say(step.text)}`]
    case 'ask':
      return [`hỏi ${slotText(flow, step.slot)}: ${say(step.text)}`]
    case 'fill':
      return fillLines(program, flow, step)
    case 'choose':
      return [
        `hỏi ${say(step.text)}`,
        ...step.options.map(
          ({ text, go, start }, at) => `${at + 1}: ${say(text)} → ${start ? `việc ${start}` : to(go)}`,
        ),
      ]
    case 'confirm':
      return [`hỏi lại ${say(step.text)}`, `đúng → ${to(step.yes)}; sai → ${to(step.no)}`]
    case 'when':
      return [`nếu ${conditionText(flow, step)}:`]
    case 'do': {
      const { about, outcomes } = ACTIONS.get(step.action) ?? { about: { vi: step.action }, outcomes: {} }
      const ways = Object.entries(step.on).map(([name, target]) => `${vietnamese(outcomes, name)} → ${to(target)}`)
      return [`làm: ${about.vi}`, ...ways]
    }
    case 'go':
      return [to(step.to)]
    case 'call':
      return [`làm việc ${step.flow}, rồi quay lại`]
    case 'handoff':
      return [`chuyển cho cán bộ, nói ${say(step.text)}`]
    case 'end':
      return ['kết thúc']
  }
}

function fillLines(program: Program, flow: Flow, step: Extract<Step, { type: 'fill' }>): string[] {
  if (step.need === 'one')
    return [`cần một trong: ${slotsText(flow, step.slots)}; chưa có thì hỏi ${spoken(program, `${flow.id}.ask.any`)}`]
  const asked = step.slots.map((name) => {
    const slot = flow.slots[name]
    const head = `${slotText(flow, name)}${slot?.optional ? ' (không bắt buộc)' : ''}`
    return slot?.defaultToday
      ? `${head}: không nói là hôm nay`
      : `${head}: ${spoken(program, `${flow.id}.ask.${name}`)}`
  })
  return ['lấy những gì đã nói, hỏi phần còn thiếu:', ...asked]
}

function conditionText(flow: Flow, { condition, negated }: Extract<Step, { type: 'when' }>): string {
  const slot = /^has (\S+)$/.exec(condition)?.[1]
  const text = slot
    ? `đã có ${slotText(flow, slot)}`
    : (CONDITIONS.get(condition)?.about.vi ?? condition).replace(/\.$/, '')
  return negated ? `không phải: ${text}` : text
}

/** An outcome's meaning is written `Vietnamese / English`. */
const vietnamese = (outcomes: Readonly<Record<string, string>>, name: string): string =>
  (outcomes[name] ?? name).split(' / ')[0] ?? name

function spoken(program: Program, key: string): string {
  const text = program.texts.get(SOURCE_LOCALE)?.get(key)
  if (!text) return `[${key}]`
  const sms = `"${plain(text.sms)}"`
  return text.zalo === text.sms ? sms : `${sms} (Zalo: "${plain(text.zalo)}")`
}

type Ast = ReturnType<IntlMessageFormat['getAst']>

/** A text without its code: values as ‹name›, a part that may be left out as (… / …). */
const plain = (text: string): string => flatten(new IntlMessageFormat(text, SOURCE_LOCALE).getAst())

const flatten = (ast: Ast): string =>
  ast
    .map((node) => {
      if ('options' in node) {
        const ways = Object.values(node.options)
          .map(({ value }) => flatten(value))
          .filter((way) => way.trim() !== '')
        const [before, after] = [/^\s/, /\s$/].map((blank) => (ways.some((way) => blank.test(way)) ? ' ' : ''))
        return ways.length > 0 ? `${before}(${ways.map((way) => way.trim()).join(' / ')})${after}` : ''
      }
      if (!('value' in node)) return '#'
      return node.type === 0 ? node.value : `‹${node.value}›`
    })
    .join('')

const depthOf = (path: Path): number => path.filter((part) => part === 'then' || part === 'else').length

/** As the steps stand in the file: `then` before `else`. */
function comparePaths(a: Path, b: Path): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const [left, right] = [a[index], b[index]]
    if (left === right) continue
    if (typeof left === 'number' && typeof right === 'number') return left - right
    return left === 'then' ? -1 : 1
  }
  return a.length - b.length
}
