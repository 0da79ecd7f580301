import { describe, expect, it } from 'vitest'
import { custodianOf, hasCustody, hasHadCustody } from '../case/custody.ts'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { clauses, grantTo, story, upTo } from '../test-support/case-events.ts'
import { outcomeOf } from '../test-support/check-rows.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import { commands, events, transferred } from './handover.fixture.ts'

const { proposed, taken, withdrawn, custodyRequested } = events
const referral = story.offered.id
const [, fromBelgrade] = clauses
const nothingElse = { sections: {}, clauses: [] } as const
const pending = [...upTo('accepted'), proposed]
/** What Belgrade holds of it: not how the case began. */
const inBelgrade = [story.consent, story.offered, story.accepted, proposed, taken]
const custodian = (history: readonly CaseEvent[]) => custodianOf(foldCase(history))

describe('propose a transfer of custody', () => {
  const { ProposeCustodyTransfer } = commands
  const expected = {
    type: 'CustodyTransferProposed',
    occurredAt: at(21),
    facts: { referral, identification: 'presumed', ageStatus: 'verifiedAdult' },
    ...nothingElse,
    recipients: [{ to: belgrade, purpose: 'handover', needs: ['documents'] }],
  } as const

  it('tells the other side where the case stands', () => {
    given(...upTo('accepted'))
      .when(ProposeCustodyTransfer, as(vienna, 21))
      .then(expected)
  })

  it('takes the documents along', () => {
    const sections = { documents: { documents: [{ kind: 'consentForm' }] } }
    given(...upTo('accepted'))
      .when({ ...ProposeCustodyTransfer, sections }, as(vienna, 21))
      .then({ ...expected, sections })
  })

  it('refuses before acceptance, while another one is open, and without the referral', () => {
    given(...upTo('seen'))
      .when(ProposeCustodyTransfer, as(vienna, 21))
      .thenRejected({ kind: 'not-accepted' })
    given(...pending)
      .when(ProposeCustodyTransfer, as(vienna, 21))
      .thenRejected({ kind: 'custody-pending' })
    given(...upTo('accepted'))
      .when({ ...ProposeCustodyTransfer, referral: idOf('nowhere') }, as(vienna, 21))
      .thenRejected({ kind: 'referral-unknown' })
  })

  it('does not wait for ever for a side whose referral is being taken back', () => {
    const second: readonly CaseEvent[] = [
      {
        ...story.offered,
        id: idOf('offered2'),
        facts: { ...story.offered.facts, to: skopje },
        grants: [grantTo(skopje)],
      },
      {
        ...story.accepted,
        id: idOf('accepted2'),
        author: skopje,
        facts: { ...story.accepted.facts, referral: idOf('offered2') },
      },
    ]
    given(...pending, ...second)
      .when({ ...ProposeCustodyTransfer, referral: idOf('offered2') }, as(vienna, 21))
      .thenRejected({ kind: 'custody-pending' })
    given(...pending, ...second, withdrawn)
      .when({ ...ProposeCustodyTransfer, referral: idOf('offered2') }, as(vienna, 21))
      .then({
        ...expected,
        facts: { ...expected.facts, referral: idOf('offered2') },
        recipients: [{ to: skopje, purpose: 'handover', needs: ['documents'] }],
      })
  })
})

describe('take custody', () => {
  const { TakeCustody } = commands

  it('is the second signature', () => {
    given(...pending)
      .when(TakeCustody, as(belgrade, 21))
      .then({
        type: 'CustodyTransferred',
        occurredAt: at(21),
        facts: { proposal: proposed.id },
        ...nothingElse,
        recipients: [{ to: vienna, purpose: 'handover', needs: [] }],
      })
  })

  it('refuses twice', () => {
    given(...transferred)
      .when(TakeCustody, as(belgrade, 22))
      .thenRejected({ kind: 'already-done' })
  })
})

describe('ask for custody', () => {
  const { RequestCustodyTransfer } = commands

  it('tells who has it, and moves nothing', () => {
    given(...upTo('accepted'))
      .when(RequestCustodyTransfer, as(belgrade, 19))
      .then({
        type: 'CustodyTransferRequested',
        occurredAt: at(19),
        facts: { referral },
        ...nothingElse,
        recipients: [{ to: vienna, purpose: 'handover', needs: [] }],
      })
    expect(custodian([...upTo('accepted'), custodyRequested])).toBe(vienna)
  })

  it('refuses twice, with custody, and before acceptance', () => {
    given(...upTo('accepted'), custodyRequested)
      .when(RequestCustodyTransfer, as(belgrade, 20))
      .thenRejected({ kind: 'already-done' })
    given(...transferred)
      .when(RequestCustodyTransfer, as(belgrade, 22))
      .thenRejected({ kind: 'already-done' })
    given(...upTo('seen'))
      .when(RequestCustodyTransfer, as(belgrade, 20))
      .thenRejected({ kind: 'not-accepted' })
  })
})

describe('custody', () => {
  it('is with who opened the case, and with nobody that is known where that is not held', () => {
    expect(custodian(upTo('accepted'))).toBe(vienna)
    expect(custodian([story.offered, story.accepted])).toBeUndefined()
    expect(custodian([])).toBeUndefined()
  })

  it.each<[string, readonly CaseEvent[]]>([
    ['the proposal alone', pending],
    ['taking it without a proposal', [...upTo('accepted'), taken]],
    [
      'a proposal of the other side',
      [...upTo('accepted'), { ...proposed, author: belgrade }, { ...taken, author: vienna }],
    ],
    ['a proposal of a stranger', [...upTo('accepted'), { ...proposed, author: skopje }, taken]],
    ['the taking of a stranger', [...pending, { ...taken, author: skopje }]],
    ['the taking of the proposing side', [...pending, { ...taken, author: vienna }]],
    ['a request', [...upTo('accepted'), custodyRequested]],
  ])('does not move by %s', (_case, history) => {
    expect(custodian(history)).toBe(vienna)
  })

  it('moves with both signatures, in whatever order they arrive', () => {
    for (const history of [transferred, transferred.toReversed(), inBelgrade]) {
      expect(custodian(history)).toBe(belgrade)
      expect(hasCustody(foldCase(history), vienna)).toBe(false)
    }
  })

  it('was with whoever gave it away or took it, as far as this organisation knows', () => {
    const had = (history: readonly CaseEvent[]) =>
      [vienna, belgrade, skopje].filter((each) => hasHadCustody(foldCase(history), each))
    expect(had(upTo('accepted'))).toStrictEqual([vienna])
    expect(had(pending)).toStrictEqual([vienna])
    expect(had(transferred)).toStrictEqual([vienna, belgrade])
    expect(had(inBelgrade)).toStrictEqual([vienna, belgrade])
  })
})

describe('what the new custodian may do, and the old one may not', () => {
  const custodial = [
    commands.GiveDataConsent,
    commands.AskCapacity,
    { ...commands.OfferReferral, to: skopje },
    commands.NotifyCase,
    commands.RecordReferralImpossible,
  ] as const

  it.each(custodial)('$type', (command) => {
    const own =
      command.type === 'GiveDataConsent' ? { ...command, clauses: [fromBelgrade] } : command
    expect(outcomeOf([transferred, command, as(vienna, 30)])).toBe('not-your-case')
    expect(outcomeOf([transferred, own, as(belgrade, 30)])).toBe('allowed')
    expect(outcomeOf([inBelgrade, own, as(belgrade, 30)])).toBe('allowed')
    expect(outcomeOf([pending, own, as(belgrade, 30)])).toBe('not-your-case')
  })

  it('is to say how old she is and whether she declines', () => {
    const age = { type: 'ChangeAgeStatus', ageStatus: 'presumedChild', evidence: 'doubt' } as const
    for (const command of [age, { type: 'RecordIdentificationDeclined' } as const]) {
      expect(outcomeOf([transferred, command, as(vienna, 30)])).toBe('not-your-case')
      expect(outcomeOf([inBelgrade, command, as(belgrade, 30)])).toBe('allowed')
    }
  })

  it('knows where the case stands, though nobody told it how the case began', () => {
    const { opened, identification, ageStatus } = foldCase(inBelgrade)
    expect({ opened, identification, ageStatus }).toStrictEqual({
      opened: undefined,
      identification: 'presumed',
      ageStatus: 'verifiedAdult',
    })
  })

  it('does not take the steps of the old one in a referral that goes on', () => {
    given(...transferred)
      .when(commands.ExchangeContact, as(vienna, 30))
      .then({
        type: 'ContactExchanged',
        occurredAt: at(30),
        facts: { referral },
        sections: commands.ExchangeContact.sections,
        clauses: [],
        recipients: [{ to: belgrade, purpose: 'handover', needs: ['identity', 'contact'] }],
      })
    given(...transferred)
      .when(commands.ExchangeContact, as(belgrade, 30))
      .thenRejected({ kind: 'not-your-referral' })
  })

  it('is to propose the next transfer', () => {
    given(...transferred)
      .when(commands.ProposeCustodyTransfer, as(vienna, 30))
      .thenRejected({ kind: 'not-your-case' })
  })

  it('says what counts about the case as a whole', () => {
    const said = (author: typeof vienna): CaseEvent => ({
      ...proposed,
      id: idOf('said'),
      author,
      recordedAt: at(30),
      type: 'AgeStatusChanged',
      facts: { ageStatus: 'presumedChild', evidence: 'doubt' },
    })
    expect(foldCase([...transferred, said(vienna)]).ageStatus).toBe('verifiedAdult')
    expect(foldCase([...transferred, said(viennaOffice)]).ageStatus).toBe('verifiedAdult')
    expect(foldCase([...transferred, said(belgrade)]).ageStatus).toBe('presumedChild')
  })

  it('does not undo a consent that the old one took before it learned of the transfer', () => {
    const late = { ...story.consent, id: idOf('late'), recordedAt: at(22) }
    expect(Object.keys(foldCase([...transferred, late]).consents)).toContain(late.id)
    const forged = { ...late, author: viennaOffice }
    expect(Object.keys(foldCase([...transferred, forged]).consents)).not.toContain(late.id)
  })
})
