import { printMoment } from './clock.ts'
import { printVnd } from './costs.ts'
import type { Heard } from './heard.ts'
import type { FlowView, Insight } from './insight.ts'
import { EXAMPLES, saidOn } from './labels.ts'
import { ReadingCard } from './reading-card.tsx'
import type { Talk } from './talk.ts'

const CONSENT = {
  none: 'Chưa hỏi đồng ý',
  asked: 'Đã hỏi, chưa đồng ý',
  agreed: 'Đã đồng ý lưu tin',
  refused: 'Không đồng ý lưu tin',
} as const

/** What the service knows of this talk, and what it made of the last text. */
export const InsightCards = ({ talk }: { talk: Talk }) =>
  talk.insight === null || talk.entries.length === 0 ? (
    <>
      <Welcome talk={talk} />
      <Ahead ahead={talk.ahead} />
    </>
  ) : (
    <Cards talk={talk} insight={talk.insight} />
  )

const Ahead = ({ ahead }: { ahead: Talk['ahead'] }) =>
  ahead.length === 0 ? null : (
    <div class="card ahead">
      <h2>Hẹn gửi</h2>
      <ul>
        {ahead.map(({ dueAt, text }) => (
          <li>
            <b>{dueAt === null ? '' : printMoment(dueAt)}</b> {text}
          </li>
        ))}
      </ul>
    </div>
  )

const SHOWN_AT_FIRST = 8

const Welcome = ({ talk: { seat, person } }: { talk: Talk }) => (
  <div class="card welcome">
    <h2>Nhắn thử một tin</h2>
    <p>
      Gõ như bà con vẫn gõ: không dấu, viết tắt, cả báo cáo trong một tin. Chỗ này sẽ hiện máy đã hiểu gì, đang ở bước
      nào và đã ghi gì.
    </p>
    <div class="jobs">
      {EXAMPLES[person?.person.role ?? 'farmer'].slice(0, SHOWN_AT_FIRST).map((example) => (
        <button type="button" data-text={saidOn(example, seat.form)}>
          <span>{example.job}</span>
          <q>{saidOn(example, seat.form)}</q>
        </button>
      ))}
    </div>
  </div>
)

const Cards = ({ talk, insight }: { talk: Talk; insight: Insight }) => (
  <>
    {insight.heard && <HeardCard heard={insight.heard} />}
    {insight.heard && <ReadingCard reading={insight.heard.reading} />}
    {insight.question && (
      <div class="card question">
        <h2>Đang chờ trả lời</h2>
        <p>{insight.question.text}</p>
        {insight.question.isAbout && <p class="note">Hỏi về: {insight.question.isAbout}</p>}
      </div>
    )}
    {insight.flow && <FlowCard flow={insight.flow} />}
    <Kept insight={insight} />
    <Ahead ahead={talk.ahead} />
    <p class="facts">
      <span>{insight.isStopped ? 'Đã ngừng nhận tin' : (insight.consent && CONSENT[insight.consent]) || ''}</span>
      <span>
        {talk.seat.form === 'sms'
          ? `Người nhắn trả ${printVnd(talk.cost.ownVnd)} · dự án trả ${printVnd(talk.cost.serviceVnd)}, theo bảng giá`
          : 'Zalo: không mất tiền tin'}
      </span>
    </p>
  </>
)

const HeardCard = ({ heard }: { heard: Heard }) => (
  <div class="card heard">
    <h2>Hiểu tin vừa rồi</h2>
    <p class="quote">
      {heard.pieces.map((piece) =>
        piece.kind ? (
          <span class={piece.readings && piece.readings.length > 1 ? 'fact doubtful' : 'fact'}>
            <mark>{piece.said}</mark>
            <small>
              <span class="kind">{piece.kind}</span> {piece.readings?.join(' hay ')}
              {piece.readings && piece.readings.length > 1 ? '?' : ''}
            </small>
          </span>
        ) : (
          <span class="plain">{piece.said}</span>
        ),
      )}
    </p>
    <p class="note">{heard.isUnderstood ? heard.flow && `Kịch bản: ${heard.flow}` : 'Chưa hiểu tin này.'}</p>
  </div>
)

const STATE = { passed: 'đã qua', waiting: 'đang chờ', ahead: 'chưa tới' } as const

const FlowCard = ({ flow }: { flow: FlowView }) => (
  <div class="card flow">
    <h2>
      {flow.title}{' '}
      <span class={flow.isUnderWay ? 'badge live' : 'badge'}>{flow.isUnderWay ? 'đang làm' : 'đã xong'}</span>
    </h2>
    {flow.slots.length > 0 && (
      <dl class="slots">
        {flow.slots.map(({ name, label, value, doubts }) => (
          <div class={doubts.length > 0 ? 'doubtful' : value === null ? 'empty' : ''}>
            <dt>
              <span>{label}</span> <code>{name}</code>
            </dt>
            <dd>{doubts.length > 0 ? `${doubts.join(' hay ')}?` : (value ?? '–')}</dd>
          </div>
        ))}
      </dl>
    )}
    {flow.steps.length > 0 && (
      <ol class="path" aria-label="Các bước của kịch bản">
        {flow.steps.map(({ id, says, state }) => (
          <li class={state}>
            <code>{id}</code> <span>{says}</span> <span class="hidden">({STATE[state]})</span>
          </li>
        ))}
      </ol>
    )}
  </div>
)

const WAITS_FOR = { consent: 'chờ đồng ý', turn: 'sẽ quay lại', word: 'khi nào nhắn thì nhắc' } as const

const Kept = ({ insight: { last, drafts, held } }: { insight: Insight }) => (
  <>
    {last && (
      <div class="card last">
        <h2>Bản ghi cuối</h2>
        <p>
          <b>{last.title}</b>
          {last.values.length > 0 && `: ${last.values.join(' · ')}`}
        </p>
      </div>
    )}
    {(drafts.length > 0 || held.length > 0) && (
      <div class="card drafts">
        <h2>Còn để đó</h2>
        <ul>
          {drafts.map(({ title, values, waitsFor }) => (
            <li>
              {title}
              {values.length > 0 && `: ${values.join(' · ')}`} <span class="badge">{WAITS_FOR[waitsFor]}</span>
            </li>
          ))}
          {held.map((text) => (
            <li>
              “{text}” <span class="badge">mẩu tin, đợi tin sau</span>
            </li>
          ))}
        </ul>
      </div>
    )}
  </>
)
