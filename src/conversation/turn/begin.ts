import { readFacts } from '../../language/facts.ts'
import { partReports } from '../../language/several.ts'
import { findPhrase, isPhrase, startsWithPhrase } from '../../language/text/words.ts'
import type { FactType } from '../../language/types.ts'
import { BURST_MS, MAX_TALKS } from '../limits.ts'
import type { Flow, Hook, Program, Role, Slot, SlotValue } from '../types.ts'
import { type Hearer, say, type Turn } from './context.ts'
import { isHarvestSold, isNoMatter } from './harvest-words.ts'
import { unknownPlaceOf, withPlace } from './place-said.ts'
import { readerOf } from './reader.ts'
import { startTalk } from './run.ts'
import { contextFor, isNothing, readSlots, type SlotsRead, together } from './slots.ts'
import { sayUnknownCrop, unknownCropOf } from './unknown-crop.ts'
import { withoutLess, withoutOneWeighed } from './weight-words.ts'

/** What a text begins: a flow, with what it already says for its slots. */
export interface Beginning {
  flow: Flow
  read: SlotsRead
  /** The trigger and nothing else that could be read. */
  isBare: boolean
  /** The whole message was the trigger, by its own word. */
  isWhole: boolean
  /** The text without the trigger. */
  rest: string
  /** The phrase the text starts with, as the flow has it; null: begun in another way. */
  phrase: string | null
}

/**
 * The flow a text begins; null: none. Longer phrases go first, whole messages before all.
 * @param isForTalk whether it may be a correction of the talk under way
 */
export function findBeginning(turn: Hearer, text: string, isForTalk = turn.session.talks.length > 0): Beginning | null {
  const { current } = turn.programs
  const { role } = turn.person
  const flows = [...current.flows.values()].filter((flow) => isFor(flow, role, turn, isForTalk))
  // What corrects goes before what does not; of several that correct, the one for the record just made.
  const rank = ({ corrects }: Flow) => (corrects === undefined ? 0 : corrects === turn.session.last?.kind ? 2 : 1)
  flows.sort((a, b) => rank(b) - rank(a))
  return (
    byWhole(turn, flows, text) ??
    byWhole(turn, flows.filter(isRefusal), withoutAddress(text)) ??
    byStart(turn, flows, text) ??
    byPlace(turn, flows, text)
  )
}

/** What stops or refuses something, and is followed at once. */
const isRefusal = ({ always }: Flow): boolean => always

/** An advertisement tells people to text "TC QC gửi 8099": some type the whole of it. A number, or an address that takes refusals. */
const ADDRESSED =
  /\s(?:g[ửu]i|goi)\s+(?:(?:đến|den|tới|toi|về|ve|số|so)\s+)*(?:\+?\d[\d. ]{2,14}|\S{1,40}[.@/]\S{1,80})[\s.!]{0,5}$/iu
const withoutAddress = (text: string): string => text.normalize('NFC').replace(ADDRESSED, '')

/** Whether a text of this person may begin the flow. A correction reaches the last record, or the talk under way. */
export const isFor = (flow: Flow, role: Role, { session }: Hearer, isForTalk: boolean): boolean =>
  (flow.roles.length === 0 || flow.roles.includes(role)) &&
  (flow.corrects === undefined || flow.corrects === session.last?.kind || isForTalk)

function byWhole(turn: Hearer, flows: Flow[], text: string): Beginning | null {
  for (const flow of flows)
    for (const trigger of flow.triggers)
      if (trigger.type === 'whole' && isPhrase(text, trigger.phrase))
        return { flow, read: readFor(turn, flow, ''), isBare: true, isWhole: true, rest: '', phrase: null }
  return null
}

function byStart(turn: Hearer, flows: Flow[], text: string): Beginning | null {
  const matches = flows.flatMap((flow) =>
    flow.triggers.flatMap((trigger) => {
      if (trigger.type !== 'start' || trigger.unless.some((other) => findPhrase(text, other) !== null)) return []
      const opening = (flow.corrects === undefined ? ADDRESS : OPENING).exec(text)?.[0].length ?? 0
      const match = startsWithPhrase(text.slice(opening), trigger.phrase)
      return match ? [{ flow, end: opening + match.end, beside: trigger.with, phrase: trigger.phrase }] : []
    }),
  )
  // Of those alike, the flow that goes first.
  matches.sort((a, b) => b.end - a.end || b.beside.length - a.beside.length)
  for (const { flow, end, beside, phrase } of matches) {
    const rest = text.slice(end)
    const read = readBehind(turn, flow, phrase === DENYING ? text : rest, beside, text)
    const said = { ...read.found, ...read.doubts }
    if (beside.every((slot) => slot in said))
      return { flow, read, isBare: isNothing(read), isWhole: rest.trim() === '', rest, phrase }
  }
  return null
}

/** What one says before taking something back: "à nhầm 4 tạ". */
const OPENING = /^(?:à|a|á|ơ|ôi|ấy|ừ|ủa|dạ|da|thôi|thoi)[\s,.!]+/iu
/** Whom one speaks to before one begins: "bác ơi bc 2 sào sắn được 8 tạ", "anh ơi em bc". Staff are called so too: that is another matter. */
const ADDRESS =
  /^(?:(?:dạ|da|thưa|thua|alo)\s+)?(?:anh|chị|chi|bác|bac|cô|co|chú|chu|ông|ong|bà|ba|bạn|ban)\s+(?:ơi|oi)[\s,.!]+(?:(?:em|cháu|chau|tôi|toi|mình|minh)\s+)?/iu
/** It denies what stands right behind it, and is read along: "không phải 3 tạ mà 5 tạ". */
const DENYING = 'không phải'

/**
 * Behind a trigger a crop's name alone is one, even without accents. Where the trigger needs money, a figure alone is
 * money, and the trigger is read along: "giá" before it is what shows a price.
 */
export function readBehind(
  turn: Hearer,
  flow: Flow,
  rest: string,
  beside: readonly string[],
  whole: string,
): SlotsRead {
  const isPriced = beside.some((name) => flow.slots[name]?.type === 'money')
  const text = isPriced ? whole : rest
  const money: FactType[] = isPriced ? ['money'] : []
  const read = readFor(turn, flow, text, money)
  const said = { ...read.found, ...read.doubts }
  const isWanting = Object.values(flow.slots).some(({ name, type }) => type === 'crop' && !(name in said))
  const expect: FactType[] = isWanting ? [...money, 'crop'] : money
  const told = isWanting ? readFor(turn, flow, text, expect) : read
  return withPlace(flow, told, (more) => readFor(turn, flow, text, [...expect, ...more]))
}

function byPlace(turn: Hearer, flows: Flow[], text: string): Beginning | null {
  for (const flow of flows) {
    for (const trigger of flow.triggers) {
      if (trigger.type !== 'anywhere' && trigger.type !== 'slots') continue
      const rest = trigger.type === 'anywhere' ? withoutPhrase(text, trigger.phrase) : text
      if (rest === null) continue
      const read =
        trigger.type === 'anywhere' ? readBehind(turn, flow, rest, trigger.with, text) : readFor(turn, flow, rest)
      const said = { ...read.found, ...read.doubts }
      // Without a phrase the text must say nothing else but who harvested, and how: "bán 500 kg gạo" reports no harvest.
      if (trigger.type === 'slots' && !isOnlyHarvest(turn, text, read.rest)) continue
      if (trigger.with.every((slot) => slot in said))
        return { flow, read, isBare: false, isWhole: false, rest, phrase: null }
    }
  }
  return null
}

/** What is left over of a text but for where it was: "ngo 3 ta o ban xeo", "ngo 3 ta thon na luong". */
function withoutPlaces(turn: Hearer, rest: string): string {
  if (rest === '') return rest
  const left = rest.replace(VILLAGE, ' ')
  return readFacts(left, ['place'], { ...contextFor(readerOf(turn), [], false), expect: ['place'] }).rest
}

/** Whether a text says nothing but who harvested, how, where, and for how much it is sold. */
function isOnlyHarvest(turn: Hearer, text: string, rest: string): boolean {
  const left = withoutPlaces(turn, rest)
  if (isNoMatter(left)) return true
  const unpriced = readFacts(left, ['money'], contextFor(readerOf(turn), [], false)).rest
  return unpriced !== left && isHarvestSold(text, unpriced)
}

/** An unaccented bản is bán as often. */
const VILLAGE = /(?<!\p{L})(?:th[ôo]n|x[óo]m|bản)\s+\p{L}+(?:\s\p{L}+){0,2}/giu

/** The text without a phrase that stands in it on word borders; null: it does not. */
function withoutPhrase(text: string, phrase: string): string | null {
  const found = findPhrase(text, phrase)
  return found && `${text.slice(0, found.start)} ${text.slice(found.end)}`
}

/** What a text says for a flow's slots, wherever in it. */
const readFor = (turn: Hearer, flow: Flow, text: string, expect: readonly FactType[] = []): SlotsRead =>
  readSlots(
    readerOf(turn),
    flow.corrects === undefined ? text : withoutLess(withoutOneWeighed(text)),
    readable(flow),
    false,
    undefined,
    expect,
  )

/** Free text is only taken where it was asked for. */
const readable = (flow: Flow): Slot[] =>
  Object.values(flow.slots).filter(({ type, askedOnly }) => type !== 'text' && !askedOnly)

/** Starts what was found, together with fragments held for it. False: it belongs to the record just kept, and begins nothing. */
export function begin<W>(turn: Turn<W>, { flow, read, isBare, rest }: Beginning, text: string): boolean {
  const { session, now } = turn
  const { last } = session
  const isAlone = isBare && rest.trim() === ''
  const isOfLast = last?.flow === flow.id && !last.isByWord && now - last.at <= BURST_MS
  if (isAlone && isOfLast && !flow.corrects) return false
  const all = flow.keeps ? withHeld(turn, flow, read) : read
  const isHeld = session.held.length > 0
  session.held = []
  if (isDoubtful(flow, all, 'crop') && !isHeld && beginEach(turn, flow, text)) return true
  if (saysSeveral(flow, all)) {
    say(turn, 'common.one-each')
    return true
  }
  if (saysSeveralPrices(flow, all)) {
    say(turn, 'common.one-price-each')
    return true
  }
  const unknown = unknownCropOf(flow, all)
  if (unknown !== null) sayUnknownCrop(turn, unknown, text)
  const doubts = { ...all.doubts, ...unreadPlace(turn, flow, all) }
  const talk = startTalk(turn, flow.id, { slots: all.found, doubts, bare: isBare && isNothing(all), text })
  return talk !== undefined
}

/** A place nothing is known of: the doubt that has it asked for; none where it is only said. */
function unreadPlace<W>(turn: Turn<W>, flow: Flow, read: SlotsRead): SlotsRead['doubts'] {
  const unknown = unknownPlaceOf(turn.programs.current, flow, read)
  if (unknown === null) return {}
  const { slot, said } = unknown
  if (slot.unread === 'ask') return { [slot.name]: { said, readings: [] } }
  say(turn, 'common.unknown-place', { said })
  return {}
}

/**
 * Starts a talk for each of several reports told in one text ("ngo 3 ta, lua 5 bao", "gia gung 15k ngo 7k"), the first on top. False, and nothing begins, where
 * it is not plain which amount or price is of which crop, or where they are more than may wait.
 */
function beginEach<W>(turn: Turn<W>, flow: Flow, text: string): boolean {
  if (flow.corrects !== undefined) return false
  const parts = partReports(text, contextFor(readerOf(turn), Object.values(flow.slots), false))
  if (parts === null || parts.length + turn.session.talks.length > MAX_TALKS) return false
  const isOfPrices = !hasSlot(flow, 'amount')
  const told = parts.map((part) => ({ part, read: readPart(turn, flow, part, isOfPrices ? ['money', 'crop'] : []) }))
  if (told.some(({ read }) => saysSeveral(flow, read) || saysSeveralPrices(flow, read))) return false
  if (!told.every(({ read }) => tells(flow, read, isOfPrices ? 'money' : 'crop'))) return false
  if (!isOfPrices && !told.some(({ read }) => tells(flow, read, 'amount'))) return false
  for (const { part, read } of told.reverse())
    startTalk(turn, flow.id, { slots: read.found, doubts: read.doubts, text: part })
  return true
}

/** One of several reports: where its amount can't be read, its crop is one still, and the amount is asked for. */
function readPart<W>(turn: Turn<W>, flow: Flow, part: string, expect: readonly FactType[]): SlotsRead {
  const read = readFor(turn, flow, part, expect)
  return tells(flow, read, 'crop') ? read : readFor(turn, flow, part, ['crop', ...expect])
}

const hasSlot = (flow: Flow, type: Slot['type']): boolean =>
  Object.values(flow.slots).some((slot) => slot.type === type)

const tells = (flow: Flow, { found, doubts }: SlotsRead, type: Slot['type']): boolean =>
  Object.values(flow.slots).some((slot) => slot.type === type && (slot.name in found || slot.name in doubts))

const isDoubtful = (flow: Flow, { doubts }: SlotsRead, type: Slot['type']): boolean =>
  Object.values(flow.slots).some((slot) => slot.type === type && (doubts[slot.name]?.readings.length ?? 0) > 1)

/** Two crops and two amounts are two reports: which amount is whose must not be guessed. */
const saysSeveral = (flow: Flow, read: SlotsRead): boolean =>
  isDoubtful(flow, read, 'crop') && isDoubtful(flow, read, 'amount')

/** Two crops and two prices: choosing one by one could pair them wrongly, and would lose the others. */
function saysSeveralPrices(flow: Flow, { doubts }: SlotsRead): boolean {
  const readings = (type: Slot['type']): SlotValue[] =>
    Object.values(flow.slots).flatMap((slot) => (slot.type === type ? (doubts[slot.name]?.readings ?? []) : []))
  const crops = new Set(readings('crop').map((value) => (value.type === 'crop' ? value.crop : '')))
  return crops.size > 1 && readings('money').length > 1
}

/** What a text says together with the fragments held before it; where they differ, the farmer chooses. */
function withHeld<W>(turn: Turn<W>, flow: Flow, read: SlotsRead): SlotsRead {
  const held = turn.session.held.map(({ text }) => text).join(', ')
  if (held === '') return read
  const before = readFragment(turn, flow, held)
  const all: SlotsRead = { found: { ...before.found, ...read.found }, doubts: {}, rest: read.rest }
  for (const name of Object.keys({ ...before.found, ...before.doubts, ...read.found, ...read.doubts })) {
    const readings = together(readingsOf(before, name), readingsOf(read, name))
    if (readings.length === 1) continue
    delete all.found[name]
    all.doubts[name] = { said: (read.doubts[name] ?? before.doubts[name])?.said ?? held, readings }
  }
  return all
}

const readingsOf = ({ found, doubts }: SlotsRead, name: string): SlotValue[] =>
  doubts[name]?.readings ?? (found[name] ? [found[name]] : [])

/** A fragment read as an answer to each slot in turn: it may be a bare crop, which alone says little. */
export function readFragment<W>(turn: Turn<W>, flow: Flow, text: string): SlotsRead {
  const slots = readable(flow).filter(({ type }) => type !== 'number')
  const plain = readSlots(readerOf(turn), text, slots, false)
  if (plain.rest === '') return plain
  const crop = slots.filter(({ type }) => type === 'crop')
  return crop.length ? readSlots(readerOf(turn), text, crop, true) : plain
}

export const hookFlow = (program: Program, hook: Hook): Flow | undefined =>
  [...program.flows.values()].find((flow) => flow.hook === hook)

/** Begins the flow staff wrote for such a moment. */
export function beginHook<W>(turn: Turn<W>, hook: Hook, text: string): void {
  const flow = hookFlow(turn.programs.current, hook)
  if (flow) startTalk(turn, flow.id, { bare: true, text })
  else turn.events.push({ type: 'error', code: `no_flow_for_${hook}` })
}
