/** One Zalo Official Account and the app that serves it. */
export interface ZaloConfig {
  appId: string
  /** Signs API calls (`appsecret_proof`) and opens the token calls. */
  appSecret: string
  oaId: string
  /** From the app's Webhook page; signs webhooks. Not the app secret. */
  oaSecretKey: string
  /** Our own base, without a slash at its end. */
  publicUrl: string
  /** Fills an empty token table, and replaces what grew from another value. */
  refreshToken?: string
  /** The PKCE verifier whose challenge stands in the console; without it one is made for each consent link. */
  codeVerifier?: string
  /** `https://openapi.zalo.me` by default. */
  apiUrl?: string
  /** `https://oauth.zaloapp.com` by default. */
  oauthUrl?: string
  /** `https://business.openapi.zalo.me` by default. */
  zbsUrl?: string
  /** For one request; default 15,000. */
  timeoutMs?: number
  /** `payload.template_type` of a text with buttons. Sources disagree whether the API wants one; default none. */
  buttonsTemplateType?: string
  /** Whether calls carry `appsecret_proof`, which the app's settings may demand; default true. */
  sendsAppSecretProof?: boolean
}
