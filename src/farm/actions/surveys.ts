import { insert } from '../../store/writes.ts'
import type { FarmAction } from '../farm.ts'

const keepAnswers: FarmAction = {
  name: 'keep-answers',
  about: {
    vi: 'Giữ mọi câu trả lời của kịch bản: các ô đã có.',
    en: 'Keeps every answer of the flow: the slots that are filled.',
  },
  outcomes: {},
  params: { survey: 'Tên cuộc khảo sát; không ghi thì là tên kịch bản / name of the survey, else that of the flow' },
  gives: [],
  reads: [],
  keeps: true,
  async run({ slots, params, flow, person, messageId, now }, farm) {
    if (Object.keys(slots).length === 0) return {}
    const survey = typeof params.survey === 'string' ? params.survey : flow
    const row = { id: farm.newId(), personId: person.id, flow, survey, values: slots, messageId, recordedAt: now }
    return { writes: [insert('answers', row)] }
  },
}

export const surveyActions: FarmAction[] = [keepAnswers]
