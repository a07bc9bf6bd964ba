// What the page does by itself: sends what is typed, shows what comes, and keeps the newest text in view.

const GSM = /^[\n\x20-\x5f\x61-\x7e]*$/
const DOUBLE = /[[\]{}\\^|~]/g

/** Parts of an SMS being written: 160 plain characters, 70 once one has an accent. */
function partsOf(text) {
  const isPlain = GSM.test(text)
  const length = text.length + (isPlain ? (text.match(DOUBLE)?.length ?? 0) : 0)
  const [single, each] = isPlain ? [160, 153] : [70, 67]
  return { length, room: single, parts: length <= single ? 1 : Math.ceil(length / each) }
}

const threads = [...document.querySelectorAll('[data-thread]')]
const isAtEnd = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < 80
const toEnd = (list, behavior = 'auto') => list.scrollTo({ top: list.scrollHeight, behavior })

/** Makes a list what the server says it is, leaving items that have not changed alone: only news is read aloud. */
function patch(list, html) {
  const template = document.createElement('template')
  template.innerHTML = html
  const wanted = [...template.content.children]
  const wasAtEnd = isAtEnd(list)
  const known = new Map([...list.children].map((item) => [item.dataset.key, item]))
  const keys = new Set(wanted.map((item) => item.dataset.key))
  for (const [key, item] of known) if (!keys.has(key)) item.remove()
  let hasNews = false
  wanted.forEach((item, index) => {
    const old = known.get(item.dataset.key)
    if (!old) hasNews = true
    else {
      if (old.className !== item.className) old.className = item.className
      if (old.innerHTML !== item.innerHTML) old.innerHTML = item.innerHTML
    }
    const placed = old ?? item
    if (list.children[index] !== placed) list.insertBefore(placed, list.children[index] ?? null)
  })
  if (hasNews || wasAtEnd) toEnd(list, hasNews ? 'smooth' : 'auto')
}

/** Shows what the server says of a seat; the text whose reading one looks at stays in view until a newer one comes. */
function renew(panel, insight) {
  const template = document.createElement('template')
  template.innerHTML = insight
  const card = template.content.querySelector('.reading')
  const newest = card?.dataset.message
  const chosen = panel.dataset.newest === newest ? panel.querySelector('.reading.chosen') : null
  if (chosen) card?.replaceWith(chosen.cloneNode(true))
  if (panel.innerHTML !== template.innerHTML) panel.replaceChildren(template.content)
  panel.dataset.newest = newest ?? ''
}

/** Puts how one text of a phone was read in place of how the newest was. */
async function showReading(place, message) {
  const panel = document.querySelector(`[data-of="${place}"]`)
  const response = await fetch(`/simulator/reading?${new URLSearchParams({ seat: panel.dataset.insight, message })}`)
  const old = panel.querySelector('.reading')
  if (!response.ok || !old) return
  const template = document.createElement('template')
  template.innerHTML = await response.text()
  const card = template.content.firstElementChild
  card.classList.add('chosen')
  panel.dataset.newest ||= old.dataset.message
  old.replaceWith(card)
  card.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
}

function listen() {
  const seats = new Set(threads.map((list) => list.dataset.thread))
  const events = new EventSource(`/simulator/events?${new URLSearchParams([...seats].map((seat) => ['seat', seat]))}`)
  events.addEventListener('talk', ({ data }) => {
    const { seat, thread, insight } = JSON.parse(data)
    for (const list of threads) if (list.dataset.thread === seat) patch(list, thread)
    for (const panel of document.querySelectorAll('[data-insight]'))
      if (panel.dataset.insight === seat) renew(panel, insight)
  })
  addEventListener('pagehide', () => events.close())
}

/** Shows the inside of the phone one is using. */
function show(place) {
  for (const panel of document.querySelectorAll('[data-insight]')) panel.hidden = panel.dataset.of !== place
  for (const seat of document.querySelectorAll('.seat')) seat.classList.toggle('active', seat.dataset.place === place)
}

async function send(form, text, payload) {
  const [channel, as] = form.dataset.writer.split(':')
  const error = form.querySelector('.error')
  const say = (words) => {
    error.textContent = words
    error.hidden = words === ''
  }
  say('')
  try {
    const response = await fetch('/simulator/api/messages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as, channel, text, ...(payload ? { payload } : {}) }),
    })
    if (response.ok) return true
    const { error: words } = await response.json()
    say(words)
  } catch {
    say('Không nối được máy chủ.')
  }
  return false
}

function count(form) {
  const output = form.querySelector('.count')
  if (!output) return
  const { length, room, parts } = partsOf(form.elements.text.value.normalize('NFC'))
  output.textContent = length === 0 ? '' : parts === 1 ? `${length}/${room}` : `${length} · ${parts} tin`
}

for (const form of document.querySelectorAll('[data-writer]')) {
  const input = form.elements.text
  input.addEventListener('input', () => count(form))
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const text = input.value
    if (text.trim() === '') return
    input.value = ''
    count(form)
    if (!(await send(form, text)) && input.value === '') {
      input.value = text
      count(form)
    }
  })
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button')
  const place = button?.closest('[data-place]')?.dataset.place ?? button?.closest('[data-of]')?.dataset.of
  const form = document.querySelector(`[data-place="${place}"] [data-writer]`)
  if (!form) return
  const { digit, text, payload, reading } = button.dataset
  if (reading !== undefined) void showReading(place, reading)
  else if (digit !== undefined) {
    const input = form.elements.text
    input.setRangeText(digit, input.selectionStart, input.selectionEnd, 'end')
    count(form)
  } else if (text !== undefined) {
    void send(form, text, payload)
    if (matchMedia('(hover: hover)').matches) form.elements.text.focus()
  }
})

for (const select of document.querySelectorAll('select[data-go]'))
  select.addEventListener('change', () => location.assign(select.value))

for (const seat of document.querySelectorAll('.seat')) {
  for (const type of ['focusin', 'pointerdown']) seat.addEventListener(type, () => show(seat.dataset.place))
}

addEventListener('resize', () => {
  for (const list of threads) toEnd(list)
})

show('a')
for (const list of threads) toEnd(list)
listen()
