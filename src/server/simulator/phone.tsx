import { EXAMPLES, ROLE, saidOn } from './labels.ts'
import type { Player } from './people.ts'
import { printNumber, printSeat, type Seat } from './seat.ts'
import type { Talk } from './talk.ts'
import { thread } from './talk-parts.tsx'

export interface PhoneProps {
  talk: Talk
  players: readonly Player[]
  operator: string
  /** Its place on the page: `a` or `b`. */
  place: 'a' | 'b'
  /** This page's address with another seat in this place. */
  addressWith(seat: string): string
}

/** One phone: who it belongs to, its screen, and where one types. */
export const Phone = (props: PhoneProps) => {
  const { talk, place } = props
  const seat = printSeat(talk.seat)
  const isSms = talk.seat.form === 'sms'
  return (
    <section class="seat" data-place={place} aria-label={place === 'a' ? 'Máy thứ nhất' : 'Máy thứ hai'}>
      <Who {...props} />
      <div class={`phone ${talk.seat.form}`}>
        {isSms && <div class="speaker" aria-hidden="true" />}
        <div class="screen">
          {isSms ? <SmsTop operator={props.operator} /> : <ZaloTop operator={props.operator} />}
          <ol class="thread" role="log" aria-live="polite" aria-label="Tin nhắn" tabindex={0} data-thread={seat}>
            {thread(talk)}
          </ol>
          <Writer seat={talk.seat} place={place} />
        </div>
        {isSms && <Keypad />}
      </div>
      <Examples talk={talk} />
    </section>
  )
}

const FORMS: readonly [Seat['form'], string][] = [
  ['sms', 'SMS'],
  ['zalo', 'Zalo'],
]

const Who = ({ talk, players, place, addressWith }: PhoneProps) => {
  const { number, form } = talk.seat
  const isKnown = players.some((player) => player.number === number)
  const optionOf = (of: string) => addressWith(printSeat({ number: of, form }))
  return (
    <div class="who">
      <label class="hidden" for={`who-${place}`}>
        Bạn là ai
      </label>
      <select id={`who-${place}`} data-go>
        {players.map((player) => (
          <option value={optionOf(player.number)} selected={player.number === number}>
            {nameOf(player)}
          </option>
        ))}
        {!isKnown && (
          <option value={optionOf(number)} selected>
            {talk.person?.person.name ?? 'Số lạ'} · {printNumber(number)}
          </option>
        )}
        <option value={addressWith(`${form}:new`)}>Một số mới, chưa nhắn bao giờ</option>
      </select>
      <nav class="switch" aria-label="Loại máy">
        {FORMS.map(([each, title]) => (
          <a
            href={addressWith(printSeat({ number, form: each }))}
            class={each}
            aria-current={each === form ? 'true' : undefined}
          >
            {title}
          </a>
        ))}
      </nav>
      <a
        class="pill"
        href={addressWith(`${form}:new`)}
        title="Làm lại với một số mới"
        aria-label="Làm lại với một số mới"
      >
        ↺
      </a>
    </div>
  )
}

const nameOf = ({ names, role, number }: Player): string =>
  `${names.length > 0 ? names.join(' và ') : printNumber(number)}, ${ROLE[role]}`

const SmsTop = ({ operator }: { operator: string }) => (
  <header class="top">
    <span class="signal" aria-hidden="true">
      <i />
      <i />
      <i />
      <i />
    </span>
    <h2>{operator}</h2>
    <span class="battery" aria-hidden="true">
      <i />
    </span>
  </header>
)

const ZaloTop = ({ operator }: { operator: string }) => (
  <header class="top">
    <span class="avatar" aria-hidden="true">
      {operator.split(' ').at(-1)?.charAt(0) ?? ''}
    </span>
    <div>
      <h2>{operator}</h2>
      <p>Tài khoản OA</p>
    </div>
  </header>
)

const Writer = ({ seat, place }: { seat: Seat; place: string }) => (
  <form class="writer" data-writer={printSeat(seat)}>
    <p class="error" role="alert" hidden />
    <label class="hidden" for={`text-${place}`}>
      Viết tin
    </label>
    <input
      id={`text-${place}`}
      name="text"
      type="text"
      maxlength={1600}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      placeholder={seat.form === 'sms' ? 'Viết tin…' : 'Tin nhắn'}
      enterkeyhint="send"
    />
    {seat.form === 'sms' && <output class="count" for={`text-${place}`} />}
    <button type="submit">Gửi</button>
  </form>
)

const KEYS: readonly [string, string][] = [
  ['1', ''],
  ['2', 'abc'],
  ['3', 'def'],
  ['4', 'ghi'],
  ['5', 'jkl'],
  ['6', 'mno'],
  ['7', 'pqrs'],
  ['8', 'tuv'],
  ['9', 'wxyz'],
  ['*', ''],
  ['0', '␣'],
  ['#', ''],
]

const Keypad = () => (
  <fieldset class="keypad">
    <legend class="hidden">Bàn phím số</legend>
    {KEYS.map(([key, letters]) => (
      <button type="button" data-digit={key} aria-label={`Phím ${key}`}>
        {key}
        <small aria-hidden="true">{letters}</small>
      </button>
    ))}
  </fieldset>
)

const Examples = ({ talk: { seat, person } }: { talk: Talk }) => (
  <fieldset class="examples">
    <legend>Nhắn thử</legend>
    {EXAMPLES[person?.person.role ?? 'farmer'].map((example) => (
      <button type="button" class="pill" data-text={saidOn(example, seat.form)} title={example.job}>
        {saidOn(example, seat.form)}
      </button>
    ))}
  </fieldset>
)
