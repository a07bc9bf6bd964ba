import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../src/cli/commands.ts'
import { makePlace } from './helpers.ts'

const NAMES = Object.keys(COMMANDS)
const ENGLISH = { MUA_LANG: 'en' }

/** What a shell makes of a line: words, quoted or not. */
const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')

describe.each(NAMES)('mua %s', (name) => {
  it('--help tells usage, every option and an example, in both languages', async () => {
    const place = makePlace()
    const { usage } = (await COMMANDS[name]?.load())?.command ?? {}
    const vi = await place.run(name, '--help')
    const en = await place.runWith(ENGLISH, name, '--help')
    for (const { code, err, out } of [vi, en]) {
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect(out.split('\n')[0]).toMatch(new RegExp(`^mua ${name}( |$)`))
      for (const option of Object.keys(usage?.options ?? {})) {
        expect(out.split('\n')[0]).toContain(`--${option}`)
        expect(out).toMatch(new RegExp(`^  --${option} +\\S`, 'm'))
      }
      expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(180)
    }
    expect(vi.out).toMatch(new RegExp(`\nTùy chọn:\n[^]*\nVí dụ:\n.*\\bmua ${name}`))
    expect(en.out).toMatch(new RegExp(`\nOptions:\n[^]*\nExample:\n.*\\bmua ${name}`))
    expect(vi.out.split('\n')[1]).not.toBe(en.out.split('\n')[1])
    expect(await place.run('help', name)).toEqual(vi)
    expect(existsSync(join(place.dir, 'mua.db'))).toBe(false)
  })

  it('its example is one', async () => {
    const example = (await COMMANDS[name]?.load())?.command.usage.example ?? ''
    const args = words(example.slice(example.indexOf('mua ') + 4))
    expect(args[0]).toBe(name)
    // Read as far as to what stands behind: "--help" would answer whatever came before it.
    const ran = await makePlace().run(...args, '--không-có')
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('--không-có') })
  })

  it('names an option it does not know, and the nearest', async () => {
    const place = makePlace()
    const unknown = await place.run(name, '--không-có')
    expect(unknown).toMatchObject({ code: 2, out: '' })
    expect(unknown.err).toMatch(new RegExp(`^Không có tùy chọn --không-có\\.\nmua ${name}`))
    const options = [...Object.keys((await COMMANDS[name]?.load())?.command.usage.options ?? {}), 'help']
    for (const option of options) {
      const { code, err } = await place.run(name, `--${option}x`)
      expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(`có phải "--${option}"?\n`) })
    }
    expect(existsSync(join(place.dir, 'mua.db'))).toBe(false)
  })
})

describe('mua', () => {
  it.each([[[]], [['help']], [['--help']], [['-h']], [['help', '--help']]])('%j lists every command', async (args) => {
    const { code, out, err } = await makePlace().run(...args)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect([...out.matchAll(/^ {2}([a-z-]+) +\S/gm)].map(([, name]) => name)).toEqual(NAMES)
    expect(out).toContain('mua help <lệnh>')
  })

  it('in English where that is asked for', async () => {
    const { out } = await makePlace().runWith(ENGLISH)
    expect(out).toMatch(/^mua <command>:\n {2}serve +serves webhooks/)
  })

  const wrong: [string[], RegExp][] = [
    [['exprot'], /^Không có lệnh "exprot", có phải "export"\?\n/],
    [['help', 'pus'], /^Không có lệnh "pus", có phải "push"\?\n/],
    [['xyzzy'], /^Không có lệnh "xyzzy"\.\nmua <lệnh>:\n/],
    [['toString'], /^Không có lệnh "toString"\./],
    [['push', '--note'], /^Sau --note cần một giá trị\.\nmua push/],
    [['push', '--note', '--end-talks'], /^Sau --note cần một giá trị/],
    [['push', '--end-talks=mai'], /^--end-talks không nhận giá trị/],
    [['push', '--constructor'], /^Không có tùy chọn --constructor/],
    [['serve', 'demo'], /^Thừa "demo"\.\nmua serve/],
    [['forget'], /^Còn thiếu\.\nmua forget/],
    [['understand'], /^--as phải là một trong: number, money.*\nmua understand/],
    [['understand', '--as', 'mas'], /có phải "mass"\?/],
    [['understand', '--as', 'mass', '--tense', 'perfect'], /--tense phải là past hoặc future/],
    [['understand', '--as', 'mass', '--now', 'mai'], /--now phải là một thời điểm/],
    [['understand', '--as', 'name'], /^--as name cần ít nhất một họ tên/],
    [['understand', '--as', 'name', '--name', ' '], /^--as name cần ít nhất một họ tên/],
    [['chat', '--as', '12'], /--as phải là một số di động/],
    [['chat', '--channel', 'fax'], /--channel phải là sms hoặc zalo, không phải "fax"/],
    [['import', 'price', 'a.csv'], /Không nhập được "price".*có phải "prices"\?/],
    [['export', 'yield'], /Không xuất được "yield".*có phải "yields"\?/],
  ]
  it.each(wrong)('%j is no such command', async (args, expected) => {
    const place = makePlace()
    const ran = await place.run(...args)
    expect(ran.err).toMatch(expected)
    expect(ran).toMatchObject({ code: 2, out: '' })
    expect(existsSync(join(place.dir, 'mua.db'))).toBe(false)
  })

  it('what stands behind "--" is text', async () => {
    expect((await makePlace().run('reply', '--', '27', '--help')).err).toMatch(/^Chưa có cơ sở dữ liệu/)
  })
})

it('a language nobody speaks here is refused', async () => {
  const { code, err } = await makePlace().runWith({ MUA_LANG: 'fr' }, 'help')
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('MUA_LANG must be vi or en') })
})
