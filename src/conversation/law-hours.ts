/**
 * Minutes of the day in Vietnam from which and before which the law lets us write unasked: 07:00 to 22:00
 * (Decree 91/2020/ND-CP).
 */
export const FIRST_MINUTE = 7 * 60
export const LAST_MINUTE = 22 * 60
