import { localTime } from '../../conversation/calendar.ts'
import { printDay, printMoment, printTime } from './clock.ts'
import { printVnd } from './costs.ts'
import { InsightCards } from './insight-cards.tsx'
import { CLASS, STATUS } from './labels.ts'
import type { Reading } from './reading.ts'
import { ReadingCard } from './reading-card.tsx'
import type { Entry, Talk } from './talk.ts'

/** What changes while one looks: sent again to the page as a whole, which keeps what is the same. */

/** The texts of one phone, oldest first, as list items. */
export const thread = ({ entries }: Talk) => (
  <>
    {entries.map((entry, index) => (
      <>
        {isNewDay(entries[index - 1], entry) && (
          <li class="day" data-key={`day-${localTime(entry.at).day}`}>
            <span>{printDay(entry.at)}</span>
          </li>
        )}
        {entry.type === 'own' ? <OwnText entry={entry} /> : <ServiceText entry={entry} />}
      </>
    ))}
  </>
)

/** The panel beside the phone. */
export const insightPanel = (talk: Talk) => <InsightCards talk={talk} />

/** How one text was read. */
export const readingCard = (reading: Reading) => <ReadingCard reading={reading} />

const isNewDay = (before: Entry | undefined, entry: Entry): boolean =>
  before === undefined || localTime(before.at).day !== localTime(entry.at).day

const OWN_STATUS = { taken: null, waiting: 'đang chờ xử lý', failed: 'chưa xử lý được' } as const

const OwnText = ({ entry }: { entry: Extract<Entry, { type: 'own' }> }) => (
  <li class="text own" data-key={entry.id}>
    <span class="hidden">Bạn nhắn: </span>
    <p class="bubble">{entry.text}</p>
    <p class="meta">
      {entry.parts !== null && entry.vnd !== null && (
        <span>
          {entry.parts} tin · {printVnd(entry.vnd)}
        </span>
      )}
      {OWN_STATUS[entry.status] && <span class="trouble">{OWN_STATUS[entry.status]}</span>}
      <time>{printTime(entry.at)}</time>
      <button type="button" class="why" data-reading={entry.id}>
        đọc thế nào?
      </button>
    </p>
  </li>
)

const GONE: readonly string[] = ['superseded', 'cancelled', 'expired', 'stopped', 'failed']
const TROUBLE: readonly string[] = ['failed', 'stopped', 'expired', 'errored', 'uncertain']

const ServiceText = ({ entry }: { entry: Extract<Entry, { type: 'service' }> }) => {
  const { status, parts, vnd } = entry
  const isGone = GONE.includes(status)
  const isWaiting = status === 'queued' || status === 'errored'
  const tag = CLASS[entry.class]
  return (
    <li class={`text service${isGone ? ' gone' : ''}${isWaiting ? ' waiting' : ''}`} data-key={entry.id}>
      <span class="hidden">Máy chủ nhắn: </span>
      <p class="bubble">{entry.text ?? '(không dựng được lời của tin này)'}</p>
      {entry.choices.length > 0 && !isGone && <Choices entry={entry} />}
      <p class="meta">
        {tag && <span class="tag">{tag}</span>}
        {parts !== null && (
          <span>
            {parts} tin{vnd !== null && ` · ${printVnd(vnd)}`}
          </span>
        )}
        <span class={TROUBLE.includes(status) ? 'trouble' : 'status'} title={status}>
          {entry.dueAt === null ? STATUS[status] : `gửi lúc ${printMoment(entry.dueAt)}`}
        </span>
        {entry.dueAt === null && <time>{printTime(entry.at)}</time>}
      </p>
    </li>
  )
}

/** Buttons of an older question stay: a tap on one is answered, never applied. */
const Choices = ({ entry }: { entry: Extract<Entry, { type: 'service' }> }) => (
  <div class={entry.isOpen ? 'choices' : 'choices old'}>
    {entry.choices.map(({ title, payload }) => (
      <button type="button" data-payload={payload} data-text={title}>
        {title}
      </button>
    ))}
  </div>
)
