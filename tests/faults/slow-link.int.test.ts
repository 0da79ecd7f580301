import { natsMailbox } from '@trm/adapter-nats'
import { invariant, toInstant, type EventId } from '@trm/kernel'
import { randomBytes, randomToken, sealedMessageLength } from '@trm/sealing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailLeft, openLeft } from '../support/opened-mail.ts'
import { startRecordedNetwork, type RecordedNetwork } from '../support/recorded-network.ts'
import { createSlowLink } from '../support/slow-link.ts'
import { overhear, RECORD_OVERHEAD_BYTES } from '../support/wire.ts'
import {
  assessment,
  becomes,
  BELGRADE,
  give,
  openSharedCase,
  VIENNA,
  type SharedCase,
} from './test-support/shared-case.ts'

const IS_LONG = process.env['TRM_FAULTS'] === 'long'
const SATELLITE = { bitsPerSecond: 64_000, latencyMs: 2_000, loss: 0.05 }
const EVENTS_ALONE = 3
const EVENTS_AT_ONCE = IS_LONG ? 300 : 16
/** Where others take half of the line, the largest mail takes longer than nats-server by itself keeps the way back open. */
const SHARED = { ...SATELLITE, bitsPerSecond: IS_LONG ? 32_000 : 64_000 }
const MAIL_BYTES = IS_LONG ? 1_048_576 : 8_192
const SHORTEST_BYTES = 3_222
const TIMEOUT_MS = IS_LONG ? 1_800_000 : 90_000

/** What a message takes on the link beside its body, every part of it as long as it can be. */
const BESIDE_BODY_BYTES = [
  'LS+ _R_.abcdef.abcdef\r\n',
  `HMSG trm.v1.inbox.rs.${'m'.repeat(32)} _R_.abcdef.abcdef 300 1048876\r\n`,
  `NATS/1.0\r\nNats-Msg-Id: ${'i'.repeat(22)}\r\nce-specversion: 1.0\r\nce-id: ${'i'.repeat(22)}\r\n`,
  'ce-source: at\r\nce-type: org.trm.sealed.v1\r\nce-time: 2026-03-02T09:10:00Z\r\n',
  'Nats-Request-Info: {"acc":"AGENTS","rtt":10000000000}\r\n\r\n\r\n',
  'LMSG _R_.abcdef.abcdef 100\r\n',
  `{"stream":"MAIL_${'m'.repeat(32)}", "domain":"RS", "seq":1000000000, "duplicate": true}\r\n`,
  'LS- _R_.abcdef.abcdef\r\n',
].join('').length
/** Signs of life of the two servers, in the time that a test takes. */
const ALIVE_BYTES = 200

describe('over a line of 64 kbit/s with 2 s each way, on which a twentieth is lost', () => {
  const link = createSlowLink(20_260_302)
  let network: RecordedNetwork
  let shared: SharedCase

  beforeAll(async () => {
    network = await startRecordedNetwork({ wire: link.way })
    shared = await openSharedCase(network.client)
    process.stdout.write('slow link: a proxy of this repository; what is lost shows as a stall\n')
  }, TIMEOUT_MS)
  afterAll(async () => {
    link.become(undefined)
    await network.stop()
  })

  it(
    'events that come at once all arrive, each once and in order, and are answered',
    async () => {
      const alone = await measured(async () => {
        for (let count = 0; count < EVENTS_ALONE; count++) await stored([await assess()])
      })
      link.become(SATELLITE)
      const begun = performance.now()
      const events: EventId[] = []
      const together = await measured(async () => {
        for (let count = 0; count < EVENTS_AT_ONCE; count++) events.push(await assess())
        await stored(events)
      })
      const seconds = Math.round((performance.now() - begun) / 1_000)

      const held = (await network.agent(BELGRADE).caseEvents(shared.reference)).map(({ id }) => id)
      expect(held.filter((id) => events.includes(id as EventId))).toEqual(events)
      expect(await network.agent(BELGRADE).quarantine()).toEqual([])
      // A receipt that was lost once comes 4 s later, and is asked after. Nothing is asked after twice.
      const times = events.map((event) => together.events.filter((id) => id === event).length)
      expect(Math.max(...times)).toBeLessThanOrEqual(2)
      // An event and its receipt, each in a message; of what is bundled only the content is left of that.
      expect(alone.bodies.length).toBe(2 * EVENTS_ALONE)
      expect(together.linkBytes / EVENTS_AT_ONCE).toBeLessThan(alone.linkBytes / EVENTS_ALONE / 2)
      for (const { linkBytes, records, bodies, buckets } of [alone, together]) {
        expect(bodies).toEqual(buckets)
        const beside = bodies.length * BESIDE_BODY_BYTES + records * RECORD_OVERHEAD_BYTES
        const most = sum(bodies) + beside + ALIVE_BYTES
        expect(linkBytes).toBeLessThanOrEqual(most)
      }
      process.stdout.write(
        `bytes on the link per delivery, with its receipt and all of NATS and TLS: ` +
          `${perDelivery(alone, EVENTS_ALONE)} alone, ` +
          `${perDelivery(together, EVENTS_AT_ONCE)} of ${String(EVENTS_AT_ONCE)} at once ` +
          `in ${String(seconds)} s and ${String(together.bodies.length)} messages; ` +
          `${String(sum(times) - times.length)} sent twice\n`,
      )
    },
    TIMEOUT_MS,
  )

  it(
    'mail takes the time that it takes, and is not given up meanwhile',
    async () => {
      link.become(SHARED)
      const [sender, recipient] = ['at.nrm-office', 'rs.nrm-office'].map((id) =>
        network.parties.find((party) => party.id === id),
      )
      invariant(sender !== undefined && recipient !== undefined, 'slow link: both offices')
      const { participant, access } = sender
      const mailbox = await natsMailbox({
        server: network.serverOf(participant),
        nkeySeed: access.seed,
        participant,
        mailbox: access.mailbox,
        inboxPrefix: access.inboxPrefix,
      })
      const address = { participant: recipient.participant, mailbox: recipient.access.mailbox }
      const leave = (bytes: number) =>
        mailbox.publish(address, {
          id: randomToken(),
          source: participant,
          time: `${toInstant(new Date()).slice(0, 16)}:00Z`,
          body: randomBytes(bytes),
        })
      // As short as mail is: it shows how far away the other country node is.
      const first = await leave(SHORTEST_BYTES)
      const begun = performance.now()
      const next = await leave(MAIL_BYTES)
      await mailbox.close()
      for (const left of [first, next])
        expect(left).toEqual({ ok: true, value: { duplicate: false } })
      // Really by that line: not before all of it can have gone, and its answer come.
      const leastMs = (MAIL_BYTES * 8_000) / SHARED.bitsPerSecond + 2 * SHARED.latencyMs
      expect(performance.now() - begun).toBeGreaterThan(leastMs)
    },
    TIMEOUT_MS,
  )

  const assess = () => give(network.client(VIENNA), shared.reference, assessment(shared))
  const stored = (events: readonly EventId[]) =>
    becomes(network.client(VIENNA), shared.reference, events, 'stored')

  /** What went over the link while something was done. */
  async function measured(work: () => Promise<void>): Promise<Traffic> {
    const open = () => mailLeft(network).map((said) => openLeft(said, network))
    const known = new Set(open().map(({ id }) => id))
    const before = carried()
    await work()
    const after = carried()
    const left = open().filter(({ id }) => !known.has(id))
    return {
      linkBytes: after.linkBytes - before.linkBytes,
      records: after.records - before.records,
      bodies: left.map(({ body }) => body.length),
      buckets: left.map(({ items }) => sealedMessageLength(items.map(({ length }) => length))),
      events: left.flatMap(({ events }) => events),
    }
  }

  function carried(): Pick<Traffic, 'linkBytes' | 'records'> {
    const recorded = network.recordedOnWire()
    return {
      linkBytes: sum(recorded.map(({ toServer, toDialler }) => toServer.length + toDialler.length)),
      records: sum(
        recorded.map(overhear).map(({ dialler, server }) => dialler.length + server.length),
      ),
    }
  }
})

type Traffic = {
  /** On the wire, with what TLS adds in this many records. */
  readonly linkBytes: number
  readonly records: number
  /** The lengths of the sealed messages, and those that their items make. */
  readonly bodies: readonly number[]
  readonly buckets: readonly number[]
  /** Of every copy that was sent, the id. */
  readonly events: readonly EventId[]
}

function perDelivery({ linkBytes }: Traffic, deliveries: number): string {
  return Math.round(linkBytes / deliveries).toLocaleString('en')
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
