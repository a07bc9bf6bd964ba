import { setTimeout as sleep } from 'node:timers/promises'
import type { Channel } from '../../src/channels/channel.ts'
import { countParts, toSms } from '../../src/conversation/parts.ts'
import { makeMessage } from '../channels/rig.ts'
import { type FakePhones, type Part, read } from './kannel-phones.ts'

/** What our texts contain, and whatever else the 7-bit alphabet has; the signs of the second row count twice. */
const WORDS = [
  'Giá gừng hôm nay 15.000 đ/kg',
  'bà con',
  'Đã ghi: ngô 350 kg, 2 sào',
  'SỬA',
  'độ ẩm ≥ 70%',
  '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ',
  '¤¡ÄÖÑÜ§¿äöñüà',
  '"2½ tạ", 3 × 4 m²',
  '& + % = ? # / :',
]
const TWICE = ['€', '{a}', '[b]', '^', '\\', '~', '|', '€€€€€€€€']
const LONGEST = 1600

/** Texts of all lengths, up to ten parts, and of all letters, as they leave: the same for the same row of random numbers. */
export function textsOfAllKinds(count: number, random: () => number): string[] {
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  return Array.from({ length: count }, (_, index) => {
    // Lengths in turn, so that 200 texts have every number of parts; around their borders the most goes wrong.
    const border = 153 * (1 + (index % 10)) + (index % 10 === 0 ? 7 : 0)
    const length = index % 2 === 0 ? border - 3 + Math.floor(random() * 7) : 1 + Math.floor(random() * LONGEST)
    const share = random() ** 3
    let text = ''
    while (text.length < length) text += random() < share ? pick(TWICE) : `${pick(WORDS)} `
    return toSms([...text].slice(0, length).join(''))
  })
}

/** How a text went over the wire. */
export interface OnWire {
  text: string
  /** As the phone shows it, its parts put together. */
  shown: string
  parts: number
  /** As we count it. */
  counted: number
}

/** Sends each text to a number of its own and waits for what comes out. */
export async function sendAll(channel: Channel, phones: FakePhones, texts: readonly string[]): Promise<OnWire[]> {
  const toOf = (index: number) => `8498${String(index).padStart(7, '0')}`
  const before = phones.parts.length
  for (const [index, text] of texts.entries()) {
    const result = await channel.send(makeMessage(`tel:+${toOf(index)}`, text))
    if (result.type !== 'wired') throw new Error(`text ${index} of ${text.length} letters: ${JSON.stringify(result)}`)
  }
  const got = () => Map.groupBy(phones.parts.slice(before), ({ to }) => to)
  const isWhole = (parts: readonly Part[] = []) => parts.length > 0 && parts.length === (parts[0]?.of?.count ?? 1)
  for (let waited = 0; waited < 20_000; waited += 50) {
    const parts = got()
    if (texts.every((_, index) => isWhole(parts.get(toOf(index))))) break
    await sleep(50)
  }
  const parts = got()
  return texts.map((text, index) => {
    const own = (parts.get(toOf(index)) ?? []).toSorted((a, b) => (a.of?.number ?? 0) - (b.of?.number ?? 0))
    return { text, shown: read(own, false), parts: own.length, counted: countParts(text) }
  })
}
