/** One Twilio account as this channel uses it. */
export interface TwilioConfig {
  /** `AC…`. */
  accountSid: string
  /** The primary Auth Token: signs webhooks, and is the password of the API. */
  authToken: string
  /** `from`: a number, or a registered name. */
  sender: { type: 'number'; from: string } | { type: 'service'; messagingServiceSid: string }
  /** The number that people text to, `+15005550006`; undefined: nobody answers a name, or any of the messaging service's, as far as Twilio's list names it. */
  number?: string
  /** Our own base, without a slash at its end: `https://bot.example.vn`. */
  publicUrl: string
  /** Twilio's base; default `https://api.twilio.com`. */
  apiUrl?: string
  /** For one request to Twilio; default 15,000, over the 10 s after which Node gives up on connecting. */
  timeoutMs?: number
}
