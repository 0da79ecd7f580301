import { ConfigError, Secret } from '@trm/platform'
import { toInstant } from '@trm/kernel'
import { temporaryFolder } from '@trm/ports/conformance'
import { startEventStoreDbServer } from '@trm/testkit/eventstoredb'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readAgentConfig } from './config.ts'
import { openStore } from './event-store.ts'

/** Somebody else's secret: what is in it is looked at later. */
const otherFile = new URL(import.meta.url).pathname
const clock = { now: () => toInstant(new Date()) }

async function outcomeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error: unknown) => error)
}

describe('the engine of an agent', () => {
  it('is SQLite, in the data folder, unless a connection string is given', async () => {
    await using folder = await temporaryFolder()
    const opened = await openStore({ connectionString: undefined, dataFolder: folder.path, clock })
    await opened.store.close()
    expect(opened.engine).toBe('sqlite')
    expect(await readdir(folder.path)).toContain('case-log.db')
  })

  it('is the server that the connection string names, and leaves nothing in the data folder', async () => {
    await using folder = await temporaryFolder()
    await using server = await startEventStoreDbServer()
    const { store, engine } = await openStore({
      connectionString: new Secret(server.connectionString),
      dataFolder: folder.path,
      clock,
    })
    const event = { id: crypto.randomUUID(), type: 'SomethingHappened', data: {} }
    expect(await store.append('case-1', [event], 'no-stream')).toMatchObject({ ok: true })
    await store.close()
    expect(engine).toBe('eventstoredb')
    expect(await readdir(folder.path)).toStrictEqual([])
  })

  it('is refused in one word when nobody listens there, without the connection string', async () => {
    await using folder = await temporaryFolder()
    const connectionString = new Secret('esdb://agent:open-sesame@127.0.0.1:1?defaultDeadline=500')
    const outcome = await outcomeOf(openStore({ connectionString, dataFolder: folder.path, clock }))
    expect(outcome).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      details: { reason: expect.stringMatching(/^(?:unavailable|deadline-exceeded)$/) as string },
    })
    const { code, message, details } = outcome as Record<string, unknown>
    expect(inspect([code, message, details])).not.toMatch(/sesame|esdb|127\.0\.0\.1/)
    expect(await readdir(folder.path)).toStrictEqual([])
  })
})

describe('the file with the connection string', () => {
  const environment = (folder: string, file: string) => ({
    TRM_ORGANISATION: 'at.vienna-cso',
    TRM_DATA_FOLDER: folder,
    TRM_EVENT_STORE_FILE: file,
    TRM_VAULT_KEY_FILE: otherFile,
    TRM_TRUST_FILE: '/tmp/roots.json',
    TRM_POLICY_FILE: '/tmp/policy.json',
    TRM_NATS_ADDRESS: '127.0.0.1:4222',
    TRM_NATS_SEED_FILE: otherFile,
    TRM_NATS_INBOX_PREFIX: '_INBOX.abc',
    TRM_ISSUER: 'https://issuer.example',
  })

  async function read(content: string): Promise<unknown> {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'connection')
    await writeFile(file, content)
    try {
      return readAgentConfig(environment(folder.path, file)).TRM_EVENT_STORE_FILE?.reveal()
    } catch (error) {
      return error
    }
  }

  it.each(['esdb://agent:secret@store.example', 'kurrentdb://store.example:2113?tls=false'])(
    'may end in a new line: %s',
    async (connectionString) => {
      expect(await read(`${connectionString}\n`)).toBe(connectionString)
    },
  )

  it.each([
    ['a password that would travel in clear', 'esdb://agent:open-sesame@store.example?tls=false'],
    ['a check that is switched off', 'esdb://agent:open-sesame@store.example?tlsVerifyCert=false'],
    ['the URL of something else', 'postgres://agent:open-sesame@store.example'],
    ['two lines', 'esdb://agent:open-sesame@store.example\nesdb://agent:open-sesame@other.example'],
    ['nothing', '\n'],
  ])('is refused by its variable alone with %s', async (_, content) => {
    const error = await read(content)
    expect(error).toBeInstanceOf(ConfigError)
    expect(error).toMatchObject({ details: { variables: 'TRM_EVENT_STORE_FILE' } })
    expect(inspect(error)).not.toContain('sesame')
  })
})
