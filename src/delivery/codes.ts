import type { ChannelType } from '../channels/channel.ts'

/**
 * What a code in a provider's report says about the person, not the message. Twilio (sms.md §1.7): 21610 has opted out there;
 * 30004 the recipient or the carrier blocks us, taken as
 * the opt-out it most likely is; the others a number that is none, or no mobile. eSMS (§3.4): 108 a number that is none. Kannel (sms.md §3.2): the operator refused the
 * number itself; what it could not deliver may be a phone that is switched off.
 */
const MEANINGS: Partial<Record<ChannelType, Readonly<Record<string, Meaning>>>> = {
  twilio: {
    '21610': 'opted_out',
    '30004': 'opted_out',
    '21211': 'dead',
    '21614': 'dead',
    '21635': 'dead',
    '30005': 'dead',
    '30006': 'dead',
  },
  esms: { '108': 'dead' },
  kannel: { invalid_destination: 'dead' },
}

/** `opted_out`: nothing that we start may go there again until they ask for it. `dead`: no such mobile, believed at the second time. */
type Meaning = 'opted_out' | 'dead'

/** undefined: only this message is concerned. */
export const meaningOf = (channel: string, code: string): Meaning | undefined =>
  Object.entries(MEANINGS).find(([type]) => type === channel)?.[1][code]
