import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { waitFor } from '@trm/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailFrom, openMailbox, read, stateOf, type OpenMailbox } from './mailbox.fixture.ts'
import { startMesh, type Mesh } from './mesh.fixture.ts'

const CODES = ['at', 'mk', 'rs']
const TAKEN = { ok: true, value: { duplicate: false } }
const UNREACHABLE = { ok: false, failure: { kind: 'unreachable' } }

describe('a mesh of three Participants', () => {
  let mesh: Mesh
  let mailboxes: ReadonlyMap<string, OpenMailbox>

  beforeAll(async () => {
    mesh = await startMesh({ codes: CODES })
    mailboxes = new Map(
      await Promise.all(
        CODES.map(async (code) => {
          const mailbox = await openMailbox(mesh.node(code), { publishTimeoutMs: 500 })
          return [code, mailbox] as const
        }),
      ),
    )
    await waitFor(async () => (await linksOf(mesh)) === CODES.length, {
      deadlineMs: 10_000,
      what: 'one link for each pair',
    })
  })

  afterAll(async () => {
    await Promise.all([...mailboxes.values()].map((mailbox) => mailbox.close()))
    await mesh.stop()
  })

  function at(code: string): OpenMailbox {
    const mailbox = mailboxes.get(code)
    if (mailbox === undefined) throw new Error(`no mailbox at ${code}`)
    return mailbox
  }

  it('takes mail from each Participant to each, itself included, and delivers it once', async () => {
    for (const from of CODES) {
      for (const to of CODES) {
        const outcome = await at(from).publish(at(to).address, mailFrom(from, `${from} to ${to}`))
        expect(outcome).toStrictEqual(TAKEN)
      }
    }
    for (const to of CODES) {
      const reader = read(at(to))
      await waitFor(() => reader.deliveries.length === 3, {
        deadlineMs: 5_000,
        what: `mail at ${to}`,
      })
      await waitFor(async () => (await stateOf(mesh.node(to))).messages === 0, {
        deadlineMs: 5_000,
        what: `the last mail at ${to} settled`,
      })
      await reader.stop()
      expect(reader.texts()).toStrictEqual(CODES.map((from) => `${from} to ${to}`))
      expect(reader.deliveries.map(({ mail }) => mail?.source)).toStrictEqual(CODES)
    }
  })

  it('writes exactly the headers of the protocol to the disk of the other Participant', async () => {
    const mail = mailFrom('rs', 'look at my headers')
    expect(await at('rs').publish(at('mk').address, mail)).toStrictEqual(TAKEN)
    const stored = await readFile(
      join(mesh.node('mk').folder, 'data/jetstream/MAIL/streams/MAIL_mk-0/msgs/1.blk'),
      'latin1',
    )
    const end = stored.indexOf('\r\n\r\nlook at my headers')
    const start = stored.lastIndexOf('NATS/1.0', end)
    expect(stored.slice(start, end).split('\r\n')).toStrictEqual([
      'NATS/1.0',
      `Nats-Msg-Id: ${mail.id}`,
      'ce-specversion: 1.0',
      `ce-id: ${mail.id}`,
      'ce-source: rs',
      'ce-type: org.trm.sealed.v1',
      'ce-time: 2026-03-01T10:00:00Z',
    ])
    const reader = read(at('mk'))
    await waitFor(() => reader.deliveries.length === 1, { deadlineMs: 5_000, what: 'the mail' })
    await reader.stop()
  })

  it('acknowledges no mail for a mailbox that nobody has', async () => {
    const nobody = { ...at('rs').address, mailbox: 'nobody' }
    expect(await at('at').publish(nobody, mailFrom('at'))).toStrictEqual(UNREACHABLE)
    expect((await stateOf(mesh.node('rs'))).messages).toBe(0)
  })

  it('says unreachable while the other server is down, and delivers once after it is back', async () => {
    const kept = mailFrom('at', 'waiting when the server went down')
    expect(await at('at').publish(at('rs').address, kept)).toStrictEqual(TAKEN)
    await mesh.node('rs').server().stop()

    const mail = mailFrom('at', 'sent while it was down')
    expect(await at('at').publish(at('rs').address, mail)).toStrictEqual(UNREACHABLE)

    await mesh.node('rs').start()
    await waitFor(async () => (await at('at').publish(at('rs').address, mail)).ok, {
      deadlineMs: 10_000,
      what: 'the link to stand again',
    })
    await waitFor(() => at('rs').isConnected(), { deadlineMs: 10_000, what: 'the agent of rs' })
    const reader = read(at('rs'))
    await waitFor(() => reader.deliveries.length >= 2, { deadlineMs: 5_000, what: 'both mails' })
    await waitFor(async () => (await stateOf(mesh.node('rs'))).messages === 0, {
      deadlineMs: 5_000,
      what: 'an empty stream',
    })
    await reader.stop()
    expect(reader.texts()).toStrictEqual([
      'waiting when the server went down',
      'sent while it was down',
    ])
  })
})

it('two meshes on one machine do not meet', async () => {
  const codes = ['at', 'rs']
  const [here, there] = await Promise.all([startMesh({ codes }), startMesh({ codes })])
  const mailbox = await openMailbox(here.node('at'))
  expect((await mailbox.publish(mailbox.address, mailFrom('at'))).ok).toBe(true)
  expect((await stateOf(here.node('at'))).messages).toBe(1)
  expect((await stateOf(there.node('at'))).messages).toBe(0)
  await mailbox.close()
  await Promise.all([here.stop(), there.stop()])
})

/** Links that stand. */
async function linksOf(mesh: Mesh): Promise<number> {
  const counts = await Promise.all(
    CODES.map(async (code) => {
      const answer = await fetch(`http://127.0.0.1:${mesh.node(code).monitoringPort}/leafz`)
      const { leafs } = (await answer.json()) as { readonly leafs?: readonly object[] }
      return leafs?.length ?? 0
    }),
  )
  // Both ends count theirs.
  return counts.reduce((sum, count) => sum + count, 0) / 2
}
