import type { AttentionList, LedgerResponse, ReplayResponse } from '@trm/contracts'
import { invariant, type CaseReference, type Result } from '@trm/kernel'
import { localPlan, startLocalNetwork, type LocalNetwork } from '@trm/local'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runTrm } from '../../support/command-line.ts'
import { temporaryDataFolder } from '../../support/local-network.ts'
import { movedClock } from '../../support/moved-clock.ts'
import { sharedRows } from '../../support/shared-ledger.ts'
import { networkWorld } from '../support/network-world.ts'
import { playScenario } from '../support/play.ts'
import { readScenario } from '../support/scenario.ts'

const VIENNA = 'at.vienna-cso'
const OFFICE = 'at.nrm-office'
const BELGRADE = 'rs.belgrade-cso'
const SKOPJE = 'mk.skopje-cso'
const everybody = [VIENNA, OFFICE, BELGRADE, SKOPJE] as const

/** What the organisations that can be asked say at one moment. */
type Seen = {
  readonly ledgers: ReadonlyMap<string, LedgerResponse>
  readonly replays: ReadonlyMap<string, ReplayResponse>
  readonly attention: ReadonlyMap<string, AttentionList>
}

describe('a consent that is taken back while one holder is away', () => {
  const closing = new AsyncDisposableStack()
  const moments = new Map<string, Seen>()
  let network: LocalNetwork
  let dataFolder = ''
  let reference: CaseReference

  beforeAll(async () => {
    dataFolder = closing.use(await temporaryDataFolder()).path
    const clock = movedClock(dataFolder)
    const organisations = localPlan.flatMap(({ organisations: planned }) => planned)
    network = await startLocalNetwork({
      dataFolder,
      reset: false,
      now: () => clock.now(),
      nodeFlags: new Map(organisations.map(({ id }) => [id, clock.nodeFlags])),
    })
    closing.defer(() => network.stop())
    const world = networkWorld(network, clock)
    await playScenario(readScenario('withdrawal'), world, async (moment) => {
      reference = world.theCase()
      const isAway = moment !== 'before'
      moments.set(moment, await seenBy(everybody.filter((each) => !isAway || each !== SKOPJE)))
    })
    moments.set('answered', await seenBy(everybody))
  }, 60_000)
  afterAll(() => closing.disposeAsync())

  async function seenBy(organisations: readonly string[]): Promise<Seen> {
    const ask = async <Value>(question: (at: string) => Promise<Result<Value, unknown>>) =>
      new Map(
        await Promise.all(
          organisations.map(async (at) => {
            const answer = await question(at)
            invariant(answer.ok, 'withdrawal: an agent answers')
            return [at, answer.value] as const
          }),
        ),
      )
    return {
      ledgers: await ask((at) => network.client(at).ledger(reference)),
      replays: await ask((at) => network.client(at).replay(reference)),
      attention: await ask((at) => network.client(at).attention()),
    }
  }

  function seen(moment: string): Seen {
    const found = moments.get(moment)
    invariant(found !== undefined, 'withdrawal: a moment of the scenario')
    return found
  }

  const ledgerAt = (moment: string, at: string) => {
    const ledger = seen(moment).ledgers.get(at)
    invariant(ledger !== undefined, 'withdrawal: a ledger')
    return ledger
  }

  /** What became of what Belgrade passed on, as an organisation says. */
  const passedOn = (moment: string, at: string) => {
    const { holdings, passedOn: told } = ledgerAt(moment, at)
    return [...holdings, ...told]
      .filter(({ holder }) => holder === SKOPJE)
      .map(({ section, standing }) => {
        const answer = standing.kind === 'uncovered' ? standing.answer : standing.kind
        return `${section} ${answer}`
      })
      .toSorted()
  }

  const silent = (moment: string, at: string) =>
    (seen(moment).attention.get(at)?.silentHolders ?? []).map(
      ({ holder, askedBy, isEscalated }) => ({ holder, askedBy, isEscalated }),
    )

  it.each(['before', 'silent', 'overdue', 'escalated', 'answered'])(
    'is replayed without a flaw at everybody: %s',
    (moment) => {
      const { replays } = seen(moment)
      expect([...replays.keys()]).toContain(VIENNA)
      for (const [at, { events, summary }] of replays) {
        expect(summary, at).toMatchObject({ overDisclosures: 0, chainGaps: 0 })
        expect(summary.events, at).toBe(events.length)
        expect(summary.signaturesValid, at).toBe(events.length)
        expect(summary.disclosuresWithBasis, at).toBe(summary.disclosures)
      }
    },
  )

  it('is green on the command line, too, of each of them, when all is answered', async () => {
    const environment = { TRM_DATA: dataFolder }
    const outputs = await Promise.all(
      [VIENNA, SKOPJE].map((at) =>
        runTrm(['replay', '--case', reference, '--at', at], environment),
      ),
    )
    for (const { exitCode, errors, output } of outputs) {
      expect({ exitCode, errors }).toStrictEqual({ exitCode: 0, errors: '' })
      expect(output).toContain('0 beyond consent')
    }
  })

  it.each<[string, string, string, number]>([
    ['before', VIENNA, BELGRADE, 5],
    ['before', BELGRADE, SKOPJE, 2],
    ['before', VIENNA, SKOPJE, 2],
    ['silent', VIENNA, BELGRADE, 5],
    ['overdue', VIENNA, BELGRADE, 5],
    ['escalated', VIENNA, BELGRADE, 5],
    ['answered', VIENNA, BELGRADE, 5],
    ['answered', BELGRADE, SKOPJE, 2],
    ['answered', VIENNA, SKOPJE, 2],
    ['answered', VIENNA, OFFICE, 0],
  ])('%s: %s and %s say the same of what they share', (moment, one, other, rows) => {
    const [ours, theirs] = sharedRows(ledgerAt(moment, one), ledgerAt(moment, other))
    expect(ours).toHaveLength(rows)
    expect(theirs).toStrictEqual(ours)
  })

  it('is answered at once by those who are there, each with its signature', () => {
    const answers = ledgerAt('silent', VIENNA)
      .holdings.filter(({ holder }) => holder === BELGRADE)
      .map(({ section, standing }) => ({ section, ...standing }))
    expect(answers.map(({ section, kind }) => `${section} ${kind}`)).toStrictEqual([
      'identity retained',
      'contact retained',
    ])
    for (const answer of answers) expect(answer).toMatchObject({ citation: 'court-7' })
  })

  it.each<[string, string]>([
    ['before', 'covered'],
    ['silent', 'awaited'],
    ['overdue', 'overdue'],
    ['escalated', 'overdue'],
    ['answered', 'erased'],
  ])('%s: what was passed on is %s, at who wrote it and at who passed it on', (moment, answer) => {
    const rows = [`contact ${answer}`, `identity ${answer}`]
    expect(passedOn(moment, VIENNA)).toStrictEqual(rows)
    expect(passedOn(moment, BELGRADE)).toStrictEqual(rows)
  })

  it.each<[string, boolean | undefined]>([
    ['before', undefined],
    ['silent', undefined],
    ['overdue', false],
    ['escalated', true],
    ['answered', undefined],
  ])('%s: the list of what waits for a person has it escalated: %s', (moment, isEscalated) => {
    const lines =
      isEscalated === undefined ? [] : [{ holder: SKOPJE, askedBy: BELGRADE, isEscalated }]
    expect(silent(moment, VIENNA)).toStrictEqual(lines)
    expect(silent(moment, BELGRADE)).toStrictEqual(lines)
    expect(silent(moment, OFFICE)).toStrictEqual([])
  })

  it('leaves nothing that is late, also at the one that was told it is', () => {
    expect(silent('answered', SKOPJE)).toStrictEqual([])
  })

  it('is erased at the one that was away, from the folder that it had before', async () => {
    const viewed = await network.client(SKOPJE).viewCase(reference)
    const sections = viewed.ok ? viewed.value.sections : {}
    expect(sections.contact).toMatchObject([{ status: 'erased' }])
    expect(sections.identity).toMatchObject([{ status: 'erased' }])
  })
})
