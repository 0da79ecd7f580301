import { ConfigError } from '@trm/platform'
import { describe, expect, it } from 'vitest'
import { readAgentConfig } from './config.ts'

const secretFile = new URL(import.meta.url).pathname
const right = {
  TRM_ORGANISATION: 'at.vienna-cso',
  TRM_DATA_FOLDER: '/tmp',
  TRM_VAULT_KEY_FILE: secretFile,
  TRM_TRUST_FILE: '/tmp/roots.json',
  TRM_POLICY_FILE: '/tmp/policy.json',
  TRM_NATS_ADDRESS: '127.0.0.1:4222',
  TRM_NATS_SEED_FILE: secretFile,
  TRM_NATS_INBOX_PREFIX: '_INBOX.abc',
  TRM_ISSUER: 'https://issuer.example',
}

function wrongNames(environment: Record<string, string | undefined>): unknown {
  try {
    readAgentConfig(environment)
  } catch (error) {
    return error instanceof ConfigError ? error.details['variables'] : error
  }
  return undefined
}

describe('the configuration of an agent', () => {
  it('takes what is right, and listens on loopback unless told otherwise', () => {
    expect(readAgentConfig(right)).toMatchObject({
      TRM_ORGANISATION: 'at.vienna-cso',
      TRM_HTTP_HOST: '127.0.0.1',
      TRM_HTTP_PORT: 0,
      TRM_LOG_LEVEL: 'info',
    })
  })

  it('keeps a sealing key for thirty days unless it is told to keep it longer', () => {
    expect(readAgentConfig(right).TRM_KEY_GRACE_DAYS).toBe(30)
    expect(readAgentConfig({ ...right, TRM_KEY_GRACE_DAYS: '45' }).TRM_KEY_GRACE_DAYS).toBe(45)
  })

  it('sends no cover traffic unless told how often', () => {
    expect(readAgentConfig(right).TRM_COVER_MEAN_SECONDS).toBeUndefined()
    const often = { ...right, TRM_COVER_MEAN_SECONDS: '600' }
    expect(readAgentConfig(often).TRM_COVER_MEAN_SECONDS).toBe(600)
  })

  it('is on SQLite unless a file names a server', () => {
    expect(readAgentConfig(right).TRM_EVENT_STORE_FILE).toBeUndefined()
  })

  it.each([
    ['TRM_ORGANISATION', 'Vienna CSO'],
    ['TRM_ORGANISATION', undefined],
    ['TRM_DATA_FOLDER', '/nowhere/at/all'],
    ['TRM_VAULT_KEY_FILE', '/nowhere/at/all'],
    ['TRM_EVENT_STORE_FILE', '/nowhere/at/all'],
    ['TRM_EVENT_STORE_FILE', ''],
    // The connection string itself, and a file that holds something else.
    ['TRM_EVENT_STORE_FILE', 'esdb://agent:secret@store.example'],
    ['TRM_EVENT_STORE_FILE', secretFile],
    ['TRM_TRUST_FILE', 'roots.json'],
    ['TRM_POLICY_FILE', 'policy.json'],
    ['TRM_POLICY_FILE', ''],
    ['TRM_POLICY_FILE', undefined],
    ['TRM_NATS_ADDRESS', 'nats://127.0.0.1'],
    ['TRM_NATS_INBOX_PREFIX', '>'],
    ['TRM_COVER_MEAN_SECONDS', '59'],
    ['TRM_COVER_MEAN_SECONDS', '0'],
    ['TRM_COVER_MEAN_SECONDS', '60.5'],
    ['TRM_COVER_MEAN_SECONDS', ''],
    ['TRM_ISSUER', 'issuer'],
    ['TRM_HTTP_PORT', '-1'],
    // Mail that was sealed an instant before the key was replaced may be as old as that.
    ['TRM_KEY_GRACE_DAYS', '29'],
    ['TRM_KEY_GRACE_DAYS', '0'],
    ['TRM_KEY_GRACE_DAYS', '30.5'],
    ['TRM_KEY_GRACE_DAYS', ''],
    ['TRM_KEY_GRACE_DAYS', 'never'],
    ['TRM_KEY_GRACE_DAYS', '91'],
    ['TRM_LOG_LEVEL', 'loud'],
  ])('names %s when it is %s, and not its value', (name, value) => {
    expect(wrongNames({ ...right, [name]: value })).toBe(name)
  })

  it('names every wrong variable at once, unknown ones among them', () => {
    const typo = { ...right, TRM_ISSUER: '', TRM_NATS_ADRESS: '127.0.0.1:4222' }
    expect(wrongNames(typo)).toBe('TRM_ISSUER TRM_NATS_ADRESS')
  })
})
