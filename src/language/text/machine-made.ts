import type { Token } from './tokens.ts'

/** Words with which a message of an operator, a bank or a swindler shows itself; most texts have none and cost one look a word. */
const SIGNS = new Set('soan otp xac tk gd sd khoan vay http https www'.split(' '))

/**
 * Whether a text was written by a machine for many: an operator's advert (`soạn … gửi 191`), a one-time code (`mã xác thực 482915`), a bank's note of an account
 * (`TK … GD: +2,500,000 … SD: …`), a lender's offer, a link. Nobody's harvest or price is told in one.
 */
export function isMachineMade(tokens: readonly Token[]): boolean {
  if (tokens.some(({ fold }, at) => fold === 'vtv' && tokens[at + 1]?.kind === 'figure')) return true
  const first = tokens.findIndex(({ fold }) => SIGNS.has(fold))
  if (first < 0) return false
  const order = tokens.findIndex(({ fold }) => fold === 'soan')
  const lastCode = tokens.findLastIndex(({ kind, fold }) => kind === 'figure' && /^\d{4,8}$/.test(fold))
  const hasAccount = tokens.some(({ fold }) => fold === 'tk')
  if (tellsBalance(tokens) || offersLoan(tokens)) return true
  for (let at = first; at < tokens.length; at++) {
    if (order >= 0 && order < at && isOrder(tokens, at)) return true
    if (at < lastCode && namesCode(tokens, at)) return true
    if ((hasAccount && isAccount(tokens, at)) || isLink(tokens, at)) return true
  }
  return false
}

/** `gửi 191`. */
function isOrder(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.fold === 'gui' && /^\d{3,5}$/.test(tokens[at + 1]?.fold ?? '')
}

/** `OTP`, `mã xác thực`. */
function namesCode(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.fold === 'otp') return true
  const isProof = ['thuc', 'minh', 'nhan'].includes(tokens[at + 1]?.fold ?? '')
  return tokens[at]?.fold === 'xac' && tokens[at - 1]?.fold === 'ma' && isProof
}

/** `GD: +2,500,000`, `SD: 3,120,000`. */
function isAccount(tokens: readonly Token[], at: number): boolean {
  const word = tokens[at]?.fold
  if ((word !== 'gd' && word !== 'sd') || tokens[at + 1]?.fold !== ':') return false
  return [tokens[at + 2], tokens[at + 3]].some((token) => token?.kind === 'figure')
}

/** `tài khoản 0123 +2,000,000 VND … Số dư 5,000,000`: an account, a sum on it with its sign, and what is left. */
function tellsBalance(tokens: readonly Token[]): boolean {
  const has = (one: string, other: string) =>
    tokens.some(({ fold }, at) => fold === one && tokens[at + 1]?.fold === other)
  const isSigned = ({ fold }: Token, at: number) => (fold === '+' || fold === '-') && tokens[at + 1]?.kind === 'figure'
  return (has('tai', 'khoan') || tokens.some(({ fold }) => fold === 'tk')) && has('so', 'du') && tokens.some(isSigned)
}

/** `cho vay 50 triệu lãi suất 1%`: a lender's advert, with its rate or what is pledged. */
function offersLoan(tokens: readonly Token[]): boolean {
  const has = (one: string, other: string) =>
    tokens.some(({ fold }, at) => fold === one && tokens[at + 1]?.fold === other)
  const isOffered = has('cho', 'vay') || has('vay', 'von') || has('vay', 'tien') || has('vay', 'nhanh')
  return isOffered && (has('lai', 'suat') || has('giai', 'ngan') || has('the', 'chap'))
}

/** `https://`, `www.`. */
function isLink(tokens: readonly Token[], at: number): boolean {
  const [word, mark] = [tokens[at], tokens[at + 1]]
  if (word === undefined || mark?.glued !== true) return false
  return (word.fold.startsWith('http') && mark.fold === ':') || (word.fold === 'www' && mark.fold === '.')
}
