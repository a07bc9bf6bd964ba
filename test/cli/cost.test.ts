import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { makePlace, type Place } from './helpers.ts'

const PRICES = `sms:
  kannel: { viettel: 200, vinaphone: 400, other: 1000 }
  esms: { other: 900 }
zalo: { free: 0, after: 50, templateToUser: { assumed: 560 }, templateToPhone: 800, bot: 0 }
farmer: { number: 350, codes: { 80xx: 1000, "8049": 500 } }
fees: [{ name: Gói OA, for: zalo, vnd: 2000000, months: 12 }]
`

/** The scripts that come with the program, with these prices. */
function scripts(place: Place, prices = PRICES): string {
  const dir = join(place.dir, 'scripts')
  for (const folder of ['flows', 'locales', 'content']) cpSync(folder, join(dir, folder), { recursive: true })
  writeFileSync(join(dir, 'content/costs.yaml'), prices)
  return dir
}

const QUIET = ['--reports', '0', '--tips', '0', '--trainings', '0']

async function reckoned(place: Place, dir: string, ...args: string[]) {
  const { code, out, err } = await place.run('cost', dir, '--format', 'json', ...args)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const { season, assumptions, talks } = JSON.parse(out)
  const line = (purpose: string) => season.lines.find((each: { purpose: string }) => each.purpose === purpose)
  return { season, assumptions, talks, line }
}

describe('mua cost', { timeout: 60_000 }, () => {
  it('prices each part by the operators’ shares, and each message on Zalo by its window', async () => {
    const place = makePlace()
    const dir = scripts(place)
    const { season, line } = await reckoned(
      ...([place, dir, '--households', '1000', '--weeks', '10', ...QUIET] as const),
      ...[
        '--operators',
        'viettel=50,vinaphone=25',
        '--zalo',
        '50',
        '--free',
        '20',
        '--charged',
        '30',
        '--unread',
        '10',
      ],
    )
    // 50 % × 200 + 25 % × 400 + 25 % × 1.000, who is with nobody listed costing the dearest.
    expect(season.partVnd).toBe(450)
    // 10,000 prices of one part each. Of 5,000 on Zalo 20 % are free, 30 % cost 50, and the rest goes by SMS, since a template costs 560;
    // a tenth of those on Zalo goes by SMS too.
    expect(line('prices')).toEqual({
      purpose: 'prices',
      messages: 10_000,
      smsOnly: { parts: 10_000, vnd: 4_500_000, farmersVnd: 0 },
      ladder: { zalo: 2500, parts: 5000 + 2500 + 250, vnd: (5000 + 2500 + 250) * 450 + 1500 * 50, farmersVnd: 0 },
    })
    expect(line('fees')).toMatchObject({ smsOnly: { vnd: 0 }, ladder: { vnd: 2_000_000 } })
    expect(line('total').ladder.vnd).toBe(line('prices').ladder.vnd + 2_000_000)
  })

  it('takes 0 for what does not come up, and says what a negative is', async () => {
    const place = makePlace()
    const dir = scripts(place)
    const { season, line } = await reckoned(place, dir, '--weeks', '0', ...QUIET)
    expect(line('prices')).toMatchObject({ messages: 0, smsOnly: { parts: 0, vnd: 0 }, ladder: { zalo: 0, vnd: 0 } })
    expect(season).toMatchObject({ free: 0, charged: 0 })
    const below = await place.run('cost', dir, '--tips', '-3')
    expect(below.err).toContain('--tips không nhận số âm như "-3"')
    expect((await place.run('cost', dir, '--tips=-3')).err).toContain('--tips phải là số tròn từ 0 trở lên')
  })

  it('sends a template where that is cheaper than SMS', async () => {
    const place = makePlace()
    const { line } = await reckoned(
      ...([place, scripts(place), '--households', '1000', '--weeks', '10', ...QUIET] as const),
      ...['--sms', 'esms', '--zalo', '100', '--free', '0', '--charged', '0', '--unread', '0'],
    )
    expect(line('prices').ladder).toEqual({ zalo: 10_000, parts: 0, vnd: 5_600_000, farmersVnd: 0 })
  })

  it('counts what farmers text, what they pay, and what they are answered, on Zalo for nothing', async () => {
    const place = makePlace()
    const args = [
      '--households',
      '800',
      '--weeks',
      '1',
      '--trainings',
      '0',
      '--tips',
      '0',
      '--operators',
      'viettel=100',
    ]
    const given = [...args, '--reports', '2', '--asked', '50', '--zalo', '25']
    const { line, talks } = await reckoned(place, scripts(place), ...given)
    const texts = (talk: { written: unknown[] }) => talk.written.length
    const answers = (talk: { answered: unknown[] }) => talk.answered.length
    const mean = (list: never[], of: (talk: never) => number) =>
      list.reduce((sum, talk) => sum + of(talk), 0) / list.length
    expect(mean(talks.whole, texts)).toBe(1)
    expect(mean(talks.whole, answers)).toBe(1)
    expect(mean(talks.asked, texts)).toBeGreaterThan(2)
    expect(mean(talks.asked, answers)).toBe(mean(talks.asked, texts))
    const each = (1 + mean(talks.asked, texts)) * 800
    expect(line('reports')).toEqual({
      purpose: 'reports',
      messages: each,
      smsOnly: { parts: each, vnd: each * 200, farmersVnd: each * 1000 },
      ladder: { zalo: each * 0.25, parts: each * 0.75, vnd: each * 0.75 * 200, farmersVnd: each * 0.75 * 1000 },
    })
  })

  it('reminds of a training as often as the service does, and tells who answers what it tells them', async () => {
    const place = makePlace()
    const { talks } = await reckoned(place, scripts(place))
    const [silent] = talks.silent
    const [answering] = talks.answering
    const keys = (list: { text: string }[]) => list.map(({ text }) => /nhan ([A-Z ]+[A-Z])/.exec(text)?.[1])
    expect(silent).toMatchObject({ written: [], answered: [] })
    expect(keys(silent.started)).toEqual(['DI', 'DI', 'DI'])
    expect(answering.written).toEqual([{ text: 'đi', parts: 1 }])
    expect(answering.answered).toHaveLength(1)
    expect(keys(answering.started)).toEqual(['DI', 'KHONG DI', 'KHONG DI'])
    expect(talks.tip.map(({ answered }: { answered: { parts: number }[] }) => answered.length)).toEqual([1, 1, 1])
  })

  it('costs more where a text of the scripts gets longer', async () => {
    const place = makePlace()
    const dir = scripts(place)
    const args = ['--households', '1000', '--weeks', '10', ...QUIET, '--operators', 'viettel=100']
    const before = await reckoned(place, dir, ...args)
    const file = join(dir, 'locales/vi/alerts.yaml')
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(/^said: "/m, `said: "${'Tin của hợp tác xã mình. '.repeat(6)}`),
    )
    const after = await reckoned(place, dir, ...args)
    expect(before.line('prices').smsOnly.vnd).toBe(2_000_000)
    expect(after.line('prices').smsOnly.vnd).toBe(4_000_000)
  })

  it('has them write as often as the plan says where no window is given', async () => {
    const place = makePlace()
    const dir = scripts(place)
    const plan = ['--reports', '0', '--trainings', '0', '--tips', '7', '--weeks', '20']
    const { season } = await reckoned(place, dir, ...plan)
    // Seven texts in 140 days: each opens 2 of them freely, and 7 in all.
    expect(season.free).toBeCloseTo(0.1)
    expect(season.charged).toBeCloseTo(0.25)
    expect((await reckoned(place, dir, ...plan, '--free', '90')).season).toMatchObject({ free: 0.9, charged: 0 })
  })

  it('prints Vietnamese first, and lists what nothing confirms until it is replaced', async () => {
    const place = makePlace()
    const dir = scripts(place)
    const { out } = await place.run('cost', dir)
    expect(out).toMatch(/^Một vụ của 13\.000 hộ, 20 tuần; SMS theo giá kannel, bà con nhắn tới 80xx\.\n/)
    expect(out).toContain('- tin mẫu Zalo theo người dùng: 560 đ\n')
    expect(out).not.toContain('tin mẫu Zalo theo số điện thoại:')
    expect((await place.runWith({ MUA_LANG: 'en' }, 'cost', dir)).out).toContain('- a Zalo template to a user: 560 đ\n')
    writeFileSync(join(dir, 'content/costs.yaml'), PRICES.replace('{ assumed: 560 }', '560'))
    expect((await place.run('cost', dir)).out).not.toContain('tin mẫu Zalo theo người dùng:')
  })

  it('of refused scripts says so', async () => {
    const place = makePlace()
    const dir = scripts(place, PRICES.replace('other: 1000', ''))
    expect(await place.run('cost', dir)).toMatchObject({ code: 1, err: expect.stringContaining('chạy mua check') })
  })
})

test.each([
  [['--households', '0'], /--households phải là số tròn từ 1 trở lên, không phải "0"/],
  [['--weeks', 'hai mươi'], /--weeks phải là số tròn/],
  [['--zalo', '140'], /--zalo là phần trăm, từ 0 đến 100, không phải "140"/],
  [['--free', '60', '--charged', '50'], /--free và --charged cộng lại quá 100/],
  [['--sms', 'speedsms'], /không có bảng giá của "speedsms"; có: kannel, esms/],
  [['--code', '9041'], /bà con trả bao nhiêu khi nhắn tới "9041"/],
  [['--operators', 'viettel=60,vina=40'], /không có nhà mạng "vina"/],
  [['--operators', 'viettel=60,vinaphone=50'], /--operators cộng lại quá 100/],
  [['--format', 'csv'], /--format là text hoặc json, không phải "csv"/],
])('%j is refused', async (args, said) => {
  const place = makePlace()
  const ran = await place.run('cost', scripts(place), ...args)
  expect(ran).toMatchObject({ code: 2, out: '' })
  expect(ran.err).toMatch(said)
})
