/** One bot of the Zalo Bot platform. */
export interface ZaloBotConfig {
  /** `<digits>:<letters>`, from Zalo's message when the bot was made. Stands in every address that is called: none is ever logged. */
  token: string
  /** What `setWebhook` was given as `secret_token`: 8 to 256 characters, comes back in a header of each post. */
  secret: string
  /** Default `https://bot-api.zaloplatforms.com`. */
  apiUrl?: string
  /** For one request; default 15,000. */
  timeoutMs?: number
}
