import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeTemplateCheck, readTemplates } from '../../src/channels/esms/templates.ts'
import { farmer, startEsms } from './esms-rig.ts'
import { makeMessage } from './rig.ts'

const price = 'HTX Nam Pung: gia {cay} ngay {ngay}: {gia} d/kg.'
const said = 'HTX Nam Pung: gia gung ngay 22/11: 15.000 d/kg.'

describe('registered texts', () => {
  it.each([
    [price, said, true],
    [price, `  ${said.replaceAll(' ', ' \n ')}`, true],
    [price, `${said} Goi ngay!`, false],
    [price, `QC ${said}`, false],
    [price, said.replace('gung', ''), false],
    [price, said.toUpperCase(), false],
    [price, '', false],
    ['Chao ba con.', 'Chao ba con.', true],
    ['Chao ba con.', 'Chao ba con. A', false],
    ['{a} ab', 'ab ab', true],
    ['{a} ab', ' ab', false],
    ['a{x}aba{y}c', 'a-aba-c', true],
    ['a{x}aba{y}c', 'aabac', false],
    ['a{x}b', 'ab', false],
    ['a{x}b', 'abab', true],
    ['gia {x}{y}.', 'gia ab.', true],
    ['gia {x}{y}.', 'gia a.', false],
    // Composed and decomposed letters are the same.
    ['Giá {x}', 'Giá ngô'.normalize('NFD'), true],
  ])('%s takes "%s": %s', (template, text, isRegistered) => {
    expect(makeTemplateCheck([template])(text)).toBe(isRegistered)
  })

  it('takes what a pattern made of it takes, and nothing else', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 3 })
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 9 })
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 4 }), text, (pieces, whole) => {
        const pattern = new RegExp(`^${pieces.map((each) => each.replaceAll('.', '\\.')).join('.+')}$`)
        expect(makeTemplateCheck([pieces.join('{x}')])(whole)).toBe(pattern.test(whole))
      }),
      { numRuns: 2000 },
    )
  })

  it('is soon done with a text made to be slow', () => {
    const began = performance.now()
    expect(makeTemplateCheck([`a${'{x}a'.repeat(40)}b`])('a'.repeat(5000))).toBe(false)
    expect(performance.now() - began).toBeLessThan(200)
  })

  it('are one a line', () => {
    expect(readTemplates(`# Gia\r\n${price}\r\n\n  Chao  ba con. \n`)).toEqual({ templates: [price, 'Chao ba con.'] })
  })

  it.each([
    ['# only a remark\n', 'it holds no text'],
    ['Gia {cay: {gia}\n', 'line 1 has a brace without its other one'],
    ['Chao\nGia cay} la {gia}', 'line 2 has a brace without its other one'],
    ['{a} 1. {b}', 'line 1 has no words of its own, so that every text would match it'],
  ])('%j: %s', (file, problem) => {
    expect(readTemplates(file)).toEqual({ problem })
  })
})

describe('esms: a text that is not registered', () => {
  const other = 'Mua phan bon NPK gia re'
  it.each([
    ['from a brandname, what we start', 'HTXNAMPUNG', false],
    ['from a brandname, a reply', 'HTXNAMPUNG', true],
    ['from a short code, what we start', '8079', false],
  ])('is not sent %s', async (_name, from, isReply) => {
    const { standIn, channel, lines } = await startEsms({ brandname: from }, { from, templates: [price] })
    const rest = isReply ? { isReply } : {}
    const message = makeMessage(farmer, other, rest)
    expect(await channel.send(message)).toEqual({ type: 'failed', code: 'no_template' })
    expect(lines).toEqual([JSON.stringify({ messageId: message.id, event: 'esms_no_template' })])
    expect(standIn.requestCount()).toBe(0)
    expect(await channel.send(makeMessage(farmer, said, rest))).toMatchObject({ type: 'wired' })
    await standIn.close()
  })

  it('is sent as the reply of a short code, which is free', async () => {
    const { standIn, channel } = await startEsms({}, { templates: [price] })
    expect(await channel.send(makeMessage(farmer, other, { isReply: true }))).toMatchObject({ type: 'wired' })
    await standIn.close()
  })

  it('is for eSMS to judge where none is registered here', async () => {
    const { standIn, channel } = await startEsms({ templates: [/^HTX/] })
    expect(await channel.send(makeMessage(farmer, said))).toMatchObject({ type: 'wired' })
    expect(await channel.send(makeMessage(farmer, other))).toEqual({ type: 'failed', code: '146' })
    await standIn.close()
  })
})
