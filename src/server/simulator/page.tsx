import { html } from 'hono/html'
import type { Player } from './people.ts'
import { Phone } from './phone.tsx'
import { printSeat } from './seat.ts'
import type { Talk } from './talk.ts'
import { insightPanel } from './talk-parts.tsx'

export interface PageProps {
  /** One or two. */
  talks: readonly Talk[]
  players: readonly Player[]
  operator: string
}

/** The whole page, with what its phones show now. */
export const page = (props: PageProps) => html`<!doctype html>${<Document {...props} />}`

const addressOf = (a: string, b: string | undefined): string =>
  `/simulator?${new URLSearchParams({ a, ...(b === undefined ? {} : { b }) })}`

const Document = ({ talks, players, operator }: PageProps) => {
  const [first, second] = talks.map(({ seat }) => printSeat(seat))
  const a = first ?? ''
  return (
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Máy thử · {operator}</title>
        <link rel="icon" type="image/svg+xml" href="/simulator/icon.svg" />
        <link rel="stylesheet" href="/simulator/style.css" />
        <script type="module" src="/simulator/client.js" />
      </head>
      <body>
        <header class="banner">
          <img class="mark" src="/simulator/icon.svg" alt="" width="40" height="40" />
          <div class="title">
            <h1>
              Mùa <small>máy thử</small>
            </h1>
            <p>Nhắn như bà con vẫn nhắn. Không tin nào ra khỏi máy tính này.</p>
          </div>
          {second === undefined ? (
            <a class="pill" href={addressOf(a, secondSeat(players, a))}>
              Thêm máy thứ hai
            </a>
          ) : (
            <a class="pill" href={addressOf(a, undefined)}>
              Cất máy thứ hai
            </a>
          )}
        </header>
        <main class={second === undefined ? 'one' : 'two'}>
          {talks.map((talk, index) => (
            <Phone
              talk={talk}
              players={players}
              operator={operator}
              place={index === 0 ? 'a' : 'b'}
              addressWith={(seat) => (index === 0 ? addressOf(seat, second) : addressOf(a, seat))}
            />
          ))}
          <div class="insights">
            {talks.map((talk, index) => (
              <aside
                class="insight"
                data-insight={printSeat(talk.seat)}
                data-of={index === 0 ? 'a' : 'b'}
                aria-label="Bên trong"
                hidden={index > 0}
              >
                {insightPanel(talk)}
              </aside>
            ))}
          </div>
        </main>
      </body>
    </html>
  )
}

/** Somebody on the other side of the service: a leader, else an officer, else a stranger. */
function secondSeat(players: readonly Player[], a: string): string {
  const others = players.filter(({ number }) => printSeat({ number, form: 'sms' }).split(':')[1] !== a.split(':')[1])
  const other =
    others.find(({ role }) => role === 'officer') ?? others.find(({ role }) => role === 'leader') ?? others[0]
  return other ? printSeat({ number: other.number, form: 'sms' }) : 'sms:new'
}
