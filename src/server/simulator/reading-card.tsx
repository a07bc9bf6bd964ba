import type { Reading } from './reading.ts'

/** The steps by which one text was read: letters, facts with their rules, what was left. */
export const ReadingCard = ({ reading }: { reading: Reading }) => (
  <div class="card reading" data-message={reading.id}>
    <h2>Máy đọc tin này thế nào</h2>
    <blockquote>{reading.text}</blockquote>
    <ol>
      <Letters reading={reading} />
      <Found facts={reading.facts} />
      {reading.unread.length > 0 && (
        <Step title="Để nguyên, không đoán">
          {reading.unread.map(({ said, why }) => (
            <p>
              <mark>{said}</mark> <span class="note">{why}</span>
            </p>
          ))}
        </Step>
      )}
      <Words title="Đã tính vào điều khác" words={reading.joined} />
      <Words title="Chữ đệm, bỏ qua" words={reading.filler} />
      <Words title="Còn lại: từ khoá, hoặc máy không hiểu" words={reading.rest} />
    </ol>
  </div>
)

const Step = ({ title, children }: { title: string; children?: unknown }) => (
  <li>
    <b>{title}</b>
    {children}
  </li>
)

const Letters = ({ reading: { accents, repaired } }: { reading: Reading }) =>
  accents === null && repaired.length === 0 ? null : (
    <Step title="Chữ">
      {repaired.map(({ said, read, why }) => (
        <p>
          <mark>{said}</mark> → {read} <span class="note">{why}</span>
        </p>
      ))}
      {accents !== null && <p class="note">{accents}</p>}
    </Step>
  )

const Found = ({ facts }: { facts: Reading['facts'] }) => (
  <Step title={facts.length === 0 ? 'Không tìm thấy điều gì' : 'Tìm thấy'}>
    {facts.map(({ said, kind, readings, why, isUnwanted, lost }) => (
      <div class={readings.length > 1 ? 'found doubtful' : 'found'}>
        <p>
          <mark>{said}</mark> {kind}: <strong>{readings.join(' hay ')}</strong>
          {readings.length > 1 && '?'} {isUnwanted && <span class="badge">việc này không cần</span>}
        </p>
        {why.map((each) => (
          <p class="note">{each}</p>
        ))}
        {lost.map((other) => (
          <p class="note">
            <s>
              “{other.said}” là {other.kind}
            </s>{' '}
            {other.why}
          </p>
        ))}
      </div>
    ))}
  </Step>
)

const Words = ({ title, words }: { title: string; words: readonly string[] }) =>
  words.length === 0 ? null : (
    <Step title={title}>
      <p>
        {words.map((word) => (
          <>
            <mark>{word}</mark>{' '}
          </>
        ))}
      </p>
    </Step>
  )
