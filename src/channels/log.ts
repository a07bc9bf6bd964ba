/** Where a channel says what staff should know; pino fits. Fields are ids, codes and counts, never texts, numbers of people or tokens. */
export interface ChannelLog {
  info(fields: Readonly<Record<string, string | number | boolean>>, event: string): void
  warn(fields: Readonly<Record<string, string | number | boolean>>, event: string): void
}
