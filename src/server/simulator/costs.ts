import { SegmentedMessage } from 'sms-segments-calculator'
import { type Costs, priceOf } from '../../conversation/costs.ts'

/** SMS parts of a farmer's own text: 160 plain characters in one, 70 once one of them has an accent. */
export const ownParts = (text: string): number => Math.max(1, new SegmentedMessage(text.normalize('NFC')).segmentsCount)

/** What a farmer pays for so many parts, in đồng: as to an ordinary number. */
export const ownVnd = ({ farmer }: Costs, parts: number): number => parts * farmer.number.vnd

/** What the project pays for so many SMS parts on this page, in đồng. */
export const serviceVnd = (costs: Costs, parts: number): number =>
  priceOf(costs, { channel: 'simulator', to: null, parts, lastInboundAt: null, now: 0 }).vnd

/** `1.050 đ`. */
export const printVnd = (vnd: number): string => `${String(vnd).replace(/\B(?=(\d{3})+$)/g, '.')} đ`
