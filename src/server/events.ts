import type { ChannelEvent, ChannelType, ContactEvent } from '../channels/channel.ts'
import type { Delivery } from '../delivery/context.ts'
import { applyEcho, applyStatus, type StatusResult } from '../delivery/statuses.ts'
import { applyContactEvent } from './contact-events.ts'
import type { IntakeOptions, IntakeService, Message } from './intake.ts'
import { keepMachine } from './machines.ts'
import { takeSharedPhone, takeTypedPhone, typedPhone } from './shared-phone.ts'
import { takeTemplateAnswer } from './template-answers.ts'

/**
 * What became of one event of a provider's request. `unavailable`: the database can't be written. `failed`: it can, and
 * took not this one: to be tried again, apart from all others.
 */
export type EventResult =
  | { type: 'kept'; wakeAt: number | null }
  | { type: 'unavailable'; reason: string }
  | { type: 'failed'; code: string }

export interface EventHandler {
  handle(channel: ChannelType, event: ChannelEvent): Promise<EventResult>
}

/** Takes each event of a provider to where it has its effect. Safe to repeat: every one is claimed by its external id. */
export function createEventHandler(
  options: IntakeOptions & { delivery: Delivery },
  intake: IntakeService,
): EventHandler {
  return {
    async handle(channel, event) {
      options.metrics.count('mua_events_total', { channel, type: event.type })
      switch (event.type) {
        case 'message':
          return ofIntake(await takeMessage(options, intake, channel, event))
        case 'contact_shared':
          return ofIntake(await takeSharedPhone(options, intake, channel, event))
        case 'status':
          return ofStatus(await applyStatus(options.delivery, event.by ?? channel, event))
        case 'answered':
          return ofIntake(await takeTemplateAnswer(options, intake, event))
        case 'echoed':
          return ofStatus(await applyEcho(options.delivery, channel, event))
        case 'machine_wrote':
          return keepMachine(options, channel, event)
        case 'ignored':
          return KEPT
        default:
          return applyContactEvent(options, channel, event satisfies ContactEvent)
      }
    },
  }
}

function takeMessage(options: IntakeOptions, intake: IntakeService, channel: ChannelType, message: Message) {
  const number = typedPhone(options, message)
  return number === null ? intake.receive(channel, message) : takeTypedPhone(options, intake, channel, message, number)
}

const KEPT: EventResult = { type: 'kept', wakeAt: null }

const ofIntake = (result: Awaited<ReturnType<typeof takeSharedPhone>>): EventResult => {
  if (result.type === 'unavailable' || result.type === 'failed') return result
  return { type: 'kept', wakeAt: result.type === 'taken' ? result.wakeAt : null }
}

/** A report that lost every race has been outrun by a newer one: nothing is lost. */
const ofStatus = (result: StatusResult): EventResult =>
  result.type === 'unavailable' ? { type: 'unavailable', reason: result.reason } : KEPT
