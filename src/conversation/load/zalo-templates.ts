import { z } from 'zod'
import { type BookProblem, problemsOf } from '../../language/books/problems.ts'
import type { SendingRules } from '../sending-rules.ts'
import { valueName } from '../texts.ts'
import { PARAM_TYPES, TEMPLATE_TAGS, type TemplateParam, type ZaloTemplate } from '../zalo-templates.ts'
import type { Registry } from './load-program.ts'
import type { LoadedTexts } from './load-texts.ts'
import { nearest } from './near.ts'
import type { Path, Report, Source } from './problems.ts'

const vnd = z.int().min(0).max(1_000_000)
const length = z.int().min(0).max(2000)
const param = z
  .strictObject({
    name: z.string().regex(/^[A-Za-z_]\w{0,99}$/, 'a parameter is named as Zalo has it: customer_name'),
    from: z.string().regex(/^[a-z]\w*$/i, 'from: names one value of the text: price'),
    type: z.enum(PARAM_TYPES).default('STRING'),
    least: length.default(0),
    most: length.min(1),
    empty: z.boolean().default(false),
  })
  .refine(({ least, most }) => least <= most, { message: 'least can be no more than most', path: ['least'] })

const key = z.string().regex(/^[\w-]+\.[\w-]+$/, 'a text is named file.text: alerts.said')
const template = z
  .strictObject({
    id: z
      .union([z.string().regex(/^\d{1,20}$/, "a template has Zalo's number: 417001"), z.int().min(1)])
      .transform(String),
    text: z.union([key, z.array(key).min(1)]).transform((keys) => [keys].flat()),
    tag: z.enum(TEMPLATE_TAGS),
    night: z.boolean().default(false),
    price: z.strictObject({ phone: vnd.optional(), user: vnd.optional() }).default({}),
    params: z.array(param),
  })
  .transform(
    ({ id, text, tag, night, price, params }): ZaloTemplate => ({
      ...{ id, texts: text, tag, mayGoAtNight: night, vnd: { phone: price.phone ?? null, user: price.user ?? null } },
      params: params.map(({ empty, ...rest }) => ({ ...rest, mayBeEmpty: empty })),
    }),
  )

const schema = z.strictObject({ templates: z.array(template).default([]) })

/** The templates of `content/zalo-templates.yaml`, from its parsed value; or what is wrong with it. */
export function parseZaloTemplates(value: unknown): { book: ZaloTemplate[] } | { problems: BookProblem[] } {
  const parsed = schema.safeParse(value ?? {})
  return parsed.success ? { book: parsed.data.templates } : { problems: problemsOf(parsed.error) }
}

interface TemplateCheck {
  texts: LoadedTexts
  sending: SendingRules | null
  registry: Registry
}

/** Refuses what could not be sent as it stands, or would say something else than our own text. */
export function checkZaloTemplates(
  source: Source,
  templates: readonly ZaloTemplate[],
  check: TemplateCheck,
  report: Report,
): void {
  for (const [index, each] of templates.entries()) {
    const tell = (path: Path, vi: string, en: string, level?: 'note') =>
      report(source, ['templates', index, ...path], { vi, en }, level)
    checkOnce(source, templates, index, tell)
    const names = checkTexts(each, check.texts, tell)
    if (names !== null) checkParams(each, names, tell)
    checkTag(each, check, tell)
  }
}

type Tell = (path: Path, vi: string, en: string, level?: 'note') => void

function checkOnce(source: Source, templates: readonly ZaloTemplate[], index: number, tell: Tell): void {
  const said = (each: ZaloTemplate | undefined) => each?.texts.join(' + ')
  const first = templates.findIndex((each) => said(each) === said(templates[index]))
  if (first === index) return
  const { line, column } = source.at(['templates', first])
  const [name, place] = [said(templates[index]), `${source.file}:${line}:${column}`]
  tell(
    ['text'],
    `câu ${name} đã có mẫu ${templates[first]?.id} (${place}): mỗi câu chỉ một mẫu`,
    `${name} has the template ${templates[first]?.id} already (${place}): one template for one text`,
  )
}

/** Names of all values that the texts say; null: one of them is not known, which is told. */
function checkTexts({ texts: keys }: ZaloTemplate, texts: LoadedTexts, tell: Tell): string[] | null {
  let isKnown = true
  for (const [index, key] of keys.entries()) {
    if (texts.texts.has(key)) continue
    isKnown = false
    // Its file could not be read: that is told there.
    if (texts.broken.has(key.slice(0, key.indexOf('.')))) continue
    const meant = (before: string) => nearest(key, texts.texts.keys(), before)
    tell(
      keys.length > 1 ? ['text', index] : ['text'],
      `không có câu nào tên "${key}" trong locales/vi${meant(', có phải')}`,
      `there is no text "${key}" in locales/vi${meant(', did you mean')}`,
    )
  }
  const names = keys.flatMap((key) => [...(texts.arguments.get(key) ?? [])])
  const twice = names.find((name, index) => names.indexOf(name) !== index && name !== 'operator')
  if (isKnown && twice !== undefined)
    tell(
      ['text'],
      `hai câu này cùng có "${twice}", không biết lấy của câu nào: mỗi mẫu chỉ nên một câu có giá trị`,
      `two of these texts have a "${twice}", and either could be meant: let one text of a template have values`,
    )
  return isKnown ? names : null
}

function checkParams({ params }: ZaloTemplate, names: readonly string[], tell: Tell): void {
  const known = [...names, 'operator']
  for (const [index, param] of params.entries()) {
    if (params.findIndex(({ name }) => name === param.name) !== index)
      tell(
        ['params', index, 'name'],
        `tham số "${param.name}" ghi hai lần`,
        `the parameter "${param.name}" is given twice`,
      )
    if (!isValue(param, known)) {
      const meant = (before: string) => nearest(param.from, known, before)
      tell(
        ['params', index, 'from'],
        `câu này không có giá trị "${param.from}"${meant(', có phải') || `, chỉ có: ${known.join(', ')}`}`,
        `the text has no value "${param.from}"${meant(', did you mean') || `, only: ${known.join(', ')}`}`,
      )
    }
  }
  const said = params.map(({ from }) => valueName(from))
  for (const name of new Set(names))
    if (name !== 'operator' && !said.includes(name))
      tell(
        [],
        `không tham số nào nói "${name}": tin nào có giá trị này sẽ đi đường khác`,
        `no parameter says "${name}": messages that have that value go another way`,
        'note',
      )
}

/** `has_price` says only whether there is one. */
const isValue = ({ from }: TemplateParam, known: readonly string[]): boolean =>
  !from.startsWith('has_') && (known.includes(from) || known.includes(valueName(from)))

/** Zalo takes advertising under no other tag, and nothing else under that one. */
function checkTag({ tag, texts }: ZaloTemplate, { sending, registry }: TemplateCheck, tell: Tell): void {
  if (sending === null) return
  const isAlert = texts.some((key) => registry.alerts?.includes(key))
  const advertises = isAlert && sending.alerts === 'advertising'
  if (tag === 'promotion' && !advertises)
    tell(
      ['tag'],
      isAlert
        ? 'tin này không phải quảng cáo: ghi tag transaction hoặc care, hoặc đổi alerts trong content/sending.yaml'
        : 'tin này không phải quảng cáo: ghi tag transaction hoặc care',
      isAlert
        ? 'this is no advertising: tag it transaction or care, or change alerts in content/sending.yaml'
        : 'this is no advertising: tag it transaction or care',
    )
  if (tag !== 'promotion' && advertises)
    tell(
      ['tag'],
      'content/sending.yaml ghi báo giá là quảng cáo: mẫu này phải có tag promotion',
      'content/sending.yaml calls price alerts advertising: this template must be tagged promotion',
    )
}
