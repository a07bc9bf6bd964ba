import type { Context } from 'hono'
import { z } from 'zod'
import type { StandInApp } from './server.ts'

/** A parameter of a template, as Zalo's `listParams` has it. */
interface TemplateParam {
  name: string
  type: string
  require: boolean
  minLength: number
  maxLength: number
  acceptNull: boolean
}

/** A template as it was registered with Zalo. */
interface RegisteredTemplate {
  templateId: string
  status: 'ENABLE' | 'PENDING_REVIEW' | 'REJECT' | 'DISABLE'
  templateTag: 'TRANSACTION' | 'CUSTOMER_CARE' | 'PROMOTION'
  params: TemplateParam[]
  price_sdt: string
  price_uid: string
  /** Whether it may go between 22:00 and 06:00. */
  atNight: boolean
  /** How many a day; default: as many as the account may. */
  dailyLimit?: number
}

/** One template message that Zalo took. */
export interface TemplateSent {
  id: string
  way: 'phone' | 'user'
  to: string
  templateId: string
  values: Readonly<Record<string, string>>
  trackingId: string | null
  at: number
}

export interface TemplateBook {
  /** Everything ever taken, in order. */
  sent: readonly TemplateSent[]
  templates: Map<string, RegisteredTemplate>
  /** Registers a template whose parameters are of 30 characters at most, or as they are given. */
  register(
    templateId: string,
    params: readonly (string | Partial<TemplateParam>)[],
    rest?: Partial<RegisteredTemplate>,
  ): void
  /** From now on a message to this phone (84…) or user is refused with this code. */
  refuse(to: string, code: number): void
  /** Templates by phone in one day; default 500. */
  setDailyQuota(count: number): void
}

const HOUR_MS = 3_600_000
const localHour = (at: number): number => Math.floor((at + 7 * HOUR_MS) / HOUR_MS) % 24
const dayOf = (at: number): number => Math.floor((at + 7 * HOUR_MS) / (24 * HOUR_MS))

const content = { template_id: z.string(), template_data: z.record(z.string(), z.unknown()) }
const byPhone = z.strictObject({ ...content, phone: z.string(), tracking_id: z.string() })
const byUser = z.strictObject({ ...content, user_id: z.string() })

let serial = 0

/** Zalo's codes for a caller that the Official Account's host refuses, as the host of templates has them. */
const CALLER_CODES: Readonly<Record<number, number>> = { [-216]: -124, [-220]: -124, [-242]: -1241 }

/** ZBS templates by phone and by user id, and what is told of templates. `checkCaller` gives the other host's code, 0: welcome. */
export function templateBook(
  app: StandInApp,
  { checkCaller, now }: { checkCaller: (headers: Headers) => number; now: () => number },
): TemplateBook {
  const sent: TemplateSent[] = []
  const templates = new Map<string, RegisteredTemplate>()
  const refusals = new Map<string, number>()
  let dailyQuota = 500
  const today = () => sent.filter(({ way, at }) => way === 'phone' && dayOf(at) === dayOf(now()))
  const checkHere = (headers: Headers): number => {
    const code = checkCaller(headers)
    return CALLER_CODES[code] ?? code
  }
  const keep = (way: TemplateSent['way'], to: string, body: z.infer<typeof byUser> | z.infer<typeof byPhone>) => {
    serial += 1
    const one: TemplateSent = {
      ...{ id: `c5d6e7f8a9b0${serial.toString(16).padStart(8, '0')}`, way, to, templateId: body.template_id },
      values: Object.fromEntries(Object.entries(body.template_data).map(([name, value]) => [name, String(value)])),
      ...{ trackingId: 'tracking_id' in body ? body.tracking_id : null, at: now() },
    }
    sent.push(one)
    return one
  }
  const bodyOf = async (context: Context): Promise<unknown> =>
    context.req.header('content-type')?.startsWith('application/json') ? context.req.json().catch(() => null) : null
  const refused = (context: Context, error: number) => context.json({ error, message: `refused ${error}` })

  app.post('/message/template', async (context) => {
    const caller = checkHere(context.req.raw.headers)
    if (caller !== 0) return refused(context, caller)
    const parsed = byPhone.safeParse(await bodyOf(context))
    if (!parsed.success) return refused(context, -122)
    const { phone, tracking_id: trackingId, template_id: id, template_data: data } = parsed.data
    if (!/^\+?84[35789]\d{8}$/.test(phone)) return refused(context, -108)
    if (!/^[A-Za-z0-9]{1,48}$/.test(trackingId)) return refused(context, -132)
    const template = templates.get(id)
    const code = checkTemplate(template, data) || (refusals.get(phone) ?? 0) || nightCode(template, now(), -133)
    if (code !== 0) return refused(context, code)
    if (today().length >= dailyQuota) return refused(context, -144)
    if (today().filter(({ templateId }) => templateId === id).length >= (template?.dailyLimit ?? dailyQuota))
      return refused(context, -147)
    const one = keep('phone', phone, parsed.data)
    const quota = { dailyQuota: String(dailyQuota), remainingQuota: String(dailyQuota - today().length) }
    const answer = { msg_id: one.id, sent_time: String(now()), sending_mode: '1', quota }
    return context.json({ data: answer, error: 0, message: 'Success' })
  })

  app.post('/v3.0/oa/message/template', async (context) => {
    const caller = checkCaller(context.req.raw.headers)
    if (caller !== 0) return refused(context, caller)
    const parsed = byUser.safeParse(await bodyOf(context))
    if (!parsed.success || !/^\d{5,25}$/.test(parsed.data.user_id)) return refused(context, -201)
    const { user_id: user, template_id: id, template_data: data } = parsed.data
    const template = templates.get(id)
    const code = checkTemplate(template, data) || (refusals.get(user) ?? 0)
    if (code !== 0) return refused(context, code)
    if (template?.templateTag === 'PROMOTION' && nightCode(template, now(), -234) !== 0) return refused(context, -234)
    const one = keep('user', user, parsed.data)
    const quota = { quota_type: 'purchase_quota', remain: 4821 }
    const answer = { message_id: one.id, user_id: user, sent_time: String(now()), quota }
    return context.json({ data: answer, error: 0, message: 'Success' })
  })

  app.get('/template/info/v2', (context) => {
    const caller = checkHere(context.req.raw.headers)
    if (caller !== 0) return refused(context, caller)
    const template = templates.get(context.req.query('template_id') ?? '')
    if (template === undefined) return refused(context, -109)
    const { params, atNight: _, dailyLimit: __, templateId, ...told } = template
    const data = { ...told, templateId: Number(templateId), templateName: `Mẫu ${templateId}`, listParams: params }
    return context.json({ data, error: 0, message: 'Success' })
  })

  app.get('/message/quota', (context) => {
    const caller = checkHere(context.req.raw.headers)
    if (caller !== 0) return refused(context, caller)
    const data = { dailyQuota: String(dailyQuota), remainingQuota: String(dailyQuota - today().length) }
    return context.json({ data, error: 0, message: 'Success' })
  })

  return {
    sent,
    templates,
    register: (templateId, params, rest = {}) =>
      templates.set(templateId, {
        ...{
          templateId,
          status: 'ENABLE',
          templateTag: 'TRANSACTION',
          price_sdt: '800',
          price_uid: '560',
          atNight: true,
        },
        params: params.map((param) => ({
          ...{ name: '', type: 'STRING', require: true, minLength: 0, maxLength: 30, acceptNull: false },
          ...(typeof param === 'string' ? { name: param } : param),
        })),
        ...rest,
      }),
    refuse: (to, code) => refusals.set(to, code),
    setDailyQuota: (count) => {
      dailyQuota = count
    },
  }
}

/** Whether this template may be sent with this data; 0: yes. */
function checkTemplate(template: RegisteredTemplate | undefined, data: Readonly<Record<string, unknown>>): number {
  if (template === undefined) return -109
  if (template.status !== 'ENABLE') return template.status === 'DISABLE' ? -146 : -131
  if (Object.keys(data).some((name) => !template.params.some((param) => param.name === name))) return -112
  for (const { name, type, require, minLength, maxLength, acceptNull } of template.params) {
    const value = data[name]
    if (value === undefined) {
      if (require) return -1122
      continue
    }
    // What is not composed has other lengths than what was approved.
    if (typeof value !== 'string' || value.normalize('NFC') !== value) return -1124
    if (value === '' && !acceptNull) return -1122
    if (value.length > maxLength) return -1121
    if (value !== '' && value.length < minLength) return -1124
    if (type === 'NUMBER' && !/^\d*$/.test(value)) return -1124
    if (type === 'DATE' && !/^(\d{2}\/\d{2}\/\d{4})?$/.test(value)) return -1124
  }
  return 0
}

function nightCode(template: RegisteredTemplate | undefined, now: number, code: number): number {
  const hour = localHour(now)
  return template?.atNight === false && (hour >= 22 || hour < 6) ? code : 0
}
