import { localTime } from '../../conversation/calendar.ts'
import type { ActionInput, ActionResult } from '../../conversation/world.ts'
import { read } from '../../language/read.ts'
import { allTips } from '../../store/queries/tips.ts'
import type { Row, Write } from '../../store/writes.ts'
import type { Farm, FarmAction } from '../farm.ts'
import { hasPhrase, isForAnyCrop, topicIn } from '../tips/topics.ts'

/** The tips still to be told after the last one, for THEM. */
const MEMORY = 'tips'

const OUTCOMES = {
  which: 'Chưa nói cây nào, việc gì / neither a crop nor a topic was named',
  none: 'Chưa có bài nào (hoặc chưa ai duyệt) / there is none, or none reviewed yet',
}

/** Those that may be sent: in production, only reviewed ones. */
const sendable = async ({ db, settings }: Farm): Promise<Row<'tips'>[]> =>
  (await allTips(db)).filter(({ reviewer }) => !settings.isProduction || reviewer !== null)

/** Asked about, even a bare `gung` is the crop. */
function cropOf(input: ActionInput, farm: Farm): string | null {
  const { crop, about } = input.slots
  if (crop?.type === 'crop') return crop.crop
  const text = about?.type === 'text' ? about.text : input.text
  const { crops, places } = input.program
  const context = { now: localTime(input.now), crops, places, saoM2: farm.settings.saoM2, tense: 'past' as const }
  const said = read(text, 'crop', { ...context, expect: ['crop'] })
  return said && 'crop' in said ? said.crop : null
}

const findTip: FarmAction = {
  name: 'find-tip',
  about: {
    vi: 'Tìm bài kỹ thuật theo cây và việc vừa hỏi.',
    en: 'Finds the tip on the crop and topic just asked about.',
  },
  outcomes: OUTCOMES,
  gives: ['tip', 'more', 'crop', 'general'],
  reads: ['crop', 'about'],
  keeps: false,
  async run(input, farm) {
    const known = await allTips(farm.db)
    const tips = await sendable(farm)
    const crop = cropOf(input, farm)
    const topic = topicIn(input.text, [...new Set(known.map((tip) => tip.topic))])
    const isVietgap = hasPhrase(input.text, 'vietgap') || hasPhrase(input.text, 'viet gap')
    if (!crop && !topic && !isVietgap) return { outcome: 'which' }
    const found = select(tips, { crop, topic, isVietgap })
    const general = tips.some((tip) => tip.topic.startsWith('vietgap-')) ? 'VietGAP' : null
    if (found.length === 0) return { outcome: 'none', values: { crop: crop && { crop }, general } }
    return tell(found, input)
  },
}

interface Wanted {
  crop: string | null
  topic: string | null
  isVietgap: boolean
}

/** On the topic, the crop's own before the general; or on the crop, its own and then what goes with any crop. None of its own: none. */
function select(tips: readonly Row<'tips'>[], { crop, topic, isVietgap }: Wanted): Row<'tips'>[] {
  const ownFirst = (list: Row<'tips'>[]) => [...list.filter((tip) => tip.crop), ...list.filter((tip) => !tip.crop)]
  const fits = (tip: Row<'tips'>) => tip.crop === null || tip.crop === crop
  const onTopic = topic ? ownFirst(tips.filter((tip) => tip.topic === topic && fits(tip))) : []
  if (onTopic.length > 0) return onTopic
  const general = tips.filter((tip) => tip.crop === null)
  const vietgap = general.filter((tip) => tip.topic.startsWith('vietgap-') || tip.topic === 'traceability')
  if (isVietgap) return [...tips.filter((tip) => tip.crop !== null && tip.crop === crop), ...vietgap]
  const own = tips.filter((tip) => crop !== null && tip.crop === crop)
  return own.length > 0 ? [...own, ...general.filter((tip) => isForAnyCrop(tip.topic))] : []
}

/** The first of them now, the others after THEM. */
function tell(tips: readonly Row<'tips'>[], input: ActionInput): ActionResult<Write> {
  const [tip, ...rest] = tips
  if (!tip) return { outcome: 'none', memory: { [MEMORY]: null } }
  return {
    values: { tip: (input.person.locale === 'en' ? tip.en : null) ?? tip.vi, more: rest.length || null },
    memory: { [MEMORY]: rest.map(({ id }) => id) },
  }
}

const nextTip: FarmAction = {
  name: 'next-tip',
  about: { vi: 'Bài kỹ thuật tiếp theo bài vừa xem.', en: 'The tip after the one just read.' },
  outcomes: {
    nothing: 'Chưa xem bài nào / no tip has been read',
    none: 'Đã xem hết / all have been read',
  },
  gives: ['tip', 'more'],
  reads: [],
  keeps: false,
  async run(input, farm) {
    const ids = input.memory[MEMORY]?.value
    if (!Array.isArray(ids)) return { outcome: 'nothing' }
    const tips = await sendable(farm)
    const next = ids.flatMap((id) => tips.find((tip) => tip.id === id) ?? [])
    return next.length > 0 ? tell(next, input) : { outcome: 'none' }
  },
}

export const tipActions: FarmAction[] = [findTip, nextTip]
