import { sql } from 'drizzle-orm'
import { index, primaryKey, sqliteTable } from 'drizzle-orm/sqlite-core'
import { count, day, flag, id, instant, json, keyedHash, measure, oneOf, ref, sealed, words } from './columns.sqlite.ts'

/** Every table, one list for all engines. Ids are UUIDv7, instants epoch ms UTC, days `YYYY-MM-DD` in Vietnam. */

/** Once-only rests on this table: one row for each provider message ever taken. Never partitioned, never shortened. */
export const claims = sqliteTable(
  'claims',
  { channel: words().notNull(), externalId: words().notNull(), at: instant().notNull() },
  (t) => [primaryKey({ columns: [t.channel, t.externalId] })],
)

export const cooperatives = sqliteTable('cooperatives', {
  id: id(),
  name: words().notNull().unique(),
  commune: words(),
  createdAt: instant().notNull(),
})

export const people = sqliteTable(
  'people',
  {
    id: id(),
    name: words(),
    role: oneOf(['farmer', 'leader', 'officer']).notNull(),
    cooperativeId: ref(),
    /** Commune code, and the village as told. */
    commune: words(),
    village: words(),
    locale: words().notNull(),
    /** Whether we may keep what they tell us and write to them: see the consents ledger for the proof. */
    consent: oneOf(['none', 'asked', 'agreed', 'refused']).notNull(),
    consentAskedAt: instant(),
    /** Kg of one container as this household told it: `{ "bao": 50 }`. */
    containerKg: json<Record<string, number>>(),
    /** Ethnic group, disability: sensitive answers, sealed JSON. */
    sensitive: sealed(),
    isDemo: flag().notNull().default(false),
    createdAt: instant().notNull(),
    erasedAt: instant(),
  },
  (t) => [index('people_cooperative').on(t.cooperativeId)],
)

/** One phone number or Zalo user. A session belongs to a URN, a record to a person. */
export const urns = sqliteTable('urns', {
  id: id(),
  scheme: oneOf(['tel', 'zalo']).notNull(),
  /** Of the whole URN: how it is found. */
  hash: keyedHash().notNull().unique(),
  /** The whole URN, sealed. */
  address: sealed().notNull(),
  /** The channel it last wrote by: replies go back there. */
  channel: words().notNull(),
  /** Set by a stop word, cleared only by BAT DAU. */
  stoppedAt: instant(),
  /** Zalo's free window is counted from it. Receipts do not move it. */
  lastInboundAt: instant(),
  /** A person writes to them from the provider's own inbox: the bot keeps quiet until then. */
  quietUntil: instant(),
  createdAt: instant().notNull(),
})

export const personUrns = sqliteTable(
  'person_urns',
  { personId: ref().notNull(), urnId: ref().notNull(), createdAt: instant().notNull() },
  (t) => [primaryKey({ columns: [t.urnId, t.personId] }), index('person_urns_person').on(t.personId)],
)

export const sessions = sqliteTable(
  'sessions',
  {
    urnId: ref().primaryKey(),
    /** Counts up at every turn: the precondition of the next. */
    version: count().notNull(),
    state: json<unknown>().notNull(),
    /** When the talk wants a turn of its own without a message (a held fragment, a reminder of an open question). */
    wakeAt: instant(),
    updatedAt: instant().notNull(),
  },
  (t) => [index('sessions_wake').on(t.wakeAt).where(sql`wake_at is not null`)],
)

/** Every inbound message. `waiting`: kept, its turn not yet taken. */
export const messages = sqliteTable(
  'messages',
  {
    id: id(),
    urnId: ref().notNull(),
    personId: ref(),
    channel: words().notNull(),
    externalId: words().notNull(),
    text: words().notNull(),
    payload: words(),
    /** What came along, links and places too: sealed JSON, Attachment[] of channels/channel.ts. */
    attachments: sealed(),
    /** The provider's own time, where it gives one. */
    sentAt: instant(),
    receivedAt: instant().notNull(),
    status: oneOf(['waiting', 'taken', 'failed']).notNull(),
    attempts: count().notNull().default(0),
    nextTryAt: instant(),
    /** Why its turn could not be taken: a code, no text. */
    error: words(),
  },
  (t) => [
    index('messages_urn').on(t.urnId, t.id),
    index('messages_waiting').on(t.urnId, t.sentAt).where(sql`status = 'waiting'`),
  ],
)

/** The truth about every message we send. It holds keys and values: the words are made at the rung that sends it. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: id(),
    urnId: ref().notNull(),
    personId: ref(),
    class: oneOf(['reply', 'service', 'reminder', 'broadcast']).notNull(),
    /** TextRef[] of conversation/types.ts. */
    texts: json<unknown>().notNull(),
    /** Choice[] offered with it, as text references too. */
    choices: json<unknown>(),
    locale: words().notNull(),
    revision: words().notNull(),
    /** The question it asks, `<session urn id>.<n>`: an answer supersedes it while it waits. */
    question: words(),
    replyTo: ref(),
    broadcastId: ref(),
    trainingId: ref(),
    ticketId: ref(),
    /** Two rows never bear the same: what makes a reminder or an alert once-only. */
    onceKey: words().unique(),
    status: oneOf([
      'queued',
      'wired',
      'sent',
      'delivered',
      'read',
      'errored',
      'failed',
      'stopped',
      'expired',
      'uncertain',
      'superseded',
      'cancelled',
    ]).notNull(),
    /** Not before this. */
    dueAt: instant().notNull(),
    /** Of no use after this: expires. */
    deadline: instant().notNull(),
    attempts: count().notNull().default(0),
    firstTriedAt: instant(),
    leaseUntil: instant(),
    /** Counts up at every lease: an answer that comes back under an older one is not applied. */
    fence: count().notNull().default(0),
    channel: words(),
    externalId: words(),
    possibleDouble: flag().notNull().default(false),
    parts: count(),
    /** As it left, for show, export and looking up an unknown outcome. */
    text: words(),
    code: words(),
    /** The guard's decision, in a word: why it went, waits or did not go. */
    reason: words(),
    createdAt: instant().notNull(),
    settledAt: instant(),
  },
  (t) => [
    index('outbox_due').on(t.class, t.dueAt, t.id).where(sql`status in ('queued', 'errored')`),
    index('outbox_urn').on(t.urnId, t.id),
    index('outbox_open').on(t.urnId, t.id).where(sql`status in ('queued', 'errored')`),
    index('outbox_external').on(t.channel, t.externalId),
    index('outbox_broadcast').on(t.broadcastId).where(sql`broadcast_id is not null`),
  ],
)

export const statusEvents = sqliteTable(
  'status_events',
  {
    id: id(),
    outboxId: ref(),
    channel: words().notNull(),
    externalId: words(),
    status: words().notNull(),
    code: words(),
    at: instant().notNull(),
  },
  (t) => [index('status_events_external').on(t.channel, t.externalId)],
)

/** A published set of scripts as one value. The newest publication is the one in force. */
export const revisions = sqliteTable('revisions', {
  id: id(),
  hash: words().notNull().unique(),
  /** Path → file text, of flows/, locales/ and content/. */
  files: json<Record<string, string>>().notNull(),
  createdAt: instant().notNull(),
})
export const publications = sqliteTable('publications', {
  id: id(),
  revisionId: ref().notNull(),
  author: words().notNull(),
  note: words().notNull(),
  /** Talks under way are moved to it at once. */
  endTalks: flag().notNull().default(false),
  at: instant().notNull(),
})

/** Who agreed, refused, stopped, started, asked to be erased; with the text that proves it. Rows are only ever added. */
export const consents = sqliteTable(
  'consents',
  {
    id: id(),
    personId: ref(),
    urnId: ref(),
    kind: oneOf(['asked', 'agreed', 'refused', 'stopped', 'started', 'erased']).notNull(),
    /** How we know: the text, the paper's number, the web form. */
    proof: words(),
    source: oneOf(['message', 'provider', 'import', 'staff']).notNull(),
    messageId: ref(),
    at: instant().notNull(),
  },
  (t) => [index('consents_person').on(t.personId), index('consents_urn').on(t.urnId)],
)

export const yields = sqliteTable(
  'yields',
  {
    id: id(),
    /** Null once the person is erased: the figure stays. */
    personId: ref(),
    cooperativeId: ref(),
    place: words(),
    crop: words().notNull(),
    form: words(),
    quantityKg: measure(),
    count: measure(),
    unit: words(),
    volumeL: measure(),
    areaM2: measure(),
    harvestedOn: day().notNull(),
    confirmed: oneOf(['yes', 'silent', 'staff']).notNull(),
    channel: words().notNull(),
    messageId: ref(),
    recordedAt: instant().notNull(),
    withdrawnAt: instant(),
  },
  (t) => [index('yields_person').on(t.personId, t.crop), index('yields_recorded').on(t.recordedAt)],
)

/** What a record was before it was amended or withdrawn. Rows are only ever added. */
export const changes = sqliteTable(
  'changes',
  {
    id: id(),
    record: words().notNull(),
    recordId: ref().notNull(),
    before: json<unknown>().notNull(),
    after: json<unknown>().notNull(),
    messageId: ref(),
    at: instant().notNull(),
  },
  (t) => [index('changes_record').on(t.recordId)],
)

export const prices = sqliteTable(
  'prices',
  {
    id: id(),
    crop: words().notNull(),
    form: words(),
    /** Commune code. */
    place: words(),
    day: day().notNull(),
    priceVnd: count().notNull(),
    /** Base unit of the price: kg, con, l … */
    unit: words().notNull(),
    source: words().notNull(),
    enteredBy: ref(),
    /** `held`: ten-fold from the last one, waits for a second person. */
    status: oneOf(['kept', 'held', 'refused', 'withdrawn']).notNull(),
    messageId: ref(),
    recordedAt: instant().notNull(),
  },
  (t) => [index('prices_crop').on(t.crop, t.day)],
)

export const priceSubscriptions = sqliteTable(
  'price_subscriptions',
  {
    id: id(),
    personId: ref().notNull(),
    urnId: ref().notNull(),
    crop: words().notNull(),
    form: words(),
    /** Told when a price is at or over this; null: whenever it rises. */
    thresholdVnd: count(),
    lastToldVnd: count(),
    createdAt: instant().notNull(),
    endedAt: instant(),
  },
  (t) => [index('price_subscriptions_crop').on(t.crop), index('price_subscriptions_person').on(t.personId)],
)

/** What waits for a second person. */
export const approvals = sqliteTable('approvals', {
  id: id(),
  code: words().notNull(),
  kind: oneOf(['price', 'broadcast']).notNull(),
  subjectId: ref().notNull(),
  askedBy: ref().notNull(),
  askedUrn: ref().notNull(),
  /** Who was asked. */
  approver: ref(),
  createdAt: instant().notNull(),
  expiresAt: instant().notNull(),
  decidedAt: instant(),
  decidedBy: ref(),
  decision: oneOf(['approved', 'refused']),
})

export const broadcasts = sqliteTable('broadcasts', {
  id: id(),
  kind: oneOf(['price_alert']).notNull(),
  cooperativeId: ref().notNull(),
  authorId: ref().notNull(),
  /** Crop, price, place, until: the values of its text. */
  values: json<unknown>().notNull(),
  status: oneOf(['held', 'prepared', 'sending', 'sent', 'cancelled']).notNull(),
  /** The broadcast this one corrects: goes to exactly those who got it or may have. */
  corrects: ref(),
  audience: count(),
  createdAt: instant().notNull(),
  confirmedAt: instant(),
})

export const trainings = sqliteTable(
  'trainings',
  {
    id: id(),
    title: words().notNull(),
    startsAt: instant().notNull(),
    place: words().notNull(),
    cooperativeId: ref(),
    commune: words(),
    capacity: count(),
    status: oneOf(['planned', 'cancelled']).notNull(),
    /** Counts up at every change that those invited must hear of. */
    version: count().notNull().default(1),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [index('trainings_starts').on(t.startsAt)],
)

export const attendances = sqliteTable(
  'attendances',
  {
    trainingId: ref().notNull(),
    personId: ref().notNull(),
    answer: oneOf(['yes', 'no']).notNull(),
    channel: words().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.trainingId, t.personId] })],
)

export const tips = sqliteTable(
  'tips',
  {
    id: id(),
    crop: words(),
    topic: words().notNull(),
    vi: words().notNull(),
    en: words(),
    basis: words(),
    /** Without a reviewer it is a draft, and is not sent in production. */
    reviewer: words(),
    reviewedOn: day(),
    position: count().notNull(),
  },
  (t) => [index('tips_crop').on(t.crop)],
)

/** Answers to a survey: what a flow's slots held when it kept them, in base units. Erased with the person. */
export const answers = sqliteTable(
  'answers',
  {
    id: id(),
    personId: ref().notNull(),
    flow: words().notNull(),
    survey: words().notNull(),
    /** Slot → its value; see slotValueSchema of conversation/session.ts. */
    values: json<unknown>().notNull(),
    messageId: ref(),
    recordedAt: instant().notNull(),
  },
  (t) => [index('answers_person').on(t.personId), index('answers_survey').on(t.survey, t.recordedAt)],
)

export const tickets = sqliteTable(
  'tickets',
  {
    id: id(),
    /** What people say: TL 27. */
    number: count().notNull().unique(),
    urnId: ref().notNull(),
    personId: ref(),
    kind: oneOf(['asked', 'attachment', 'failure']).notNull(),
    status: oneOf(['open', 'answered', 'closed']).notNull(),
    openedAt: instant().notNull(),
    answeredAt: instant(),
  },
  (t) => [index('tickets_urn').on(t.urnId)],
)

export const ticketEntries = sqliteTable(
  'ticket_entries',
  {
    id: id(),
    ticketId: ref().notNull(),
    from: oneOf(['farmer', 'officer']).notNull(),
    personId: ref(),
    text: words().notNull(),
    at: instant().notNull(),
  },
  (t) => [index('ticket_entries_ticket').on(t.ticketId)],
)

/** A photo, voice message or file, fetched from the provider before its link dies. */
export const attachments = sqliteTable(
  'attachments',
  {
    id: id(),
    messageId: ref().notNull(),
    ticketId: ref(),
    type: words().notNull(),
    /** Sealed, and emptied once fetched. */
    url: sealed(),
    contentType: words(),
    bytes: count(),
    data: sealed(),
    status: oneOf(['wanted', 'fetched', 'failed']).notNull(),
    attempts: count().notNull().default(0),
    nextTryAt: instant(),
    code: words(),
    at: instant().notNull(),
  },
  (t) => [index('attachments_wanted').on(t.nextTryAt).where(sql`status = 'wanted'`)],
)

/** A provider's rotating tokens. `seed`: keyed hash of the environment's value it grew from. */
export const tokens = sqliteTable('tokens', {
  name: words().primaryKey(),
  value: sealed().notNull(),
  previous: sealed(),
  seed: keyedHash(),
  /** Who refreshes now, until when: one at a time. */
  leaseUntil: instant(),
  fence: count().notNull().default(0),
  expiresAt: instant().notNull(),
  updatedAt: instant().notNull(),
})

/** Wrongly signed requests of a provider that never sends again: sealed, 24 h, 1,000 at most. `urnId`: who it says it is from, where we know them. */
export const quarantine = sqliteTable('quarantine', {
  id: id(),
  channel: words().notNull(),
  urnId: ref(),
  request: sealed().notNull(),
  at: instant().notNull(),
})

/** A Zalo user says that a phone number is theirs: shared (unverified), asked for its code, joined, refused. */
export const phoneClaims = sqliteTable(
  'phone_claims',
  {
    id: id(),
    /** Who says so. */
    urnId: ref().notNull(),
    /** The number, where somebody is known by it. */
    phoneUrnId: ref(),
    /** Else the number itself, as a URN, sealed. */
    phone: sealed(),
    status: oneOf(['shared', 'asked', 'joined', 'refused']).notNull(),
    at: instant().notNull(),
  },
  (t) => [index('phone_claims_urn').on(t.urnId), index('phone_claims_phone').on(t.phoneUrnId)],
)

/** Requests that were answered 200 and that a mistake in the program keeps from having their effect: sealed, until they have it. */
export const setAside = sqliteTable('set_aside', {
  id: id(),
  /** Whose it is, where we know them. */
  urnId: ref(),
  record: sealed().notNull(),
  /** Why, without its text. */
  code: words().notNull(),
  at: instant().notNull(),
})

/** Facts about this installation: fingerprints of the keys, the last ticket number. */
export const settings = sqliteTable('settings', {
  name: words().primaryKey(),
  value: json<unknown>().notNull(),
})

export const tables = {
  answers,
  approvals,
  attachments,
  attendances,
  broadcasts,
  changes,
  claims,
  consents,
  cooperatives,
  messages,
  outbox,
  people,
  personUrns,
  phoneClaims,
  prices,
  priceSubscriptions,
  publications,
  quarantine,
  revisions,
  sessions,
  setAside,
  settings,
  statusEvents,
  ticketEntries,
  tickets,
  tips,
  tokens,
  trainings,
  urns,
  yields,
}
