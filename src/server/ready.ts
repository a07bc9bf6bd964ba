import type { Channel } from '../channels/channel.ts'
import type { TokenSource } from '../channels/zalo/tokens.ts'
import type { Dispatcher } from '../delivery/dispatcher.ts'
import type { Spool } from '../store/spool.ts'
import type { Store } from '../store/store.ts'
import type { Quarantine } from './quarantine.ts'
import type { SetAside } from './set-aside.ts'

/** null: nothing to tell. A warning leaves the service ready; anything else does not. */
export type ReadyCheck = () => Promise<{ code: string; isWarning: boolean } | null>

/** What `/readyz` looks at, each under its name. */
export function readyChecks(parts: {
  store: Store
  spool: Spool
  setAside: SetAside
  quarantine: Quarantine
  /** Of Zalo, where it is configured. */
  tokens: Pick<TokenSource, 'trouble'> | undefined
  channels: readonly Pick<Channel, 'type' | 'trouble'>[]
  dispatcher: Pick<Dispatcher, 'resting' | 'trouble'>
}): Record<string, ReadyCheck> {
  const { store, spool, setAside, quarantine, tokens, channels, dispatcher } = parts
  const warning = (code: string) => ({ code, isWarning: true })
  const zalo: ReadyCheck = async () => {
    const incoming = channels.find(({ type, trouble }) => type === 'zalo' && trouble !== undefined)?.trouble?.()
    const codes = [await tokens?.trouble(), incoming].filter((code) => code != null)
    return codes.length === 0 ? null : warning(codes.join(', '))
  }
  const redis: ReadyCheck = async () => {
    const trouble = dispatcher.trouble?.() ?? null
    return trouble === null ? null : warning(trouble)
  }
  const others = channels
    .filter(({ type, trouble }) => type !== 'zalo' && trouble !== undefined)
    .map(({ type, trouble }): [string, ReadyCheck] => [
      type,
      async () => {
        const code = trouble?.() ?? null
        return code === null ? null : warning(code)
      },
    ])
  return {
    ...(tokens ? { zalo } : {}),
    ...Object.fromEntries(others),
    ...(dispatcher.trouble ? { redis } : {}),
    delivery: async () => {
      const resting = dispatcher.resting()
      return resting.length === 0 ? null : warning(`${resting.join(', ')} refused: the account must be mended`)
    },
    database: async () => ((await store.isWritable()) ? null : { code: 'not_writable', isWarning: false }),
    spool: async () => (spool.pending === 0 ? null : warning(`${spool.pending} waiting`)),
    setAside: async () => {
      const count = await setAside.count()
      return count === 0 ? null : warning(`${count} not handled`)
    },
    quarantine: async () => {
      const { kept, dropped } = await quarantine.count()
      if (kept + dropped === 0) return null
      return warning(`${kept} with a wrong signature, app or account${dropped > 0 ? `, ${dropped} dropped` : ''}`)
    },
  }
}
