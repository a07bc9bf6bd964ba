import { DEFAULT_COSTS } from '../../src/conversation/costs.ts'
import { DEFAULT_RULES } from '../../src/conversation/sending-rules.ts'
import type { Program, Text } from '../../src/conversation/types.ts'

export const KEY = new Uint8Array(32).fill(7)

/** 10:00 on Sunday 22 November 2026 in Vietnam. */
export const NOW = Date.UTC(2026, 10, 22, 3, 0)
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
/** An instant by a Vietnamese clock on that Sunday, or `day` days later. */
export const at = (hours: number, minutes = 0, day = 0): number =>
  NOW + (day * 24 + hours - 10) * HOUR + minutes * MINUTE

export const program = (texts: Record<string, Text>, revision = 'r1'): Program => ({
  revision,
  flows: new Map(),
  texts: new Map([['vi', new Map(Object.entries(texts))]]),
  crops: new Map(),
  places: new Map(),
  markets: [],
  sending: DEFAULT_RULES,
  costs: DEFAULT_COSTS,
  zaloTemplates: [],
})

export const TEXTS: Record<string, Text> = {
  't.said': { sms: 'Đã ghi: {what}.', zalo: 'Đã ghi: {what}.' },
  't.asked': { sms: 'Trồng cây gì ạ? {options}', zalo: 'Nhà mình trồng cây gì ạ? {options}' },
  'common.refuse-advertising': {
    sms: 'Từ chối quảng cáo: nhắn TC QC{has_refusal, select, yes { gửi {refusal}} other {}}.',
    zalo: 'Từ chối quảng cáo: nhắn TC QC{has_refusal, select, yes { gửi {refusal}} other {}}.',
  },
}
