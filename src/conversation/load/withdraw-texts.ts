/** What a flow with `withdraws:` says of a report that waits for consent: it was dropped, or there is none. */
export const WITHDRAW_TEXTS = ['withdrawn', 'nothing'] as const
