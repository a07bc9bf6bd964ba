import type { Channel } from '../channels/channel.ts'
import { isAlertAdvertising } from '../conversation/advertising.ts'
import type { Program } from '../conversation/types.ts'

/** Why advertising, which the scripts ask for, will not go: sentences for the operator. `refusal`: MUA_REFUSAL; null: not set. */
export function advertisingTroubles(
  program: Pick<Program, 'sending'>,
  channels: readonly Pick<Channel, 'type' | 'form' | 'hasBrandname'>[],
  refusal: string | null,
): string[] {
  if (!isAlertAdvertising(program)) return []
  const named = channels.filter(({ type, hasBrandname }) => hasBrandname && type !== 'simulator')
  const needsRefusal = refusal === null && named.some(({ form }) => form === 'sms')
  return [
    ...(named.length === 0
      ? [
          'content/sending.yaml calls alerts advertising, and no channel has a registered name to send it from: set KANNEL_FROM, ESMS_FROM or TWILIO_FROM to one, or ZALO_….',
        ]
      : []),
    ...(needsRefusal
      ? [
          'content/sending.yaml calls alerts advertising, and MUA_REFUSAL, the number or address that takes TC QC, is not set: no advertising goes by SMS.',
        ]
      : []),
  ]
}
