import { equalInConstantTime } from './signing.ts'

/**
 * Whether a request came to this route with the right secret in its path. For providers that sign nothing: the secret is part
 * of the address they were given. `path` is a route like `/webhooks/kannel/:secret`; `secret` has letters, digits, `-` and `_`
 * only. What stands before, the path of `PUBLIC_URL`, does not count.
 */
export function hasPathSecret(url: URL, path: string, secret: string): boolean {
  const expected = path.replace(':secret', secret)
  return equalInConstantTime(url.pathname.slice(-expected.length), expected)
}
