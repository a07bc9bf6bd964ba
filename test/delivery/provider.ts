import type { Channel, ChannelType, Lines, Lookup, OutboundMessage, SendResult } from '../../src/channels/channel.ts'

/** How a send ends. `lost`: it is taken, and we never hear. `bug`: the channel throws. A promise, or what makes one: it is taken once that resolves. */
export type Ending = SendResult | 'lost' | 'bug' | Promise<unknown> | (() => Promise<unknown>)

/** A provider in memory that keeps a record of what it took, as a real one does. */
export class Provider implements Channel {
  readonly type: ChannelType
  readonly form: 'sms' | 'zalo'
  readonly scheme: 'tel' | 'zalo'
  readonly routes = []
  readonly acknowledge = () => ({ contentType: 'text/plain', body: '' })
  /** Every call of `send`, in order. */
  readonly asked: OutboundMessage[] = []
  /** What it took, and since when its list shows it. */
  readonly taken: { message: OutboundMessage; externalId: string; listedAt: number }[] = []
  /** How the next sends end; after these, all are taken. */
  readonly script: Ending[] = []
  listLagMs = 0
  isListDown = false
  /** It can't be looked at, and takes nothing twice. */
  isRepeatable = false
  looks = 0
  /** Its list begins with what it took first. */
  isOldestFirst = false
  findSent?: NonNullable<Channel['findSent']>
  lines?: Lines
  standsIn?: true
  hasBrandname?: true
  reports?: true
  readonly #clock: () => number

  constructor(type: ChannelType, clock: () => number, canLook: boolean) {
    this.type = type
    const isZalo = type === 'zalo' || type === 'zalo-bot'
    this.form = isZalo ? 'zalo' : 'sms'
    this.scheme = isZalo ? 'zalo' : 'tel'
    this.#clock = clock
    if (canLook) this.findSent = (message, _, isTaken) => this.#find(message, isTaken)
  }

  async receive() {
    return { type: 'accepted' as const, events: [] }
  }

  async send(message: OutboundMessage): Promise<SendResult> {
    this.asked.push(message)
    const next = this.script.shift()
    if (next === 'bug') throw new Error('no such field')
    if (next === 'lost') {
      this.#take(message)
      return { type: 'unknown', code: 'timeout' }
    }
    if (next instanceof Promise) await next
    else if (typeof next === 'function') await next()
    else if (next !== undefined) return next
    return { type: 'wired', externalId: this.#take(message) }
  }

  #take(message: OutboundMessage): string {
    const externalId = `SM${this.taken.length + 1}`
    this.taken.push({ message, externalId, listedAt: this.#clock() + this.listLagMs })
    return externalId
  }

  async #find({ to, text }: OutboundMessage, isTaken: (externalId: string) => Promise<boolean>): Promise<Lookup> {
    this.looks += 1
    if (this.isListDown) return { type: 'unknown' }
    if (this.isRepeatable) return { type: 'repeatable' }
    const listed = this.taken.filter(({ listedAt }) => listedAt <= this.#clock())
    for (const { message, externalId } of this.isOldestFirst ? listed : listed.toReversed())
      if (message.to === to && message.text === text && !(await isTaken(externalId)))
        return { type: 'found', externalId }
    return { type: 'absent' }
  }

  /** Ids of what it was asked to send, in order. */
  get ids(): string[] {
    return this.asked.map(({ id }) => id)
  }
}
