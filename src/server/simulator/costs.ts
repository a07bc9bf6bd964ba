import { SegmentedMessage } from 'sms-segments-calculator'

/** An example: what one SMS part costs between two operators in Vietnam, as both the farmer and the project are charged on this page. */
export const PART_VND = 350

/** SMS parts of a farmer's own text: 160 plain characters in one, 70 once one of them has an accent. */
export const ownParts = (text: string): number => Math.max(1, new SegmentedMessage(text.normalize('NFC')).segmentsCount)

/** `1.050 đ`. */
export const printVnd = (vnd: number): string => `${String(vnd).replace(/\B(?=(\d{3})+$)/g, '.')} đ`
