import type { ChannelType } from '../channels/channel.ts'

/**
 * What a code in a provider's report says about the person, not the message. Twilio (sms.md §1.7): 21610 has opted out there;
 * 30004 the recipient or the carrier blocks us, taken as the opt-out it most likely is.
 */
const MEANINGS: Partial<Record<ChannelType, Readonly<Record<string, 'opted_out'>>>> = {
  twilio: { '21610': 'opted_out', '30004': 'opted_out' },
}

/** `opted_out`: nothing that we start may go there again until they ask for it. undefined: only this message is concerned. */
export const meaningOf = (channel: ChannelType, code: string): 'opted_out' | undefined => MEANINGS[channel]?.[code]
