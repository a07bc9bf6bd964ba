/** One Kannel as this channel uses it. */
export interface KannelConfig {
  /** Of its smsbox: `http://127.0.0.1:13013/cgi-bin/sendsms`. A query in it is kept (`?smsc=viettel`). */
  sendsmsUrl: string
  /** Of its group `sendsms-user`. */
  username: string
  password: string
  /** The short code or number that farmers see, `8099`. */
  from: string
  /** Part of the webhooks' path, since Kannel signs nothing: letters, digits, `-` and `_`. */
  secret: string
  /** Our own base, without a slash at its end: Kannel fetches it to tell what became of a message. */
  publicUrl: string
  /** For one request to Kannel; default 15,000. */
  timeoutMs?: number
}
