import { playHandover } from '@trm/local'
import { sealedMessageLength } from '@trm/sealing'
import { searchBytes, type Spelling } from '@trm/testkit'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handoverRecord } from '../support/local-network.ts'
import type { Recorded } from '../support/recorder.ts'
import {
  hearAll,
  lengthsByStep,
  lengthsLeft,
  listedAs,
  shown,
  type Heard,
} from './test-support/heard.ts'
import { leaks } from './test-support/leaks.ts'
import { readSaid } from '../support/nats-protocol.ts'
import { mailLeft, openLeft, type OpenedMail } from '../support/opened-mail.ts'
import { startRecordedNetwork, type RecordedNetwork } from '../support/recorded-network.ts'
import { encapsulatedKeyOf } from './test-support/wire-grammar.ts'
import { APPLICATION_DATA, CHANGE_CIPHER_SPEC, HANDSHAKE, overhear } from '../support/wire.ts'
import { forbiddenSpellings, personalWords } from './test-support/words.ts'

const ENVELOPE = new URL('../../schemas/protocol/envelope.md', import.meta.url)
/** Another person, with other ordinary values that fall into the same buckets, and who receives her. */
const OTHER_PERSON = {
  prs_FirstName: 'Jelena',
  prs_SecondName: 'Šćepanović',
  prs_Birthdate: '2001-11-05',
  prs_IdentityNumber: 'IZMIŠLJENO-8841-07753-12',
  prs_Email: 'jelena.scepanovic.1@pismo.example',
  prs_MobilePhone: '+447700900977',
  prs_MailingCity: 'Donja Vrbica',
}
const WORKERS = ['Vukosava Radulović', 'Rada Ilić-Bogićević']
/** In this step two things are ready at once: they travel together, or not. */
const LAST_COMPARED = 'she takes her contact back from Belgrade'

describe('what two countries and four organisations say in clear', () => {
  let network: RecordedNetwork
  let heard: readonly Heard[] = []
  let recorded: readonly Recorded[] = []
  let left: readonly OpenedMail[] = []
  const cases: string[] = []
  let forbidden: readonly Spelling[] = []
  /** Of each run, of each step, the lengths of what was left in each mailbox. */
  const runs: (readonly string[])[] = []

  beforeAll(async () => {
    network = await startRecordedNetwork()
    const first = await handoverRecord()
    const records = [first, { ...first, ...OTHER_PERSON }]
    for (const [place, record] of records.entries()) {
      const moments: (readonly string[])[] = []
      const onStep = (step: string) => {
        moments.push([step, ...lengthsLeft(network)])
      }
      const played = await playHandover(network, { record, worker: WORKERS[place] ?? '', onStep })
      cases.push(played.case)
      const last = moments.findIndex(([step]) => step === LAST_COMPARED)
      runs.push(lengthsByStep(moments.slice(0, last + 1)))
    }
    left = mailLeft(network).map((said) => openLeft(said, network))
    heard = hearAll(network)
    recorded = [
      ...network.parties.flatMap(({ id }) => network.recordedOf(id)),
      ...network.recordedInLink(),
    ]
    forbidden = forbiddenSpellings({
      personal: [...records.flatMap(personalWords), ...WORKERS],
      organisations: network.parties.map(({ id }) => id),
      identifiers: [...cases, ...left.flatMap(({ derived }) => derived)],
    })
  }, 120_000)
  afterAll(() => network.stop())

  it('is what the protocol lists, everything of that, and nothing else', async () => {
    const rows = new Set(heard.map(listedAs))
    const unlisted = heard.filter((each) => listedAs(each) === undefined)
    expect(unlisted.map(shown)).toEqual([])
    expect([...rows].toSorted()).toEqual((await listedRows()).toSorted())
  })

  it('has in no spelling a personal value, an organisation, a case, an event or its type', () => {
    const leaks = recorded.flatMap(({ toServer, toDialler }) => [
      ...searchBytes('to a server', toServer, forbidden),
      ...searchBytes('from a server', toDialler, forbidden),
    ])
    expect(leaks).toEqual([])
  })

  it('is on the wire between the countries in TLS, but for a greeting: nobody else reads it', () => {
    const wire = network.recordedOnWire()
    const overheard = wire.map(overhear)
    const { parties } = network
    for (const { clear, dialler, server } of overheard) {
      const greeting = readSaid(clear).map((said) =>
        listedAs({ by: 'link', said, conversation: { parties } }),
      )
      expect(greeting).toEqual(['node greets who dials it'])
      for (const types of [dialler, server]) {
        expect(types.slice(0, 2)).toEqual([HANDSHAKE, CHANGE_CIPHER_SPEC])
        expect(new Set(types.slice(2))).toEqual(new Set([APPLICATION_DATA]))
      }
    }
    const [onWire, inLink] = [wire, network.recordedInLink()].map((recorded) =>
      Buffer.concat(recorded.flatMap(({ toServer, toDialler }) => [toServer, toDialler])),
    )
    const served = parties.filter(({ participant }) => participant === 'rs')
    const mailboxes = served.map(({ access }) => access.mailbox)
    const words = ['TRM1', 'trm.', 'ce-id', 'Nats-', 'CONNECT', 'LINK_', ...mailboxes]
    expect(words.filter((word) => onWire?.includes(word))).toEqual([])
    expect(words.filter((word) => inLink?.includes(word))).toEqual(words)
    expect(searchBytes('on the wire', onWire ?? Buffer.alloc(0), forbidden)).toEqual([])
  })

  it('is sealed around all of these', () => {
    const inside = Buffer.concat(left.flatMap(({ items }) => items))
    const found = new Set(searchBytes('inside', inside, forbidden).map(({ text }) => text))
    const words = ['Ljubiška', 'Šćepanović', '+447700900142', ...WORKERS, 'ReferralOffered']
    for (const word of [...words, ...network.parties.map(({ id }) => id)])
      expect(found).toContain(word)
    expect(left.length).toBeGreaterThan(60)
  })

  it('names each message by an id that is random, and nothing of what is in it', () => {
    const ids = left.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const derived = left.flatMap((mail) => mail.derived)
    expect(ids.filter((id) => derived.some((each) => each.startsWith(id)))).toEqual([])
    expect(new Set(left.map(({ body }) => encapsulatedKeyOf(body))).size).toBe(left.length)
  })

  it('gives the minute in which it was sent, and not the second', () => {
    const minutes = heard.flatMap(({ said: { headers = [] } }) =>
      headers.filter((line) => line.startsWith('ce-time: ')).map((line) => line.slice(9)),
    )
    const now = Date.now()
    for (const minute of minutes) {
      expect(minute).toMatch(/:00Z$/)
      expect(now - Date.parse(minute)).toBeLessThan(5 * 60_000)
    }
  })

  it('is as long as the bucket that its content falls into', () => {
    const expected = left.map(({ items }) => sealedMessageLength(items.map(({ length }) => length)))
    expect(left.map(({ body }) => body.length)).toEqual(expected)
  })

  it('is as long for one person as for another, message for message', () => {
    const [first, other] = runs
    expect(first?.length).toBeGreaterThan(15)
    expect(other).toEqual(first)
    const [hers, theirs] = cases.map((reference) =>
      left
        .filter(({ derived }) => derived.includes(reference))
        .map(({ items }) => items.map(({ length }) => length)),
    )
    expect(theirs).not.toEqual(hers)
  })

  it.each(leaks)('is not allowed to be %s', (_what, row, change) => {
    const honest = heard.find((each) => listedAs(each) === row && isFromAustria(each))
    expect(honest).toBeDefined()
    if (honest === undefined) return
    const leaking = { ...honest, said: change(honest.said) }
    expect(listedAs(honest)).toBe(row)
    expect(listedAs(leaking)).toBeUndefined()
  })
})

/** So that a leak can be put where there is something to replace. */
function isFromAustria({ said: { headers } }: Heard): boolean {
  return headers === undefined || headers.includes('ce-source: at')
}

/** The rows of the table in the page on envelopes. */
async function listedRows(): Promise<readonly string[]> {
  const page = await readFile(ENVELOPE, 'utf8')
  const [, section = ''] = page.split('\n### Everything in clear\n')
  const table = section.split('\n').filter((line) => line.startsWith('| '))
  return table.slice(2).map((line) => line.split('|')[1]?.trim() ?? '')
}
