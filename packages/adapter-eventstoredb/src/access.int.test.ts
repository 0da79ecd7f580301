import { InvariantError } from '@trm/kernel'
import { temporaryFolder } from '@trm/ports/conformance'
import { selfSignedCertificate } from '@trm/testkit'
import { startEventStoreDbServer } from '@trm/testkit/eventstoredb'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { openEventStoreDb } from './event-store.ts'
import { newEvent, outcomeOf } from './test-support/samples.ts'

const user = { username: 'agent', password: 'p@ss:wörd' }

/** A server that speaks TLS and knows one user, and where its certificate lies. */
async function guardedServer() {
  const tls = selfSignedCertificate()
  const folder = await temporaryFolder()
  const caFile = join(folder.path, 'ca.pem')
  await writeFile(caFile, tls.certificate)
  const server = await startEventStoreDbServer({ tls, user })
  return {
    server,
    connectionString: `${server.connectionString}&tlsCaFile=${caFile}&defaultDeadline=1000`,
    [Symbol.asyncDispose]: async () => {
      await server.stop()
      await folder[Symbol.asyncDispose]()
    },
  }
}

async function refusalOf(connectionString: string): Promise<unknown> {
  const outcome = await outcomeOf(openEventStoreDb({ connectionString }))
  expect(outcome).toMatchObject({ code: 'STORE_UNAVAILABLE' })
  return (outcome as { readonly details: { readonly reason: unknown } }).details.reason
}

describe('a server that speaks TLS and knows its users', () => {
  it('lets in who trusts its certificate and knows the password', async () => {
    await using guarded = await guardedServer()
    const store = await openEventStoreDb(guarded)
    expect(await store.append('case-1', [newEvent()], 'no-stream')).toMatchObject({ ok: true })
    await store.close()
  })

  it('is not spoken to without TLS', async () => {
    await using guarded = await guardedServer()
    const plain = `esdb://127.0.0.1:${guarded.server.port}?tls=false&defaultDeadline=1000`
    expect(await refusalOf(plain)).toBe('unavailable')
  })

  it('is not trusted when somebody else has signed its certificate', async () => {
    await using guarded = await guardedServer()
    await using other = await guardedServer()
    const mixed = guarded.connectionString.replace(/tlsCaFile=[^&]+/, (option) => {
      expect(option).toContain('ca.pem')
      return /tlsCaFile=[^&]+/.exec(other.connectionString)?.[0] ?? ''
    })
    expect(await refusalOf(mixed)).toBe('unavailable')
    expect(await refusalOf(guarded.connectionString.replace(/&tlsCaFile=[^&]+/, ''))).toBe(
      'unavailable',
    )
  })

  it('refuses a wrong password and an unknown user', async () => {
    await using guarded = await guardedServer()
    const { connectionString } = guarded
    expect(await refusalOf(connectionString.replace('w%C3%B6rd', 'word'))).toBe('access-denied')
    expect(await refusalOf(connectionString.replace('agent:', 'other:'))).toBe('access-denied')
  })
})

describe('opening', () => {
  it('takes a cluster by the node that leads it', async () => {
    await using server = await startEventStoreDbServer()
    const nobody = await startEventStoreDbServer()
    await nobody.stop()
    const connectionString = `esdb://127.0.0.1:${nobody.port},127.0.0.1:${server.port}?tls=false`
    const store = await openEventStoreDb({ connectionString })
    expect(await store.append('case-1', [newEvent()], 'no-stream')).toMatchObject({ ok: true })
    await store.close()
  })

  it('is refused where nobody listens', async () => {
    const server = await startEventStoreDbServer()
    await server.stop()
    expect(await refusalOf(server.connectionString)).toBe('unavailable')
  })

  it('is refused by a server that is too old', async () => {
    await using server = await startEventStoreDbServer({ version: '22.10.5' })
    expect(await refusalOf(server.connectionString)).toBe('server-version')
  })

  it('is refused when nobody may read all streams', async () => {
    await using server = await startEventStoreDbServer()
    server.faults.add({ method: 'read', streamId: '$all' }, { kind: 'access-denied' })
    expect(await refusalOf(server.connectionString)).toBe('access-denied')
  })

  it('is refused without the file of the authority that it names', async () => {
    await using guarded = await guardedServer()
    const elsewhere = guarded.connectionString.replace('ca.pem', 'no.pem')
    expect(await refusalOf(elsewhere)).toBe('certificate-file')
  })

  it('takes no other connection string, and repeats nothing of it', async () => {
    const connectionString = 'esdb://agent:open-sesame@127.0.0.1:1?tls=false'
    const outcome = await outcomeOf(openEventStoreDb({ connectionString }))
    expect(outcome).toBeInstanceOf(InvariantError)
    expect(inspect(outcome)).not.toContain('sesame')
  })
})
