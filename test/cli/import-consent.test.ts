import { describe, expect, it } from 'vitest'
import { personUrns, urns } from '../../src/store/schema/people.ts'
import { insert, update } from '../../src/store/writes.ts'
import { makeSeeded } from './helpers.ts'
import { csv, known, ledger, MAI, wroteBefore } from './people-table.ts'

describe('what a farmer said by text outweighs the list', () => {
  const said = (kind: 'refused' | 'erased' | 'stopped', at: number) =>
    insert('consents', { id: `c-${kind}`, personId: 'p1', urnId: 'u1', kind, source: 'message', at })

  it('a refusal', async () => {
    const place = await makeSeeded()
    await wroteBefore(place, { consent: 'refused' })
    await place.commit(said('refused', Date.UTC(2026, 9, 1)))
    const ran = await place.run('import', 'people', place.file('a.csv', csv(MAI)))
    expect(ran.out).toContain(':2: Vàng Thị Mai đã tự nhắn không đồng ý')
    const [mai] = await known(place, '+84912345678')
    expect(mai?.person).toMatchObject({ name: 'Vàng Thị Mai', consent: 'refused' })
    expect((await ledger(place)).map(({ kind }) => kind)).toEqual(['refused'])
  })

  it('a stop', async () => {
    const place = await makeSeeded()
    await wroteBefore(place, { consent: 'agreed' })
    await place.commit(said('stopped', 5), update('urns', { id: 'u1' }, { stoppedAt: 5 }))
    await place.run('import', 'people', place.file('a.csv', csv(MAI)))
    const [urn] = await place.look(({ db }) => db.select().from(urns))
    expect(urn).toMatchObject({ stoppedAt: 5, channel: 'twilio' })
  })

  it('an erasure, until a paper signed after it', async () => {
    const place = await makeSeeded()
    await wroteBefore(place, { consent: 'agreed' })
    await place.look(async ({ client }) => client.exec(`delete from person_urns; update people set erased_at = 5`))
    await place.commit(said('erased', Date.UTC(2026, 10, 20, 9)))
    const before = await place.run('import', 'people', place.file('a.csv', csv(MAI)))
    expect(before.out).toContain('số này đã xin xoá dữ liệu')
    expect(await place.look(({ db }) => db.select().from(personUrns))).toEqual([])
    await place.run('import', 'people', place.file('b.csv', csv(MAI.replace('20/11/2026', '21/11/2026'))))
    expect(await known(place, '+84912345678')).toMatchObject([{ person: { name: 'Vàng Thị Mai', consent: 'agreed' } }])
  })

  it("staff's own earlier no does not, where the paper is later", async () => {
    const papers: [string, string][] = [
      ['20/11/2026', 'refused'],
      ['21/11/2026', 'agreed'],
    ]
    for (const [day, expected] of papers) {
      const place = await makeSeeded()
      await wroteBefore(place, { consent: 'refused' })
      const at = Date.UTC(2026, 10, 20, 9)
      await place.commit(
        insert('consents', { id: 'c1', personId: 'p1', urnId: 'u1', kind: 'refused', source: 'import', at }),
      )
      const ran = await place.run('import', 'people', place.file('a.csv', csv(MAI.replace('20/11/2026', day))))
      expect((await known(place, '+84912345678'))[0]?.person.consent).toBe(expected)
      expect(ran.out.includes('không sau ngày đã từ chối')).toBe(expected === 'refused')
    }
  })
})

describe('"no" in a list', () => {
  const NO = 'phone,name,consent\n0912345678,Vàng Thị Mai,không\n'

  it('is not agreed yet, never a refusal', async () => {
    const place = await makeSeeded()
    await place.run('import', 'people', place.file('a.csv', NO))
    const [mai] = await known(place, '+84912345678')
    expect(mai?.person).toMatchObject({ consent: 'none', consentAskedAt: null })
    expect(await ledger(place)).toEqual([])
    await place.run('import', 'people', place.file('b.csv', csv(MAI)))
    expect((await known(place, '+84912345678'))[0]?.person.consent).toBe('agreed')
  })

  it('takes back what a list said, so that the farmer is asked', async () => {
    const place = await makeSeeded()
    await place.run('import', 'people', place.file('a.csv', csv(MAI)))
    await place.run('import', 'people', place.file('b.csv', NO))
    const [mai] = await known(place, '+84912345678')
    expect(mai?.person).toMatchObject({ consent: 'none', consentAskedAt: null })
    expect((await ledger(place)).map(({ kind }) => kind)).toEqual(['agreed'])
  })

  it.each(['agreed', 'refused'] as const)('leaves what the farmer texted: %s', async (consent) => {
    const place = await makeSeeded()
    await wroteBefore(place, { consent })
    await place.commit(
      insert('consents', { id: 'c1', personId: 'p1', urnId: 'u1', kind: consent, source: 'message', at: 5 }),
    )
    await place.run('import', 'people', place.file('a.csv', NO))
    expect((await known(place, '+84912345678'))[0]?.person.consent).toBe(consent)
  })
})
