import { startsWithPhrase } from '../../language/text/words.ts'

/** What farmers call the topics of tips. A topic that is not here is known by its own name. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  'vietgap-record': ['nhật ký', 'ghi chép', 'ghi sổ', 'sổ sách'],
  'vietgap-phi': ['cách ly', 'ngày cách ly', 'thời gian cách ly'],
  'vietgap-pesticide': ['thuốc', 'thuốc sâu', 'thuốc trừ sâu', 'thuốc bảo vệ thực vật', 'bvtv', 'phun thuốc', 'phun'],
  'vietgap-ppe': ['bảo hộ', 'đồ bảo hộ', 'an toàn', 'khẩu trang'],
  'vietgap-waste': ['vỏ thuốc', 'vỏ chai', 'bao bì', 'rác'],
  'vietgap-storage': ['cất thuốc', 'để thuốc', 'bảo quản thuốc', 'bảo quản'],
  'vietgap-fertiliser': ['phân', 'phân bón', 'bón phân', 'phân chuồng', 'ủ phân'],
  'vietgap-water': ['nước tưới', 'tưới nước', 'nguồn nước'],
  'vietgap-harvest': ['thu hoạch', 'thu hái', 'hái'],
  traceability: ['truy xuất', 'truy xuất nguồn gốc', 'nguồn gốc', 'tem'],
  'crop-slope': ['đất dốc', 'nương dốc', 'xói mòn', 'chống xói mòn'],
  'climate-cold': ['rét', 'rét đậm', 'chống rét', 'sương muối'],
  'climate-rain': ['mưa to', 'mưa lũ', 'lũ', 'ngập'],
  nutrition: ['dinh dưỡng', 'bữa ăn', 'ăn uống', 'ăn dặm'],
}

/** Topics of the household, not of the field: told only when asked for by name. */
const HOUSEHOLD = ['nutrition', 'climate-cold', 'climate-rain']

/** Whether a tip on this topic goes with any crop. */
export const isForAnyCrop = (topic: string): boolean => !HOUSEHOLD.includes(topic)

/** The topic a text names by the longest of its words; null: none. `topics`: those that have tips. */
export function topicIn(text: string, topics: readonly string[]): string | null {
  let best: { topic: string; length: number } | null = null
  for (const topic of topics) {
    for (const phrase of [...(WORDS[topic] ?? []), topic.replaceAll('-', ' ')]) {
      if (phrase.length > (best?.length ?? 0) && hasPhrase(text, phrase)) best = { topic, length: phrase.length }
    }
  }
  return best?.topic ?? null
}

/** Whether the phrase stands in the text on word borders, accents and a small slip apart. */
export const hasPhrase = (text: string, phrase: string): boolean =>
  [...text.matchAll(/\S+/g)].some((word) => startsWithPhrase(text.slice(word.index), phrase) !== null)
