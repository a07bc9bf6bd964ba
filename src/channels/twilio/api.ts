import type { OutboundMessage } from '../channel.ts'
import type { ChannelLog } from '../log.ts'
import { callProvider, type Fetch, type FetchInit, type ProviderAnswer } from '../provider-call.ts'
import { basicAuthorization } from '../signing.ts'
import type { TwilioConfig } from './config.ts'
import { apiVersion, defaultApiUrl, defaultTimeoutMs } from './constants.ts'

/** What a call to Twilio needs. */
export interface TwilioApi {
  config: TwilioConfig
  fetch: Fetch
  log: ChannelLog
}

/** The path of the account's messages. */
export function messagesPath(config: TwilioConfig): string {
  return `/${apiVersion}/Accounts/${config.accountSid}/Messages.json`
}

/**
 * What Twilio's address asks for when a file is fetched that came with a message, by its origin; no other host may be told
 * it (twilio.com/docs/messaging/api/media-resource: all media URLs are behind HTTP Basic authentication).
 */
export const mediaAuthorization = ({ accountSid, authToken, apiUrl }: TwilioConfig): Record<string, string> => ({
  [new URL(apiUrl ?? defaultApiUrl).origin]: basicAuthorization(accountSid, authToken),
})

/** The number of a message to a phone in E.164, else null. */
export function numberOf(message: OutboundMessage): string | null {
  return message.to.startsWith('tel:') ? message.to.slice('tel:'.length) : null
}

/** POSTs a form, or GETs where there is none. `path` begins with a slash. */
export function callTwilio(
  { config, fetch }: TwilioApi,
  path: string,
  form?: URLSearchParams,
): Promise<ProviderAnswer> {
  const url = `${config.apiUrl ?? defaultApiUrl}${path}`
  const authorization = basicAuthorization(config.accountSid, config.authToken)
  const init: FetchInit =
    form === undefined
      ? { headers: { authorization } }
      : {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
          body: form.toString(),
        }
  return callProvider(fetch, url, init, config.timeoutMs ?? defaultTimeoutMs)
}
