import { index, primaryKey, sqliteTable } from 'drizzle-orm/sqlite-core'
import { count, flag, id, instant, json, keyedHash, oneOf, ref, sealed, words } from '../columns.sqlite.ts'

/** Who we talk with: people, the numbers and Zalo users they write by, and what they agreed to. */

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
    /** Whether they agreed to advertising too, which no other agreement holds. */
    advertising: oneOf(['none', 'agreed', 'refused']).notNull().default('none'),
    /** Minutes of the day in Vietnam, from and before, in which they want nothing that we start; over midnight where `from` is the later. */
    quietHours: json<{ from: number; to: number }>(),
    /** They want nothing that we start until then. */
    quietUntil: instant(),
    /** Kg of one container as this household told it: `{ "bao": 50 }`. */
    containerKg: json<Record<string, number>>(),
    /** Ethnic group, disability: sensitive answers, sealed JSON. */
    sensitive: sealed(),
    isDemo: flag().notNull().default(false),
    createdAt: instant().notNull(),
    erasedAt: instant(),
  },
  // In the order of ids: a broadcast goes through its members slice by slice.
  (t) => [index('people_cooperative').on(t.cooperativeId, t.id)],
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
  /** The message that is being sent to them, and until when nobody else may send: never two at once, whichever process sends. */
  sendingId: ref(),
  sendingUntil: instant(),
  createdAt: instant().notNull(),
})

export const personUrns = sqliteTable(
  'person_urns',
  { personId: ref().notNull(), urnId: ref().notNull(), createdAt: instant().notNull() },
  (t) => [primaryKey({ columns: [t.urnId, t.personId] }), index('person_urns_person').on(t.personId)],
)

/** Who agreed, refused, stopped, started, asked to be erased; with the text that proves it. Rows are only ever added. */
export const consents = sqliteTable(
  'consents',
  {
    id: id(),
    personId: ref(),
    urnId: ref(),
    kind: oneOf([
      'asked',
      'agreed',
      'refused',
      'stopped',
      'started',
      'erased',
      'advertising_agreed',
      'advertising_refused',
    ]).notNull(),
    /** The way it was said: in answer to our question, on paper, by the web, on the telephone. */
    how: oneOf(['asked', 'paper', 'web', 'phone']),
    /** Who took it down, where a person did. */
    takenBy: words(),
    /** Where the scan or recording lies that proves it. */
    scan: words(),
    /** How we know: the text, the paper's number, the web form. */
    proof: words(),
    source: oneOf(['message', 'provider', 'import', 'staff']).notNull(),
    messageId: ref(),
    at: instant().notNull(),
  },
  (t) => [index('consents_person').on(t.personId), index('consents_urn').on(t.urnId)],
)

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

/**
 * Codes texted in the last 24 hours, counted apart from the claims so that an erasure does not begin the count anew. `about`: the
 * Zalo user, or the number, by a keyed hash of its id: who it is can't be looked up. `slot`: from 0; two that count at once meet in one.
 */
export const phoneCodeCounts = sqliteTable(
  'phone_code_counts',
  { about: keyedHash().notNull(), slot: count().notNull(), at: instant().notNull() },
  (t) => [primaryKey({ columns: [t.about, t.slot] }), index('phone_code_counts_at').on(t.at)],
)

/** Numbers whose owners have told the authority that they want no advertising (sms.md §4.1), by the keyed hash of their URN. */
export const doNotCall = sqliteTable('do_not_call', {
  hash: keyedHash().primaryKey(),
  /** The list it stands in, as the import named it. */
  source: words().notNull(),
  at: instant().notNull(),
})
