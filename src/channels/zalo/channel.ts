import type { Channel } from '../channel.ts'
import { createAccountWatch } from './account-watch.ts'
import type { ZaloApi } from './api.ts'
import { webhookPath } from './constants.ts'
import { receiveZalo } from './receive.ts'
import { sendZalo } from './send.ts'
import type { TokenSource } from './tokens.ts'

/** A Zalo Official Account. The token source also serves the consent page of the server. */
export function createZaloChannel({ api, tokens }: { api: ZaloApi; tokens: TokenSource }): Channel {
  const watch = createAccountWatch(api.log)
  return {
    type: 'zalo',
    form: 'zalo',
    scheme: 'zalo',
    // The account bears its owner's name, which Zalo has checked, and whoever gets a message can answer it or block the account.
    hasBrandname: true,
    reports: true,
    routes: [
      { method: 'POST', path: webhookPath },
      { method: 'GET', path: webhookPath },
    ],
    acknowledge: () => ({ contentType: 'text/plain', body: '' }),
    receive: (request) => receiveZalo({ ...api, watch }, request),
    trouble: watch.trouble,
    send: (message) => sendZalo({ api, tokens }, message),
  }
}
