import { expect, test } from 'vitest'
import { openRig } from './rig.ts'

/** A report, what is said to correct it, and the weight then kept: at once, or by the answer to a question. */
const CASES: [report: string[], said: string, kept: number | { asked: string; first: number; second: number }][] = [
  [
    ['bc lon den 3 con'],
    'sua moi can lai 180 kg',
    { asked: '3 con (540 kg). 2: 3 con (180 kg)', first: 540, second: 180 },
  ],
  [['bc lon den 3 con'], 'sua moi 180 kg', { asked: '3 con (540 kg). 2: 3 con (180 kg)', first: 540, second: 180 }],
  [['bc lon den 3 con'], 'moi can 180 kg', { asked: '3 con (540 kg). 2: 3 con (180 kg)', first: 540, second: 180 }],
  [['bc lon den 3 con'], 'sửa mới cân lại 180 kg', 180],
  [['bc lon den 3 con'], 'sửa mỗi con 180 kg', 540],
  [['bc lon den 3 con'], 'sửa mỗi 180 kg', 540],
  [['bc lon den 3 con'], 'sua moi con 180 kg', 540],
  [['bc lon den 3 con'], 'sua moi can lai tat ca 180 kg', 180],
  [['bc lon den 3 con 150 kg'], 'sua moi 180 kg', { asked: '3 con (540 kg)', first: 540, second: 180 }],
  [['bc ngo 5 bao', '50 kg'], 'sua moi can lai 45 kg', { asked: '5 bao (225 kg)', first: 225, second: 45 }],
  [['bc ngo 5 bao', '50 kg'], 'sua moi bao 45 kg', 225],
  [['bc ngo 5 bao', '50 kg'], 'sua 240 kg', 240],
  // The last that was asked was the weight of one: a bare correction may be of one, or of all.
  [['bc ngo 5 bao', '50 kg'], 'nham 45 can', { asked: '5 bao (225 kg)', first: 225, second: 45 }],
  [['bc ngo 5 bao', '50 kg'], 'sua mõi bao 45 can', { asked: '5 bao (225 kg)', first: 225, second: 45 }],
  // No sack holds so much: it is the weight of all.
  [['bc ngo 5 bao', '50 kg'], 'sua moi can 300 kg', 300],
  [['bc ngo 5 bao', '50 kg'], 'sua moi mua them 300 kg', { asked: '550 kg', first: 550, second: 300 }],
  [['bc ngo 3 ta'], 'sua them 50 kg', { asked: '1: 350 kg. 2: 50 kg', first: 350, second: 50 }],
  [['bc ngo 3 ta'], 'sua moi can lai 280 kg', 280],
]

async function keptAfter(texts: readonly string[]): Promise<{ kg: unknown; reply: string }> {
  const rig = await openRig()
  let reply = ''
  for (const text of texts) reply = await rig.says('farmer', text)
  const row = rig.stage.store.client.prepare('select quantity_kg as kg from yields').get()
  return { ...JSON.parse(JSON.stringify(row)), reply }
}

test.each(CASES)('%j, then %j', async (report, said, kept) => {
  if (typeof kept === 'number') return expect(await keptAfter([...report, said])).toMatchObject({ kg: kept })
  const before = await keptAfter(report)
  expect(await keptAfter([...report, said])).toEqual({ kg: before.kg, reply: expect.stringContaining(kept.asked) })
  expect(await keptAfter([...report, said, '1'])).toMatchObject({ kg: kept.first })
  expect(await keptAfter([...report, said, '2'])).toMatchObject({ kg: kept.second })
})
