/** The contract between a provider and the rest: what comes in, what goes out, how it ended. */

/** `zbs` carries what Zalo has approved as a template, to a phone or a Zalo user, at a price. */
export const CHANNEL_TYPES = ['kannel', 'twilio', 'smsgate', 'esms', 'zalo', 'zbs', 'zalo-bot', 'simulator'] as const
export type ChannelType = (typeof CHANNEL_TYPES)[number]

/** Parts a second that the account of each channel is given; one that is left out is not paced. */
export type Pace = Readonly<Partial<Record<ChannelType, number>>>

/**
 * An address: `tel:+84912345678`, `zalo:<user id>` of an Official Account, `zalo:bot:<user id>` of a bot. The same person has
 * another id with each of the two, and neither can write to the other's; no id of an account holds a colon.
 */
export type Urn = `tel:${string}` | `zalo:${string}`

/** How the address of a bot's user begins. */
export const BOT_USER = 'zalo:bot:'

/** A provider's call, its body still the bytes that came over the wire (signatures are made over them). */
export interface InboundRequest {
  method: string
  /** Under `PUBLIC_URL`, as the provider called and signed it: never taken from Host or X-Forwarded headers. */
  url: URL
  headers: Headers
  body: Uint8Array
}

export interface Attachment {
  type: 'image' | 'audio' | 'video' | 'file' | 'location' | 'sticker' | 'link' | 'contact'
  url?: string
  name?: string
  contentType?: string
  latitude?: number
  longitude?: number
}

export type DeliveryStatus = 'sent' | 'delivered' | 'read' | 'errored' | 'failed'

/** What happened at the provider, in the words of this project. `externalId` is the provider's own, unique in its channel. */
export type ChannelEvent =
  /**
   * `payload` is a button's, `sentAt` the provider's own time in epoch ms where it gives one, `receivedAt` when it came to
   * us where that is not now: it was spooled. `line`: to which of several SIMs or numbers of the channel it was written.
   */
  | {
      type: 'message'
      externalId: string
      from: Urn
      text: string
      attachments: Attachment[]
      payload?: string
      sentAt?: number
      receivedAt?: number
      line?: string
    }
  /** About one of our own messages: named by the outbox id where the provider carries it, else by its own id. */
  | {
      type: 'status'
      outboxId?: string
      externalId?: string
      status: DeliveryStatus
      code?: string
      at?: number
      /** What the provider says it charges for the message so far; left out where it says nothing. */
      cost?: { vnd: number }
      /** By which channel it went, where the report came in by another one of the same provider. */
      by?: ChannelType
    }
  /** The provider shows us one of our own sends, as proof that it left. */
  | { type: 'echoed'; externalId: string; to: Urn; text: string; at?: number }
  /** A button below a template was pressed. Who did is told by the message alone that it hangs on, one of our own. */
  | { type: 'answered'; externalId: string; outboxId: string; text: string; at?: number }
  | { type: 'contact_shared'; externalId: string; from: Urn; name?: string; phone?: string; at?: number }
  | ContactEvent
  /**
   * A text from what is no mobile phone: a short code (`8099`), a brandname (`VIETTEL_QC`), a 1900 number, a landline, a foreign
   * number at a premium. It is kept, and never answered: two machines would text each other for money (sms.md §5).
   */
  | {
      type: 'machine_wrote'
      externalId: string
      /** As the provider gives it. */
      sender: string
      text: string
      sentAt?: number
    }
  /** Known, or not known, and of no use to us: counted under this name. */
  | { type: 'ignored'; name: string }

/** What a provider tells about a contact, beside messages. */
export type ContactEvent =
  /** The provider has taken a stop or start word itself and has already answered. */
  | { type: 'stopped' | 'started'; externalId: string; from: Urn; at?: number; text?: string }
  | { type: 'followed' | 'unfollowed'; externalId: string; from: Urn; at?: number }
  /** A person wrote from the provider's own inbox (Zalo OA chat): the bot is to keep quiet. */
  | { type: 'staff_wrote'; externalId: string; to: Urn; at?: number }
  /** The person asks the provider that everything about them be deleted. */
  | { type: 'withdrew'; externalId: string; from: Urn; at?: number }

export type Received =
  | { type: 'accepted'; events: ChannelEvent[] }
  /**
   * Answered with `status`; 200 where a provider must never see another. `quarantine`: our settings may be what is wrong,
   * so the raw request is kept encrypted for 24 h; `from` is who it says it is from, unchecked.
   */
  | { type: 'refused'; status: 200 | 400 | 403; code: string; quarantine?: { from: Urn | null } }

export interface Choice {
  /** Shown on a button; also printed as numbered text. */
  title: string
  /** Comes back as the message's `payload`. */
  payload: string
}

export interface OutboundMessage {
  /** The outbox id, a UUIDv7: the provider is given it wherever it takes one. */
  id: string
  to: Urn
  /** Already rendered for this channel: unaccented GSM-7 for SMS, accented NFC for Zalo. */
  text: string
  choices: Choice[]
  /** 1 for the first. */
  attempt: number
  /** It answers a text of theirs: some providers carry only such a message in free words. */
  isReply?: true
  /** By which of the channel's lines it goes: see {@link Lines}. Absent: the provider's own choice. */
  line?: string
  /** For how long from now it is of use: what takes a provider longer is not to reach them. Absent: as long as the provider likes. */
  usefulMs?: number
  /** What a channel of the form `template` sends in the place of the text: the provider's number of the template, and its parameters. */
  template?: { id: string; values: Readonly<Record<string, string>> }
}

/** How one attempt ended. The list is closed: every provider's answer is one of these. */
export type SendResult =
  /** `externalId` is the outbox id where the provider has the message and did not tell its own id. */
  | { type: 'wired'; externalId: string }
  /** Will be tried again; counts as an attempt. */
  | { type: 'errored'; code: string; retryAfterMs?: number }
  /** The provider asks us to slow down; does not count as an attempt. */
  | { type: 'throttled'; retryAfterMs: number }
  /** Will not be tried again. `config` marks what a person must mend (credentials, balance): it stops the channel, not the person. */
  | { type: 'failed'; code: string; config?: true }
  | { type: 'contact_stopped'; code: string }
  /** This channel may not write to this person now. */
  | { type: 'window_closed'; code: string }
  /** It may have left: a timeout, a broken connection, an answer that can't be read. */
  | { type: 'unknown'; code: string }

/**
 * What a look at the provider says of a message whose outcome was unknown. `absent`: it is not there. `repeatable`: it may be, and the provider takes no
 * second one under the same id, so that sending it again makes no double.
 */
export type Lookup = { type: 'found'; externalId: string } | { type: 'absent' | 'repeatable' | 'unknown' }

/** What a provider answers to the question what came in. */
export type CaughtUp =
  /**
   * In the order they were sent, under the ids that their webhooks bear. They reach up to `reached` (epoch ms): where that is before the end that was
   * asked for, there is more, to be asked for from there. `ignored` events may be among them.
   */
  | { type: 'told'; events: ChannelEvent[]; reached: number }
  /** It will post them to our webhook again, by and by. */
  | { type: 'will_post' }
  /** To be asked again later. */
  | { type: 'failed'; code: string }

/** The SIMs or numbers of a channel that has several. */
export interface Lines {
  /** By which one a message goes that answers a text to `askedOn`, or is started by us (null). null: the provider's own choice. */
  for(askedOn: string | null): string | null
  /** Parts that each may send in any 60 minutes and any 24 hours; null: as many as there are. */
  readonly perHour: number | null
  readonly perDay: number | null
}

/** The body of an answer with 200, and its type. */
export interface Acknowledgement {
  contentType: string
  body: string
}

export interface Channel {
  readonly type: ChannelType
  /** Which form of a text it carries: `template` one that the provider has approved, in words as on Zalo. */
  readonly form: 'sms' | 'zalo' | 'template'
  readonly scheme: 'tel' | 'zalo'
  /** Webhook routes it answers; `path` is a Hono path. */
  readonly routes: readonly { method: 'GET' | 'POST'; path: string }[]
  /** What a kept request is answered with, and a refused one that must see 200; some providers want to read there what they sent. */
  acknowledge(request: InboundRequest): Acknowledgement
  /** Checks the signature on the raw bytes and says what happened. Never throws on what a stranger may send. */
  receive(request: InboundRequest): Promise<Received>
  /** A code for what staff must mend, as far as what comes in shows it; null: nothing. Absent: nothing shows. */
  trouble?(): string | null
  /** One attempt. Never throws on what a provider or a network may do; a bug may throw. */
  send(message: OutboundMessage): Promise<SendResult>
  /**
   * Looks for a message whose outcome is unknown; absent where the provider gives no way to look. `isTaken` says
   * whether an external id belongs to another of our messages already: a provider that can only be searched by text
   * must not take an earlier message with the same words for this one.
   */
  findSent?(
    message: OutboundMessage,
    firstTriedAt: number,
    isTaken: (externalId: string) => Promise<boolean>,
  ): Promise<Lookup>
  /**
   * Asks for what came in between two instants (epoch ms): we were away and could not keep it. Safe to repeat: each message bears the id of its webhook, so
   * that it has its effect once. Never throws on what a provider or a network may do. Absent where a provider can't be asked.
   */
  catchUp?(since: number, until: number): Promise<CaughtUp>
  /** Absent: it has one line, or none of its own. */
  readonly lines?: Lines
  /** It carries any text to any address of its scheme, so it may stand in for another channel of that scheme. */
  readonly standsIn?: true
  /** It tells when a message has arrived, so that silence means something. */
  readonly reports?: true
  /** Its sender is a registered name, not a number: the law lets advertising come from nowhere else (sms.md §4.1). */
  readonly hasBrandname?: true
}
