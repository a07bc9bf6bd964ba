import { describe, expect, test } from 'vitest'
import { addNumber, personOf } from './join-rig.ts'
import { openRig, type Rig } from './rig.ts'

const NOTHING = 'Chua co tin nao vua ghi de sua'

/** A farmer who reports by one number, and writes by another too. */
async function reported(): Promise<Rig> {
  const rig = await openRig({ person: { name: 'Mẩy' } })
  await addNumber(rig, await personOf(rig, 'farmer'))
  expect(await rig.says('farmer', 'bc lua 4 ta')).toContain('Da ghi: lua 400 kg')
  return rig
}

describe('a report corrected from another number or channel of the same person', () => {
  test.each([
    ['sua 5 ta', 'Sua lai: lua 400 kg thanh 500 kg.'],
    ['sua lua 5 ta', 'Sua lai: lua 400 kg thanh 500 kg.'],
    ['sua', 'Sua gi a?'],
    ['sai roi', 'Sua gi a?'],
  ])('%s', async (text, answer) => {
    const rig = await reported()
    expect(await rig.says('third', text)).toContain(answer)
  })

  test('and once more, then from the first again', async () => {
    const rig = await reported()
    await rig.says('third', 'sua 5 ta')
    expect(await rig.says('third', 'sua 6 ta')).toContain('lua 500 kg thanh 600 kg')
    expect(await rig.says('farmer', 'sua 7 ta')).toContain('lua 600 kg thanh 700 kg')
  })

  test('not after 24 hours, nor once it was taken back', async () => {
    const late = await reported()
    late.stage.pass(25 * 60 * 60 * 1000)
    expect(await late.says('third', 'sua 5 ta')).toContain(NOTHING)
    const rig = await reported()
    expect(await rig.says('farmer', 'xoa tin')).toContain('Da bo')
    expect(await rig.says('third', 'sua 5 ta')).toContain(NOTHING)
  })
})
