import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { folder, logLevel, loopbackUrl, port, secretFile } from './config-values.ts'
import { ConfigError, loadConfig } from './config.ts'

let place: string
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'trm-config-'))
  writeFileSync(join(place, 'secret'), 'open sesame\n')
  writeFileSync(join(place, 'empty'), '\n')
})
afterAll(() => rmSync(place, { recursive: true }))

const SHAPE = {
  TRM_PORT: port,
  TRM_ISSUER_URL: loopbackUrl,
  TRM_DATA_FOLDER: folder,
  TRM_MASTER_KEY_FILE: secretFile,
  TRM_LOG_LEVEL: logLevel.default('info'),
}

const good = () => ({
  TRM_PORT: '8080',
  TRM_ISSUER_URL: 'http://127.0.0.1:9000/',
  TRM_DATA_FOLDER: place,
  TRM_MASTER_KEY_FILE: join(place, 'secret'),
})

function refusal(environment: Record<string, string | undefined>): unknown {
  try {
    return loadConfig(SHAPE, environment)
  } catch (error) {
    return error
  }
}

describe('loadConfig', () => {
  it('reads what the shape names and ignores what is not ours', () => {
    const config = loadConfig(SHAPE, { ...good(), PATH: '/bin', TRM_TEST_NATS_URL: 'x' })
    expect(config).toMatchObject({
      TRM_PORT: 8080,
      TRM_ISSUER_URL: 'http://127.0.0.1:9000',
      TRM_DATA_FOLDER: place,
      TRM_LOG_LEVEL: 'info',
    })
    expect(config.TRM_MASTER_KEY_FILE.reveal()).toBe('open sesame')
    expect(Object.keys(config)).toHaveLength(5)
  })

  it('hands out a configuration that nobody changes', () => {
    expect(Object.isFrozen(loadConfig(SHAPE, good()))).toBe(true)
  })

  it('names every wrong variable at once, and no value', () => {
    const error = refusal({
      TRM_PORT: 'Canary',
      TRM_ISSUER_URL: 'https://canary.example',
      TRM_MASTER_KEY_FILE: '/canary',
      TRM_NATS_ULR: 'canary',
      TRM_LOG_LEVEL: 'canary',
    })
    expect(error).toBeInstanceOf(ConfigError)
    expect(error).toMatchObject({
      code: 'CONFIG_INVALID',
      details: {
        variables:
          'TRM_DATA_FOLDER TRM_ISSUER_URL TRM_LOG_LEVEL TRM_MASTER_KEY_FILE TRM_NATS_ULR TRM_PORT',
      },
    })
    expect(inspect(error, { showHidden: true, depth: 9 })).not.toMatch(/canary/i)
  })

  it.each([
    ['a name that is almost known', { TRM_PORTS: '1' }, 'TRM_PORTS'],
    ['an empty port', { TRM_PORT: '' }, 'TRM_PORT'],
    ['a port above 65535', { TRM_PORT: '65536' }, 'TRM_PORT'],
    ['a negative port', { TRM_PORT: '-1' }, 'TRM_PORT'],
    ['a port with a sign', { TRM_PORT: '+80' }, 'TRM_PORT'],
    ['a port in another base', { TRM_PORT: '0x50' }, 'TRM_PORT'],
    ['a port with spaces', { TRM_PORT: ' 80' }, 'TRM_PORT'],
    ['a public host', { TRM_ISSUER_URL: 'http://example.org' }, 'TRM_ISSUER_URL'],
    ['all interfaces', { TRM_ISSUER_URL: 'http://0.0.0.0:1' }, 'TRM_ISSUER_URL'],
    ['a loopback look-alike', { TRM_ISSUER_URL: 'http://localhost.example' }, 'TRM_ISSUER_URL'],
    ['credentials in a URL', { TRM_ISSUER_URL: 'http://a:b@localhost' }, 'TRM_ISSUER_URL'],
    ['a path in a URL', { TRM_ISSUER_URL: 'http://localhost/a' }, 'TRM_ISSUER_URL'],
    ['another scheme', { TRM_ISSUER_URL: 'ftp://localhost' }, 'TRM_ISSUER_URL'],
    ['no URL at all', { TRM_ISSUER_URL: 'localhost' }, 'TRM_ISSUER_URL'],
    ['a folder that is not there', { TRM_DATA_FOLDER: '/not/there' }, 'TRM_DATA_FOLDER'],
    ['a folder relative to somewhere', { TRM_DATA_FOLDER: '.' }, 'TRM_DATA_FOLDER'],
    ['a secret that is not there', { TRM_MASTER_KEY_FILE: '/not/there' }, 'TRM_MASTER_KEY_FILE'],
    ['a folder as a secret', { TRM_MASTER_KEY_FILE: '/' }, 'TRM_MASTER_KEY_FILE'],
    ['a missing variable', { TRM_PORT: undefined }, 'TRM_PORT'],
  ])('refuses %s', (_what, change, variables) => {
    expect(refusal({ ...good(), ...change })).toMatchObject({ details: { variables } })
  })

  it('refuses a file as a folder and an empty file as a secret', () => {
    const wrong = {
      TRM_DATA_FOLDER: join(place, 'secret'),
      TRM_MASTER_KEY_FILE: join(place, 'empty'),
    }
    expect(refusal({ ...good(), ...wrong })).toMatchObject({
      details: { variables: 'TRM_DATA_FOLDER TRM_MASTER_KEY_FILE' },
    })
  })

  it.each(['http://localhost:1', 'https://127.0.0.1', 'http://[::1]:8080'])(
    'takes %s for this machine',
    (url) => {
      expect(loadConfig({ TRM_A: loopbackUrl }, { TRM_A: url })).toStrictEqual({ TRM_A: url })
    },
  )

  it('lets a shape make a variable optional', () => {
    expect(loadConfig({ TRM_A: z.string().optional() }, {})).toStrictEqual({})
  })
})

describe('a refused configuration', () => {
  it('says why, where somebody knows more than the name of a variable', () => {
    const error = new ConfigError(['TRM_B', 'TRM_A'], ['one sentence', 'and another'])
    expect(error.details).toStrictEqual({
      variables: 'TRM_B TRM_A',
      reasons: 'one sentence; and another',
    })
  })

  it('says no more than the names otherwise', () => {
    expect(new ConfigError(['TRM_A']).details).toStrictEqual({ variables: 'TRM_A' })
  })
})

describe('a secret', () => {
  it('prints as [secret] however it is printed', () => {
    const { TRM_MASTER_KEY_FILE: secret } = loadConfig(SHAPE, good())
    const printed = [
      String(secret),
      secret.toString(),
      JSON.stringify({ secret }),
      inspect(secret, { showHidden: true, depth: 9, getters: true }),
      JSON.stringify(Object.assign({}, secret)),
      JSON.stringify(structuredClone(secret)),
    ]
    expect(printed.join()).not.toContain('sesame')
    expect(printed[2]).toBe('{"secret":"[secret]"}')
  })
})
