import { alertResultActions } from './actions/alert-result.ts'
import { alertActions } from './actions/alerts.ts'
import { approvalActions } from './actions/approvals.ts'
import { askPriceActions } from './actions/ask-price.ts'
import { consentActions } from './actions/consent.ts'
import { enterPriceActions } from './actions/enter-price.ts'
import { phoneCodeActions } from './actions/phone-codes.ts'
import { readReportActions } from './actions/read-report.ts'
import { recallYieldActions } from './actions/recall-yield.ts'
import { sentCodeActions } from './actions/sent-code.ts'
import { subscribePriceActions } from './actions/subscribe-price.ts'
import { surveyActions } from './actions/surveys.ts'
import { ticketActions } from './actions/tickets.ts'
import { tipActions } from './actions/tips.ts'
import { trainingActions } from './actions/trainings.ts'
import { whoActions } from './actions/who.ts'
import { wishActions } from './actions/wishes.ts'
import { yieldBoundActions, yieldConditions } from './actions/yield-bounds.ts'
import { yieldTwiceActions } from './actions/yield-twice.ts'
import { yieldActions } from './actions/yields.ts'
import type { FarmAction, FarmCondition } from './farm.ts'

/** Every action and condition flows may use, by name. */

const byName = <T extends { name: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.map((item) => [item.name, item]))

export const ACTIONS: ReadonlyMap<string, FarmAction> = byName([
  ...alertActions,
  ...alertResultActions,
  ...approvalActions,
  ...askPriceActions,
  ...consentActions,
  ...enterPriceActions,
  ...phoneCodeActions,
  ...readReportActions,
  ...recallYieldActions,
  ...sentCodeActions,
  ...subscribePriceActions,
  ...surveyActions,
  ...ticketActions,
  ...tipActions,
  ...trainingActions,
  ...whoActions,
  ...wishActions,
  ...yieldActions,
  ...yieldBoundActions,
  ...yieldTwiceActions,
])
export const CONDITIONS: ReadonlyMap<string, FarmCondition> = byName([...yieldConditions])
/** What actions, reminders and imports say by key, in files that flows have too. */
const TEXTS = [
  'my-data.waiting',
  'common.refuse-advertising',
  'price.line',
  'price.line-two',
  'price.hint',
  'price.elsewhere',
  'training.told',
  'training.answer',
  'training.answer-yes',
  'training.moved',
  'training.cancelled',
  'training.option',
]
/** A leader's price alert to the own members. */
const ALERTS = ['alerts.said', 'alerts.corrected']
export const REGISTRY = { actions: ACTIONS, conditions: CONDITIONS, texts: TEXTS, alerts: ALERTS }
