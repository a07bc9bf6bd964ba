import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { currentRevision, listPublications } from '../../src/store/queries/revisions.ts'
import { publications, revisions } from '../../src/store/schema/talks.ts'
import { insert } from '../../src/store/writes.ts'
import { makePlace, type Place } from './helpers.ts'

const TEXTS = 'locales/vi/withdraw-yield.yaml'

/** The scripts that come with the program, in a folder where a test may change them; one flow keeps its tests. */
function scripts(place: Place): { dir: string; change(file: string, from: string | RegExp, to: string): void } {
  const dir = join(place.dir, 'scripts')
  for (const folder of ['flows', 'locales', 'content']) cpSync(folder, join(dir, folder), { recursive: true })
  return {
    dir,
    change(file, from, to) {
      const path = join(dir, file)
      const before = readFileSync(path, 'utf8')
      const after = before.replace(from, to)
      if (after === before) throw new Error(`${file} has no ${from}`)
      writeFileSync(path, after)
    },
  }
}

const inForce = (place: Place) =>
  place.look(async ({ db }) => {
    const published = await currentRevision(db)
    return published && { text: published.revision.files[TEXTS], ...published }
  })

describe('push, diff and rollback', () => {
  it('publishes, shows what differs, publishes again, goes back', { timeout: 60_000 }, async () => {
    const place = makePlace()
    const { dir, change } = scripts(place)
    const first = await place.run('push', dir, '--note', 'bản đầu')
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).toMatch(/Đã đưa bản [0-9a-f]{12} vào dùng\.\n$/)
    expect((await place.run('push', dir)).out).toMatch(/đang được dùng rồi, không có gì thay đổi/)
    expect(await place.look(({ db }) => listPublications(db, 9))).toMatchObject([
      { publication: { author: 'mai', note: 'bản đầu', endTalks: false } },
    ])
    expect((await place.run('diff', dir)).out).toBe('Không có gì khác bản đang dùng.\n')

    change(TEXTS, /^withdrawn: .*/m, 'withdrawn: "Đã bỏ: {crop} {quantity} ạ."')
    change('flows/withdraw-yield.yaml', /^title: .*/m, 'title: Bỏ báo cáo')
    rmSync(join(dir, 'content/places.yaml'))
    writeFileSync(join(dir, 'locales/vi/moi.yaml'), 'hello: Xin chào\n')
    const { out } = await place.run('diff', dir)
    expect(out).toContain(
      `~ ${TEXTS}\n    withdrawn:\n      - Đã bỏ báo cáo: {crop} {quantity}. Báo lại thì nhắn BC ạ.\n      + Đã bỏ: {crop} {quantity} ạ.\n`,
    )
    expect(out).toContain(
      '~ flows/withdraw-yield.yaml\n    - title: Bỏ báo cáo sản lượng\n    + title: Bỏ báo cáo\n      withdraws:',
    )
    expect(out).toContain('+ locales/vi/moi.yaml\n    hello:\n      + Xin chào\n')
    expect(out).toMatch(/^- content\/places\.yaml\n~ flows/)
  })

  it('goes back by the beginning of a hash', { timeout: 60_000 }, async () => {
    const place = makePlace()
    await place.run('seed')
    const before = await inForce(place)
    const { dir, change } = scripts(place)
    change(TEXTS, /^draft: .*/m, 'draft: Đã nhận lời bỏ ạ.')
    await place.run('push', dir, '--author', 'chị Hạnh', '--end-talks')
    const after = await inForce(place)
    expect(after).toMatchObject({ publication: { author: 'chị Hạnh', endTalks: true } })
    expect(after?.text).toContain('Đã nhận lời bỏ')

    const old = before?.revision.hash ?? ''
    expect((await place.run('rollback')).out).toMatch(
      new RegExp(`^\\* ${after?.revision.hash.slice(0, 12)} .*\n  ${old.slice(0, 12)} `),
    )
    expect((await place.run('rollback', old.slice(0, 6))).out).toContain(`Đã đưa bản ${old.slice(0, 12)} vào dùng.`)
    expect((await inForce(place))?.text).toBe(before?.text)
    expect(await place.look(({ db }) => db.select().from(revisions))).toHaveLength(2)
  })

  const refused: [string, RegExp][] = [
    ['abc', /"abc" không phải mã bản nào/],
    ['xyzw1', /"xyzw1" không phải mã bản nào/],
    ['0000', /Không có bản 0000: /],
    ['abcd', /Nhiều bản có mã bắt đầu bằng abcd/],
    ['beef', /thiếu tệp này\n.*\nChương trình này không chạy được bản cũ đó/s],
  ]
  it.each(refused)('rollback %s is refused', async (prefix, expected) => {
    const place = makePlace()
    await place.run('seed')
    const revision = (hash: string) => insert('revisions', { id: hash, hash, files: { x: hash }, createdAt: 1 })
    await place.commit(...['abcd11', 'abcd22', 'beef11'].map((hash) => revision(hash.padEnd(32, '0'))))
    const before = await inForce(place)
    const ran = await place.run('rollback', prefix)
    expect(ran.err).toMatch(expected)
    expect(ran.code).toBe(1)
    expect(await inForce(place)).toEqual(before)
  })
})

describe('a push that is refused publishes nothing', () => {
  const mistakes: [string, string, string | RegExp, string, RegExp][] = [
    [
      'an unknown step',
      'flows/withdraw-yield.yaml',
      'nothing: nothing',
      'nothing: khong-co',
      /^flows\/withdraw-yield\.yaml:\d+:\d+: không có bước nào tên "khong-co"$/m,
    ],
    [
      'a missing text',
      TEXTS,
      /^withdrawn: .*/m,
      '',
      /^flows\/withdraw-yield\.yaml:\d+:\d+: chưa có câu "withdrawn" trong locales/m,
    ],
    [
      'a broken test',
      'flows/withdraw-yield.yaml',
      '{ yields: 0 }',
      '{ yields: 1 }',
      /^flows\/withdraw-yield\.yaml:\d+:23: bài thử "ghi nhầm thì bỏ" không đạt: "yields": bài thử mong 1, hệ thống giữ 0$/m,
    ],
  ]
  it.each(mistakes)('%s', { timeout: 60_000 }, async (_, file, from, to, expected) => {
    const place = makePlace()
    const { dir, change } = scripts(place)
    change(file, from, to)
    const ran = await place.run('push', dir)
    expect(ran.code).toBe(1)
    expect(ran.err).toMatch(expected)
    expect(ran.err).toMatch(/Chưa đưa gì vào dùng\.\n$/)
    expect((await place.run('check', dir)).code).toBe(1)
    await place.run('migrate')
    expect(await place.look(({ db }) => db.select().from(publications))).toEqual([])
  })
})

it('check --read says every flow with its texts', { timeout: 60_000 }, async () => {
  const place = makePlace()
  const { out, code } = await place.run('check', '.', '--read')
  expect(code).toBe(0)
  expect(out).toContain('BÁO SẢN LƯỢNG (report-yield)\n')
  expect(out).toContain('      lượng [quantity]: "Thu được bao nhiêu (‹crop›) ạ? Ví dụ: 3 tạ, 250 kg."\n')
  expect(out).toMatch(/kịch bản, \d+ bài thử: tốt/)
})

it('check plays the tests of the flows without the budget of content/costs.yaml, and with one that a test gives', {
  timeout: 60_000,
}, async () => {
  const place = makePlace()
  const { dir, change } = scripts(place)
  change('content/costs.yaml', /$/, '\nbudget: { month: { vnd: 0 }, broadcast: { parts: 0 } }\n')
  expect(await place.run('check', dir)).toMatchObject({ code: 0, err: '' })
  change('flows/send-alert.yaml', 'given: &coop\n', 'given: &coop\n      budget: { month: { vnd: 0 } }\n')
  const { code, err } = await place.run('check', dir)
  expect(code).toBe(1)
  expect(err).toMatch(/flows\/send-alert\.yaml:\d+:\d+: bài thử .*CHUA GUI/)
})
