/** The secret in the path of a webhook, and which of the two it is; null: neither. */
export function readPath({ pathname }: URL): { secret: string; isStatus: boolean } | null {
  const [, secret, status] = /\/webhooks\/esms\/([^/]+)(\/status)?$/.exec(pathname) ?? []
  return secret === undefined ? null : { secret, isStatus: status !== undefined }
}
