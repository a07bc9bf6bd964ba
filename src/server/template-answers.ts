import { z } from 'zod'
import type { ChannelEvent, Urn } from '../channels/channel.ts'
import { loadOutbox } from '../store/queries/outbox.ts'
import { loadUrn } from '../store/queries/people.ts'
import type { Intake, IntakeOptions, IntakeService } from './intake.ts'

const address: z.ZodType<Urn> = z.templateLiteral([z.enum(['tel:', 'zalo:']), z.string().min(1)])

/**
 * A button pressed below a template, as a text of whom that template was sent to. Where no such message of ours is known, it is counted and
 * left: nobody else can be told to have pressed it. Safe to repeat.
 */
export async function takeTemplateAnswer(
  { store, metrics }: Pick<IntakeOptions, 'store' | 'metrics'>,
  intake: IntakeService,
  { externalId, outboxId, text, at }: Extract<ChannelEvent, { type: 'answered' }>,
): Promise<Intake> {
  const row = await loadOutbox(store.db, outboxId)
  const known = row?.channel === 'zbs' ? await loadUrn(store.db, row.urnId) : undefined
  if (known === undefined) {
    metrics.count('mua_answers_unmatched_total')
    return { type: 'duplicate' }
  }
  const from = address.parse(store.keys.open(known.urn.address))
  const sentAt = at === undefined ? {} : { sentAt: at }
  return intake.receive('zbs', { type: 'message', externalId, from, text, attachments: [], ...sentAt })
}
