/** Known events of no use to us, counted under their names. */
const names: ReadonlySet<string> = new Set([
  'accept_request_join_group',
  'add_group_admin',
  'add_user_to_tag',
  'anonymous_send_file',
  'anonymous_send_image',
  'anonymous_send_sticker',
  'anonymous_send_text',
  'change_oa_daily_quota',
  'change_template_quality',
  'change_template_status',
  'create_group',
  'delete_group',
  'event_journey_acknowledged',
  'event_journey_time_out',
  'extension_purchased',
  'oa_call_user',
  'oa_reacted_message',
  'oa_send_anonymous_file',
  'oa_send_anonymous_image',
  'oa_send_anonymous_sticker',
  'oa_send_anonymous_text',
  'oa_send_consent',
  'reject_request_join_group',
  'remove_group_admin',
  'remove_tag',
  'remove_user_from_tag',
  'shop_has_order',
  'update_group_info',
  'update_user_info',
  'user_asking_product',
  'user_call_oa',
  'user_click_chatnow',
  'user_feedback',
  'user_join_group',
  'user_leave_group',
  'user_out_group',
  'user_reacted_message',
  'user_reply_consent',
  'user_request_join_group',
  'widget_failed_to_sync_user_external_id',
  'widget_interaction_accepted',
])

/** Families with many members, all about groups. */
const families = ['oa_send_group', 'react_request_join_group', 'user_send_group']

/** The name an unused event is counted under: its own, its family's, or `unknown_event`, so that counters stay few. */
export function ignoredName(eventName: string): string {
  if (names.has(eventName)) return eventName
  return families.find((family) => eventName.startsWith(`${family}_`)) ?? 'unknown_event'
}

/** For tests: everything that is known and not used. */
export const ignoredNames: readonly string[] = [...names]
