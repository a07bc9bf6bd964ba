/**
 * The gateway's id of a message: the outbox id without hyphens, and `-2`, `-3` … where an earlier one has failed on
 * the phone. The gateway takes no id twice (409), which keeps a repeated request from being a second SMS, and none
 * over 36 characters. `number` begins at 1.
 */
export function gatewayId(outboxId: string, number: number): string {
  const bare = outboxId.replaceAll('-', '')
  return number === 1 ? bare : `${bare}-${number}`
}

/** The outbox id in a gateway's id; undefined for a message that is not of our making. */
export function outboxIdOf(gatewayId: string): string | undefined {
  const bare = /^([0-9a-f]{32})(-\d{1,3})?$/.exec(gatewayId)?.[1]
  return bare?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
