import { expect, test } from 'vitest'
import { openRig } from '../farm/rig.ts'

/** One who texts very fast: what a folded answer must not lose. */
async function fast() {
  const rig = await openRig({ person: { consent: 'agreed' } })
  let sent = 0
  const text = async (words: string) => {
    rig.stage.pass(500)
    const message = { type: 'message' as const, externalId: `fast-${++sent}`, from: rig.cast.urnOf('farmer') }
    const result = await rig.stage.intake.receive('simulator', { ...message, text: words, attachments: [] })
    expect(result).toMatchObject({ type: 'taken' })
  }
  const rows = () => rig.sentTo('farmer')
  /** What is due now, or waits. */
  const going = async () => (await rows()).filter(({ status }) => status === 'queued')
  return { ...rig, text, rows, going }
}

test.each([
  ['tc', /^Da ngung gui tin/],
  ['tc qc', /quang cao/],
])('"%s" is confirmed now, whatever follows', async (word, said) => {
  const rig = await fast()
  for (let n = 1; n <= 14; n++) await rig.text(`zx qw ${n} vb`)
  await rig.text(word)
  const [confirmed] = (await rig.rows()).slice(-1)
  expect(rig.words(confirmed?.texts)).toMatch(said)
  expect(confirmed?.dueAt).toBe(rig.stage.now())
  for (let n = 1; n <= 5; n++) await rig.text(`bc ngo ${n} kg`)
  expect((await rig.going()).map(({ id }) => id)).toContain(confirmed?.id)
})

test('a start and a yes to consent are confirmed now, whatever follows', async () => {
  const rig = await fast()
  await rig.text('tc')
  for (const words of ['bat dau', 'khong dong y nua']) {
    await rig.text(words)
    const [confirmed] = (await rig.rows()).slice(-1)
    expect(confirmed?.dueAt).toBe(rig.stage.now())
    for (let n = 1; n <= 16; n++) await rig.text(`zx qw ${n} vb`)
    expect((await rig.going()).map(({ id }) => id)).toContain(confirmed?.id)
  }
})

test('every report kept in a flood is said back, and every text counted', async () => {
  const rig = await fast()
  for (let n = 1; n <= 40; n++) await rig.text(n === 30 ? 'sua 999 kg' : `bc ngo ${100 + n} kg`)
  await rig.text('gia gung')
  const said = (await rig.going()).map(({ texts }) => rig.words(texts))
  for (let n = 1; n <= 40; n++) if (n !== 30) expect(said.join('\n')).toMatch(new RegExp(`ngo ${100 + n} kg\\b`))
  expect(said.join('\n')).toContain('thanh 999 kg')
  const folded = said.find((words) => words.includes('tra loi tin cuoi'))
  expect(folded).toMatch(/Da ghi \d+ bao cao: (ngo \d+ kg; )+ngo \d+ kg\./)
  const held = (await rig.rows()).filter(({ reason }) => reason === 'folded').length
  expect(folded).toContain(`Da nhan ${held + 1} tin, tra loi tin cuoi`)
})

test('texts that got no answer are counted too', async () => {
  const rig = await fast()
  // The same to the same is withheld after a few.
  for (let n = 1; n <= 30; n++) await rig.text('Toi dang ban, se goi lai')
  await rig.text('bc ngo 300 kg')
  const rows = await rig.rows()
  const answered = rows.filter(({ status, onceKey }) => status === 'queued' && onceKey === null)
  const last = answered.at(-1)
  const before = answered.at(-2)
  const since = before ? 31 - rows.findIndex(({ id }) => id === before.id) - 1 : 31
  expect(rig.words(last?.texts)).toContain(`Da nhan ${since} tin, tra loi tin cuoi: Da ghi: ngo 300 kg`)
})
