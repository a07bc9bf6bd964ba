import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigError } from './config/config-error.ts'
import type { Config } from './config.ts'
import { KEY_BYTES, readKey } from './store/crypto.ts'

/** The installation's key: from the environment, else (outside production) a file beside the database, made when absent. */
export function readKeys(config: Config): { key: Uint8Array; oldKey?: Uint8Array } {
  const key = config.key === undefined ? fileKey(config.databaseFile) : parse('MUA_KEY', config.key)
  return { key, ...(config.oldKey === undefined ? {} : { oldKey: parse('MUA_KEY_OLD', config.oldKey) }) }
}

function parse(name: string, text: string): Uint8Array {
  const key = readKey(text)
  if (!key)
    throw new ConfigError(`${name} must be ${KEY_BYTES} bytes in base64, as "openssl rand -base64 32" prints them.`)
  return key
}

function fileKey(databaseFile: string): Uint8Array {
  if (databaseFile === ':memory:') return randomBytes(KEY_BYTES)
  const file = join(dirname(databaseFile), 'mua.key')
  if (existsSync(file)) return parse(file, readFileSync(file, 'utf8').trim())
  mkdirSync(dirname(file), { recursive: true })
  const key = randomBytes(KEY_BYTES)
  writeFileSync(file, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  return key
}
