import { settings, spending, tokens } from './schema/installation.ts'
import { attachments, claims, messages, quarantine, setAside } from './schema/messages.ts'
import { broadcasts, outbox, statusEvents } from './schema/outbox.ts'
import {
  consents,
  cooperatives,
  doNotCall,
  people,
  personUrns,
  phoneClaims,
  phoneCodeCounts,
  urns,
} from './schema/people.ts'
import { approvals, priceSubscriptions, prices } from './schema/prices.ts'
import { answers, changes, yields } from './schema/records.ts'
import { publications, revisions, sessions } from './schema/talks.ts'
import { ticketEntries, tickets } from './schema/tickets.ts'
import { attendances, tips, trainings } from './schema/trainings.ts'

/** Every table, one list for all engines. Ids are UUIDv7, instants epoch ms UTC, days `YYYY-MM-DD` in Vietnam. */
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
  doNotCall,
  messages,
  outbox,
  people,
  personUrns,
  phoneClaims,
  phoneCodeCounts,
  prices,
  priceSubscriptions,
  publications,
  quarantine,
  revisions,
  sessions,
  setAside,
  settings,
  spending,
  statusEvents,
  ticketEntries,
  tickets,
  tips,
  tokens,
  trainings,
  urns,
  yields,
}
