import { insert } from '../../store/writes.ts'
import type { FarmAction } from '../farm.ts'

const keepAnswers: FarmAction = {
  name: 'keep-answers',
  about: {
    vi: 'Giữ mọi câu trả lời của kịch bản này (các ô đã có). Tên cuộc khảo sát: with: { survey: … }; không ghi thì là tên kịch bản.',
    en: 'Keeps every answer of this flow (the slots filled). The survey is named by with: { survey: … }, else by the flow.',
  },
  outcomes: { nothing: 'Chưa có câu trả lời nào / there is no answer to keep' },
  gives: [],
  reads: [],
  keeps: true,
  async run({ slots, params, flow, person, messageId, now }, farm) {
    if (Object.keys(slots).length === 0) return { outcome: 'nothing' }
    const survey = typeof params.survey === 'string' ? params.survey : flow
    const row = { id: farm.newId(), personId: person.id, flow, survey, values: slots, messageId, recordedAt: now }
    return { writes: [insert('answers', row)] }
  },
}

export const surveyActions: FarmAction[] = [keepAnswers]
