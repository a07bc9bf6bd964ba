import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { findUrn } from '../../src/store/queries/people.ts'
import { phoneClaims } from '../../src/store/schema/people.ts'
import type { Commit, CommitResult } from '../../src/store/store.ts'
import { insert } from '../../src/store/writes.ts'
import { newSid, PUBLIC_URL, post, type ServiceRig, startService } from './rig.ts'

const URL_IN = `${PUBLIC_URL}/webhooks/zalo`
let service: ServiceRig
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service.close())

let users = 0
const newUser = () => `33445566778899006${String(++users).padStart(2, '0')}`
const tell = async (event_name: string, user: string, extra: object) => {
  const { zalo, runtime } = service
  const event = { app_id: zalo.appId, oa_id: zalo.oaId, event_name, timestamp: String(Date.now()), ...extra }
  const request = zalo.sign(URL_IN, { ...event, sender: { id: user } })
  const answer = await runtime.app.request('/webhooks/zalo', { method: 'POST', ...request })
  expect(answer.status).toBe(200)
}
const known = (urn: string) => {
  const { store } = service.runtime
  return findUrn(store.db, store.keys.hash(urn))
}

/** Before each of the next commits under a claim this happens, as many times as it says. */
function meanwhile(times: number, happens: (commit: Commit) => Promise<CommitResult | undefined>): void {
  const { store } = service.runtime
  const { commit } = store
  onTestFinished(() => {
    store.commit = commit
  })
  let left = times
  store.commit = async (it, withinMs) => {
    const isRaced = it.claim !== undefined && left-- > 0
    return (isRaced ? await happens(it) : undefined) ?? commit(it, withinMs)
  }
}

/** A turn of the same talk was committed first. */
const conflict = async (): Promise<CommitResult> => ({ type: 'conflict' })

const cases = [
  { name: 'a withdrawal', tells: (user: string) => tell('user_withdraw', user, { user_id: user }), isDone: isErased },
  {
    name: 'an unfollow',
    tells: (user: string) => tell('unfollow', user, { follower: { id: user } }),
    isDone: isStopped,
  },
  {
    name: 'a phone number told',
    tells: (user: string) => tell('user_submit_info', user, { info: { name: 'Lò Thị Xa', phone: '84912345620' } }),
    isDone: hasTold,
  },
]

async function isErased(user: string) {
  return (await known(`zalo:${user}`))?.people.length === 0
}
async function isStopped(user: string) {
  return (await known(`zalo:${user}`))?.urn.stoppedAt != null
}
async function hasTold(user: string) {
  const told = await service.runtime.store.db.select().from(phoneClaims)
  const urn = (await known(`zalo:${user}`))?.urn.id
  return told.some(({ urnId }) => urnId === urn)
}

describe('what a provider tells of a contact is not lost to a race', () => {
  test.each(cases)('$name that another commit overtakes is read anew', async ({ tells, isDone }) => {
    const user = newUser()
    await tell('user_send_text', user, { message: { msg_id: `m-${user}`, text: 'alo' } })
    expect(await isDone(user)).toBe(false)
    meanwhile(2, conflict)
    await tells(user)
    expect(await isDone(user)).toBe(true)
    expect(service.runtime.store.client.prepare('select count(*) from set_aside').pluck().get()).toBe(0)
  })

  test.each(cases)('$name that loses every race waits in the spool until it is taken', async ({ tells, isDone }) => {
    const user = newUser()
    await tell('user_send_text', user, { message: { msg_id: `m-${user}`, text: 'alo' } })
    meanwhile(3, conflict)
    await tells(user)
    expect(await isDone(user)).toBe(false)
    await vi.waitFor(async () => expect(await isDone(user)).toBe(true), 3000)
  })

  test('a stop of a stranger whom another process makes known at the same moment stops them', async () => {
    const from = '+84912345621'
    const { runtime, twilio } = service
    const { store } = runtime
    meanwhile(1, async () => {
      const urn = `tel:${from}` as const
      const row = { id: 'u-raced', scheme: 'tel', hash: store.keys.hash(urn), address: store.keys.seal(urn) } as const
      await store.commit({ writes: [insert('urns', { ...row, channel: 'twilio', createdAt: 1 })] })
      return undefined
    })
    const form = twilio.inbound(`${PUBLIC_URL}/webhooks/twilio`, {
      ...{ MessageSid: newSid(), From: from, Body: 'STOP', OptOutType: 'STOP' },
    })
    expect((await post(runtime, form)).status).toBe(200)
    expect((await known(`tel:${from}`))?.urn).toMatchObject({ id: 'u-raced', stoppedAt: expect.any(Number) })
  })
})
