import type { ZaloApi } from '../../src/channels/zalo/api.ts'
import type { Program } from '../../src/conversation/types.ts'
import { program, TEXTS } from './fixtures.ts'

/** The template that says `t.said`. */
export const SAID = '417001'

/** The rig's texts, one of them approved by Zalo. */
export const approved = (): Program => ({
  ...program(TEXTS),
  zaloTemplates: [
    {
      ...{ id: SAID, texts: ['t.said'], tag: 'transaction', mayGoAtNight: true, vnd: { phone: 750, user: 510 } },
      params: [{ name: 'what', from: 'what', type: 'STRING', least: 0, most: 100, mayBeEmpty: false }],
    },
  ],
})

/** The same calls, given up sooner. */
export const impatient = (api: ZaloApi, timeoutMs: number): ZaloApi => ({
  ...api,
  config: { ...api.config, timeoutMs },
})
