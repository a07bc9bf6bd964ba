import type { ChannelLog } from '../log.ts'
import { newQuota, newStatus, type WebhookEvent } from './schemas.ts'

/** Tells staff in the log what Zalo says of a template, or of how many may go in a day; nothing else follows from it here: each answer to a send says the same. */
export function logTemplateNews(log: ChannelLog, event: WebhookEvent): void {
  const { event_name: name, template_id: templateId } = event
  if (name === 'change_template_status' && templateId != null && /^\d{1,20}$/.test(templateId)) {
    const status = newStatus.safeParse(event.status).data?.new_status
    if (status !== undefined) log.warn({ templateId, status }, 'zalo_template_changed')
  }
  if (name === 'change_oa_daily_quota') {
    const daily = newQuota.safeParse(event.quota).data?.new_value
    if (daily !== undefined) log.warn({ daily: Number(daily) }, 'zalo_daily_quota_changed')
  }
}
