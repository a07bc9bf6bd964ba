/** Where delivery counts. Labels are statuses, classes, channel types and codes, never ids, texts or numbers of people. */
export interface Metrics {
  inc(name: string, labels?: Readonly<Record<string, string>>): void
}

/** Where delivery says what staff should know; pino fits. Fields are ids, codes and counts. */
export interface DeliveryLog {
  info(fields: Readonly<Record<string, unknown>>, event: string): void
  warn(fields: Readonly<Record<string, unknown>>, event: string): void
  error(fields: Readonly<Record<string, unknown>>, event: string): void
}
