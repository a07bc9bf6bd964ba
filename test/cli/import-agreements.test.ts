import { describe, expect, it } from 'vitest'
import { insert } from '../../src/store/writes.ts'
import { makeSeeded } from './helpers.ts'
import { HEADER, known, ledger, wroteBefore } from './people-table.ts'

const PHONE = '+84912345678'
const COLUMNS = `${HEADER},consent_how,consent_by,consent_scan,advertising,quiet`
const row = (cells: Partial<Record<string, string>>) => {
  const given: Record<string, string | undefined> = { phone: '0912345678', name: 'Vàng Thị Mai', ...cells }
  return COLUMNS.split(',')
    .map((column) => given[column] ?? '')
    .join(',')
}
const table = (...rows: string[]) => `${[COLUMNS, ...rows].join('\n')}\n`
const PAPER = { consent: 'yes', consent_on: '20/11/2026', consent_proof: 'phiếu số 12' }

describe('how they agreed', () => {
  it('stands in the ledger and in show: the way, who took it down, the scan', async () => {
    const place = await makeSeeded()
    const cells = { ...PAPER, consent_how: 'điện thoại', consent_by: 'Giàng A Páo', consent_scan: 'scan/12.pdf' }
    await place.run('import', 'people', place.file('a.csv', table(row(cells))))
    expect(await ledger(place)).toMatchObject([
      { kind: 'agreed', how: 'phone', takenBy: 'Giàng A Páo', scan: 'scan/12.pdf', proof: 'phiếu số 12' },
    ])
    const { out } = await place.run('show', PHONE)
    expect(out).toContain('agreed (import, phone, taken by Giàng A Páo): "phiếu số 12", scan scan/12.pdf')
  })

  it('paper where nothing is said; a scan alone is proof', async () => {
    const place = await makeSeeded()
    const cells = { consent: 'yes', consent_on: '20/11/2026', consent_scan: 'scan/12.pdf' }
    await place.run('import', 'people', place.file('a.csv', table(row(cells))))
    expect(await ledger(place)).toMatchObject([{ kind: 'agreed', how: 'paper', scan: 'scan/12.pdf', proof: null }])
  })

  it('Vietnamese headers', async () => {
    const place = await makeSeeded()
    const file = `Số điện thoại,Họ tên,Đồng ý,Ngày đồng ý,Bằng chứng,Cách đồng ý,Người ghi,Bản quét,Quảng cáo,Giờ yên
0912345678,Vàng Thị Mai,có,20/11/2026,phiếu số 12,phiếu giấy,Giàng A Páo,12.pdf,có,12h-13h30
`
    await place.run('import', 'people', place.file('a.csv', file))
    expect((await known(place, PHONE))[0]?.person).toMatchObject({
      consent: 'agreed',
      advertising: 'agreed',
      quietHours: { from: 720, to: 810 },
    })
    expect((await ledger(place)).map(({ kind, how }) => [kind, how])).toEqual([
      ['agreed', 'paper'],
      ['advertising_agreed', 'paper'],
    ])
  })

  it.each([
    [{ ...PAPER, consent_how: 'telepathy' }, 'consent_how: "telepathy" phải là một trong: paper, phone, web, asked.'],
    [{ ...PAPER, consent_how: 'phone' }, 'consent_by: đồng ý qua điện thoại thì phải ghi ai nghe.'],
    [{ ...PAPER, consent_proof: '' }, 'consent_proof: đã ghi đồng ý thì phải ghi bằng chứng, ví dụ: phiếu số 12.'],
    [{ consent_on: '2026-11-20' }, 'consent_on: dòng này không ghi đồng ý.'],
    [{ consent_proof: 'phiếu số 12' }, 'consent_proof: dòng này không ghi đồng ý.'],
    [{ consent_scan: '12.pdf' }, 'consent_scan: dòng này không ghi đồng ý.'],
    [{ consent: 'no', consent_by: 'Páo' }, 'consent_by: dòng này không ghi đồng ý.'],
    [{ advertising: 'yes' }, 'consent_on: đã ghi đồng ý thì phải ghi ngày đồng ý.'],
    [
      { consent: 'no', advertising: 'yes', consent_on: '20/11/2026', consent_proof: 'x' },
      'advertising: chưa đồng ý nhận tin thì không thể đồng ý nhận quảng cáo.',
    ],
    [{ quiet: '12-25' }, 'quiet: "12-25" không phải là khoảng giờ: viết như 12:00-13:30.'],
    [{ quiet: '12:75-13:00' }, 'không phải là khoảng giờ'],
    [{ quiet: '06:00-23:00' }, 'quiet: "06:00-23:00" không để lại giờ nào được nhắn'],
    [{ quiet: '22:00-22:00' }, 'không phải là khoảng giờ'],
    [{ quiet: '10:00-09:00' }, null],
    [{ quiet: '21:00-22:00' }, null],
  ])('%o: %s', async (cells, problem) => {
    const place = await makeSeeded()
    const ran = await place.run('import', 'people', place.file('a.csv', table(row(cells))))
    if (problem === null) expect(ran.err).toBe('')
    else expect(ran.err).toContain(problem)
    expect(await known(place, PHONE)).toHaveLength(problem === null ? 1 : 0)
  })
})

describe('advertising and quiet hours of someone known', () => {
  it('are taken, changed and taken back by the list; the same list changes nothing', async () => {
    const place = await makeSeeded()
    const take = async (cells: Partial<Record<string, string>>) =>
      (await place.run('import', 'people', place.file('a.csv', table(row(cells))))).out
    const person = async () => (await known(place, PHONE))[0]?.person
    await take({ ...PAPER, quiet: '12:00-13:30' })
    await take({ ...PAPER, advertising: 'yes' })
    expect(await person()).toMatchObject({ advertising: 'agreed', quietHours: { from: 720, to: 810 } })
    expect(await take({ ...PAPER, advertising: 'yes', quiet: '12:00-13:30' })).toContain('Đã nhập 0 dòng')
    await take({ advertising: 'no', quiet: 'không' })
    expect(await person()).toMatchObject({ advertising: 'refused', quietHours: null })
    const kinds = (await ledger(place)).map(({ kind }) => kind)
    expect(kinds).toEqual(['agreed', 'advertising_agreed', 'advertising_refused'])
    // The paper is older than the no: a later one is needed.
    expect(await take({ ...PAPER, advertising: 'yes' })).toContain('không sau ngày đã từ chối')
    expect(await person()).toMatchObject({ advertising: 'refused' })
  })

  it('who refused by text stays so', async () => {
    const place = await makeSeeded()
    await wroteBefore(place, { consent: 'agreed' })
    const entry = { id: 'c1', personId: 'p1', urnId: 'u1', kind: 'advertising_refused', source: 'message' } as const
    await place.commit(insert('consents', { ...entry, at: 5 }))
    const ran = await place.run('import', 'people', place.file('a.csv', table(row({ ...PAPER, advertising: 'yes' }))))
    expect(ran.out).toContain('Vàng Thị Mai đã tự từ chối quảng cáo')
    expect((await known(place, PHONE))[0]?.person.advertising).toBe('none')
  })
})
