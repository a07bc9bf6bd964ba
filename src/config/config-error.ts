/** A sentence for the operator: what is wrong, which variable, what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}
