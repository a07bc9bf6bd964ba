/** An Android phone with a SIM, running SMS Gateway for Android, as this channel uses it. */
export interface SmsgateConfig {
  /** The phone's own server, `http://192.168.1.20:8080`, or a shared one, `https://api.sms-gate.app/3rdparty/v1`. */
  url: string
  username: string
  password: string
  /** Signs webhooks; set in the app, which makes one of only eight characters by itself. */
  signingKey: string
  /** Which phone is asked for its inbox where several share a server; undefined: the one behind `url`. */
  deviceId?: string
  /** The SIM, from 1, that sends what answers no text; undefined: the phone's own choice, and with it none is counted. */
  sim?: number
  /** Parts that each SIM may send in any 60 minutes and any 24 hours; undefined: as many as there are. Need `sim`. */
  perHour?: number
  perDay?: number
  /** For one request; default 15,000. */
  timeoutMs?: number
  /** How far a webhook's time may be from ours, either way; default 300,000. The app signs each retry anew. */
  maxSkewMs?: number
}
