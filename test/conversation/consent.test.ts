import { describe, expect, test } from 'vitest'
import { PERSON, START, survey, type TalkOptions, talk, written } from './harness.ts'

describe('consent', () => {
  const stranger = { ...PERSON, consent: 'none' as const }

  test('is asked once, and nothing is kept before', async () => {
    const it = talk(survey, { people: [stranger] })
    expect(await it.say('di nao ngo 3 ta')).toMatch(/^Kênh HTX Mường Vi xin chào\. Đã nhận\. Nhắn kèm ĐY/)
    expect(written(it)).toEqual(['consent asked'])
    expect(await it.say('dy')).toBe('Ghi ngô 300 kg.')
    expect(written(it)).toEqual(['consent agreed', 'keep'])
  })

  test.each(['3 ta dy', 'đồng ý 3 tạ', '3 tạ, ĐY'])('"%s" agrees and answers at once', async (text) => {
    const it = talk(survey, { people: [stranger] })
    await it.say('di nao ngo')
    expect(await it.say(text)).toBe('Ghi ngô 300 kg.')
    expect(written(it)).toEqual(['consent agreed', 'keep'])
  })

  const NOT_AGREED = [
    'không đồng ý',
    'khong dy',
    'chưa đồng ý',
    'đồng ý là sao',
    'dong y cai gi',
    'đồng ý nhưng không cho ai biết',
  ]
  test.each(NOT_AGREED)('"%s" is no agreement', async (text) => {
    const it = talk(survey, { people: [stranger] })
    await it.say('di nao ngo 3 ta')
    await it.say(text)
    expect(written(it)).not.toContain('consent agreed')
    expect(written(it)).not.toContain('keep')
  })

  test.each(['di nao ngo 3 ta khong dong y', 'di nao ngo 3 ta ko dy'])('"%s" keeps nothing', async (text) => {
    const it = talk(survey, { people: [stranger] })
    await it.say(text)
    expect(written(it)).toEqual(['consent refused'])
  })

  test('KHONG at the end of a text refuses once it was asked for', async () => {
    const it = talk(survey, { people: [stranger] })
    await it.say('di nao ngo 3 ta')
    await it.say('di nao ngo 4 ta không')
    expect(written(it)).toEqual(['consent refused'])
  })

  test.each(['dy', 'khong'])('"%s" once a person spoke last is said to that person', async (text) => {
    const options: TalkOptions = { people: [stranger] }
    const it = talk(survey, options)
    await it.say('di nao ngo 3 ta')
    options.quiet = { since: it.now + 1, until: it.now + 3_600_000 }
    expect(await it.say(text, { afterMs: 2000 })).toBe('')
    expect(written(it)).toEqual([`add ${text}`])
    options.quiet.since = START
    await it.say(text)
    expect(written(it)).not.toContain(`add ${text}`)
  })

  test('agreement can be taken back at any time', async () => {
    const it = talk(survey)
    await it.say('tôi không đồng ý nữa')
    expect(written(it)).toEqual(['consent refused'])
  })

  test('every report told before consent waits for it', async () => {
    const it = talk(survey, { people: [stranger] })
    await it.say('di nao ngo 3 ta')
    await it.say('di nao gung 2 ta')
    expect(await it.say('dy')).toBe('Ghi ngô 300 kg. Ghi gừng trâu 200 kg.')
    expect(written(it)).toEqual(['consent agreed', 'keep', 'keep'])
  })

  test('refused: the draft is erased', async () => {
    const it = talk(survey, { people: [stranger] })
    await it.say('di nao ngo 3 ta')
    await it.say('không')
    expect(written(it)).toEqual(['consent refused'])
    expect(it.session.unconsented).toEqual([])
    expect(await it.say('dy')).toMatch(/^Kênh HTX Mường Vi xin chào\. Nhắn kèm ĐY/)
    expect(written(it)).toEqual(['consent asked'])
    await it.say('dy')
    expect(written(it)).toEqual(['consent agreed'])
  })

  test.each(['dy', 'di nao ngo 3 ta dy', 'gia ngo dy'])('"%s" unasked is asked first', async (text) => {
    const it = talk(survey, { people: [stranger] })
    expect(await it.say(text)).toMatch(/^Kênh HTX Mường Vi xin chào\. .*Nhắn kèm ĐY/)
    expect(written(it)).toEqual(['consent asked'])
  })

  test('a draft is kept 30 days, no longer', async () => {
    const it = talk(survey, { people: [stranger] })
    await it.say('di nao ngo 3 ta')
    expect(it.wakeAt).toBe(it.now + 30 * 86_400_000)
    await it.say('dy', { afterMs: 31 * 86_400_000 })
    expect(written(it)).toEqual(['forget told', 'consent agreed'])
    expect(it.wakeAt).toBeNull()
  })

  test('a draft lapses though nobody texts, with the texts it was told in, and a later one is kept on', async () => {
    const it = talk(survey, { people: [stranger] })
    await it.say('di nao ngo 3 ta')
    await it.say('di nao gung 2 ta', { afterMs: 86_400_000 })
    await it.wake(29 * 86_400_000)
    expect(written(it)).toEqual(['forget told'])
    expect(it.session.unconsented).toHaveLength(1)
    await it.wake(86_400_000)
    expect(it.session.unconsented).toEqual([])
    expect(it.wakeAt).toBeNull()
  })

  test('after a refusal what was still on its way is forgotten too', async () => {
    const it = talk(survey, { people: [stranger] })
    await it.say('di nao ngo 3 ta')
    await it.say('không')
    await it.wake((it.wakeAt ?? 0) - it.now)
    expect(written(it)).toEqual(['forget told'])
  })
})
