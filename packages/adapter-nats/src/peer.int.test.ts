import { headers, type NatsConnection } from 'nats'
import { waitFor } from '@trm/testkit'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { agentOf, mailFrom, openMailbox, stateOf, type OpenMailbox } from './mailbox.fixture.ts'
import { startMesh, type Mesh } from './mesh.fixture.ts'
import { rogueClient, withRogue } from './rogue.fixture.ts'

const UNREACHABLE = { ok: false, failure: { kind: 'unreachable' } }

// Whoever runs the country node of rs sits in its end of the link to at, and knows all subjects.
describe('a peer that does not play by the rules', () => {
  let mesh: Mesh
  let rogue: NatsConnection
  let mailbox: OpenMailbox

  beforeAll(async () => {
    mesh = await startMesh({
      codes: ['at', 'mk', 'rs'],
      tamper: (code, configuration) =>
        code === 'rs' ? withRogue(configuration, 'LINK_AT') : configuration,
    })
    rogue = await rogueClient(mesh.node('rs'))
    mailbox = await openMailbox(mesh.node('at'), { publishTimeoutMs: 1_000 })
    await waitFor(async () => await answers('trm.v1.inbox.at.at-0', 'lawful'), {
      deadlineMs: 10_000,
      what: 'the link between rs and at',
    })
    await waitFor(
      async () => (await mailbox.publish({ ...agentAddress('mk') }, mailFrom('at', 'to mk'))).ok,
      { deadlineMs: 10_000, what: 'the link between at and mk' },
    )
  })
  afterAll(async () => {
    await rogue.close()
    await mailbox.close()
    await mesh.stop()
  })

  function agentAddress(code: string) {
    const node = mesh.node(code)
    return { participant: node.participant, mailbox: agentOf(node).mailbox }
  }

  async function answers(subject: string, body = ''): Promise<boolean> {
    return await rogue.request(subject, body, { timeout: 300 }).then(
      () => true,
      () => false,
    )
  }

  it.each([
    'trm.v1.inbox.mk.mk-0',
    'trm.v1.mailbox.at-0.next',
    'trm.v1.mailbox.at-0.info',
    '$JS.API.INFO',
    '$JS.API.STREAM.INFO.MAIL_at-0',
    '$JS.API.STREAM.PURGE.MAIL_at-0',
    '$JS.API.STREAM.DELETE.MAIL_at-0',
    '$JS.AT.API.STREAM.DELETE.MAIL_at-0',
    '$JS.API.CONSUMER.MSG.NEXT.MAIL_at-0.at-0',
    '$JS.ACK.MAIL_at-0.at-0.1.1.1.1.0',
    '$JS.ACK.erase.at-0',
    '$JS.API.STREAM.MSG.DELETE.MAIL_at-0',
    '$SYS.REQ.SERVER.PING',
    'trm.v1.inbox.at.at-0.more',
  ])('gets no answer to %s', async (subject) => {
    const before = [await stateOf(mesh.node('at')), await stateOf(mesh.node('mk'))]
    // Its own server says that JetStream is off where nothing else answers.
    const heard: string[] = []
    const reply = `_INBOX.rogue.${subject.length}`
    rogue.subscribe(reply, { callback: (_error, message) => heard.push(message.string()) })
    rogue.publish(subject, '', { reply })
    await answers('trm.v1.inbox.at.nobody')
    expect(heard.filter((text) => !text.includes('"error"') && text !== '')).toStrictEqual([])
    expect([await stateOf(mesh.node('at')), await stateOf(mesh.node('mk'))]).toStrictEqual(before)
  })

  it.each([
    'trm.v1.inbox.mk.mk-0',
    'trm.v1.inbox.at.at-0',
    'trm.v1.mailbox.at-0.next',
    '$JS.API.STREAM.PURGE.MAIL_at-0',
    '$JS.AT.API.STREAM.PURGE.MAIL_at-0',
  ])('gets nothing done by naming %s as the place for an answer', async (reply) => {
    const before = await stateOf(mesh.node('mk'))
    const { messages } = await stateOf(mesh.node('at'))
    rogue.publish('trm.v1.inbox.at.at-0', '', { reply })
    await answers('trm.v1.inbox.at.at-0')
    expect((await stateOf(mesh.node('at'))).messages).toBeGreaterThanOrEqual(messages + 2)
    expect(await stateOf(mesh.node('mk'))).toStrictEqual(before)
  })

  it('hears only mail for itself, with the headers of the protocol and no organisation', async () => {
    const heard: { readonly subject: string; readonly headers: object }[] = []
    const subscription = rogue.subscribe('>', {
      callback: (_error, message) => {
        const { 'Nats-Request-Info': about, ...rest } = Object.fromEntries(message.headers ?? [])
        const known = JSON.parse(about?.[0] ?? '{}') as Record<string, unknown>
        // The server adds these; the value of one is a duration.
        heard.push({ subject: message.subject, headers: { ...rest, ...known, rtt: 'some' } })
      },
    })
    const mail = mailFrom('at', 'for rs')
    // That somebody listens there takes its time to become known here.
    await waitFor(
      async () => {
        await mailbox.publish(agentAddress('rs'), mail)
        return heard.some(({ subject }) => subject.startsWith('trm.'))
      },
      { deadlineMs: 8_000, what: 'the mail for rs' },
    )
    await Promise.all(
      ['mk', 'at'].map((code) => mailbox.publish(agentAddress(code), mailFrom('at'))),
    )
    await mailbox.publish(agentAddress('rs'), mail)
    subscription.unsubscribe()
    const mails = heard.filter(({ subject }) => subject.startsWith('trm.'))
    expect(mails.filter((each, place) => !isDeepStrictEqual(each, mails[place - 1]))).toStrictEqual(
      [
        {
          subject: 'trm.v1.inbox.rs.rs-0',
          headers: {
            'Nats-Msg-Id': [mail.id],
            'ce-specversion': ['1.0'],
            'ce-id': [mail.id],
            'ce-source': ['at'],
            'ce-type': ['org.trm.sealed.v1'],
            'ce-time': [mail.time],
            acc: 'AGENTS',
            rtt: 'some',
          },
        },
      ],
    )
  })

  it.each([
    ['nonsense', 'x', undefined],
    [
      'the acknowledgement of another Participant',
      '{"stream":"MAIL_rs-0","domain":"AT","seq":1}',
      undefined,
    ],
    ['headers that cannot be read', '', 'NATS/1.0\r\nx: a\nb\r\n\r\n'],
  ])(
    'cannot pass off %s for an acknowledgement, or end the connection by it',
    async (_w, text, raw) => {
      const answered = Object.assign(headers(), {
        encode: () => new TextEncoder().encode(raw),
      })
      const subscription = rogue.subscribe('trm.v1.inbox.rs.*', {
        callback: (_error, { reply = '' }) =>
          rogue.publish(reply, text, raw === undefined ? {} : { headers: answered }),
      })
      await rogue.flush()
      expect(await mailbox.publish(agentAddress('rs'), mailFrom('at'))).toStrictEqual(UNREACHABLE)
      subscription.unsubscribe()
      expect((await mailbox.publish(agentAddress('at'), mailFrom('at'))).ok).toBe(true)
      expect(mailbox.facts).toStrictEqual([{ kind: 'connected' }])
    },
  )
})
