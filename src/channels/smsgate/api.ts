import { callProvider, type Fetch, type FetchInit, type ProviderAnswer } from '../provider-call.ts'
import { basicAuthorization } from '../signing.ts'
import type { SmsgateConfig } from './config.ts'
import { defaultTimeoutMs } from './constants.ts'

/** What a call to the gateway needs. */
export interface SmsgateApi {
  config: SmsgateConfig
  fetch: Fetch
}

/** POSTs JSON, or GETs where there is none. `path` begins with a slash. */
export function callSmsgate({ config, fetch }: SmsgateApi, path: string, body?: object): Promise<ProviderAnswer> {
  const authorization = basicAuthorization(config.username, config.password)
  const url = config.url.replace(/\/+$/, '') + path
  const init: FetchInit =
    body === undefined
      ? { headers: { authorization } }
      : {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }
  return callProvider(fetch, url, init, config.timeoutMs ?? defaultTimeoutMs)
}
