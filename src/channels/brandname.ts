/**
 * Whether a sender is a registered name and not a number: 3 to 11 characters, a letter among them (sms.md §4.1, §4.2). What is no number
 * can't be answered by text.
 */
const isBrandname = (from: string): boolean => /^(?=.*[A-Za-z])[A-Za-z0-9 ._-]{3,11}$/.test(from)

/** What a channel with such a sender says of itself. */
export const brandname = (from: string): { hasBrandname?: true } => (isBrandname(from) ? { hasBrandname: true } : {})
