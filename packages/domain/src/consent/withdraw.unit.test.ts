import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { planDisclosures } from '../test-support/disclosing.ts'
import { clauses, story, upTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import { silentHolders } from '../promises/waiting.ts'
import { commands, events, ofChild, shorter } from './consent.fixture.ts'
import { isHolder } from './holder.ts'
import { sectionsToErase } from './legal-hold.ts'

const { withdrawn, expired } = events
const consent = story.consent.id
const nothingElse = { sections: {}, clauses: [] } as const
const everyParty = [
  { to: belgrade, purpose: 'handover', needs: [] },
  { to: viennaOffice, purpose: 'caseNotification', needs: [] },
] as const
const everySection = ['identity', 'contact', 'needs', 'risk', 'travel'] as const
const [, fromBelgrade] = clauses
const silent: CaseEvent = { ...story.consent, clauses: [fromBelgrade], grants: [] }

describe('withdraw a data consent', () => {
  const { WithdrawDataConsent } = commands
  const expected = { type: 'DataConsentWithdrawn', facts: { consent }, ...nothingElse } as const

  it('tells every party, whatever each of them was allowed', () => {
    given(...upTo('feedback'))
      .when(WithdrawDataConsent, as(vienna, 30))
      .then({ ...expected, occurredAt: at(30), recipients: everyParty })
  })

  it('needs nothing but her word: also after it was narrowed, and after its time', () => {
    given(...upTo('erased'))
      .when(WithdrawDataConsent, as(vienna, 2000))
      .then({ ...expected, occurredAt: at(2000), recipients: everyParty })
  })

  it('is recorded though a party was told nothing of it yet, which is not told now', () => {
    given(story.opened, silent)
      .when(WithdrawDataConsent, as(vienna, 30))
      .then({ ...expected, occurredAt: at(30), recipients: [] })
    given(story.opened, silent)
      .when({ ...commands.NarrowDataConsent, clause: 'c2', sections: ['risk'] }, as(vienna, 30))
      .then({
        type: 'DataConsentNarrowed',
        occurredAt: at(30),
        facts: { consent, clause: 'c2', sections: ['risk'] },
        ...nothingElse,
        recipients: [],
      })
  })

  it('travels as a notice, for nothing rests on the consent any more', () => {
    const draft = { ...expected, occurredAt: at(1500), recipients: everyParty }
    const planned = planDisclosures(draft, foldCase(upTo('consent')), vienna, at(1500))
    expect(planned.ok && planned.value.map(({ grant: { basis } }) => basis)).toStrictEqual([
      { kind: 'notice', about: consent },
      { kind: 'notice', about: consent },
    ])
  })

  it('refuses a second time, and after it has run out', () => {
    for (const ended of [withdrawn, expired])
      given(...upTo('consent'), ended)
        .when(WithdrawDataConsent, as(vienna, 1001))
        .thenRejected({ kind: 'already-withdrawn' })
    given(...upTo('consent'), withdrawn)
      .when(commands.NarrowDataConsent, as(vienna, 31))
      .thenRejected({ kind: 'already-withdrawn' })
  })

  it('ends every clause; of anybody else it ends nothing', () => {
    const { consents } = foldCase([...upTo('consent'), withdrawn])
    expect(consents[consent]?.ended).toBe(withdrawn.id)
    expect(consents[consent]?.clauses.map(({ standing }) => standing)).toStrictEqual(
      clauses.map(() => 'withdrawn'),
    )
    for (const author of [belgrade, skopje]) {
      const forged = foldCase([...upTo('consent'), { ...withdrawn, author }])
      expect(forged.consents).toStrictEqual(foldCase(upTo('consent')).consents)
      expect(forged.narrowings).toStrictEqual({})
    }
  })

  it('counts once: the first end is the one that holders answer', () => {
    const later = { ...expired, recordedAt: at(1000) }
    const state = foldCase([...upTo('consent'), withdrawn, later])
    expect(Object.keys(state.narrowings)).toStrictEqual([withdrawn.id])
    expect(state.consents[consent]?.ended).toBe(withdrawn.id)
  })
})

describe('answer a withdrawal as a holder', () => {
  const { AnswerWithdrawal } = commands
  const history = [...upTo('consent'), withdrawn]
  const answered = {
    type: 'HoldersAnswered',
    occurredAt: at(31),
    facts: { narrowing: withdrawn.id, answer: 'erased', sections: everySection, retained: [] },
    ...nothingElse,
  } as const

  it('is for everything that the clauses with the holder covered', () => {
    given(...history)
      .when(AnswerWithdrawal, as(belgrade, 31))
      .then({ ...answered, recipients: [{ to: vienna, purpose: 'handover', needs: [] }] })
    given(...history)
      .when({ ...AnswerWithdrawal, sections: [] }, as(viennaOffice, 31))
      .then({
        ...answered,
        facts: { ...answered.facts, sections: [] },
        recipients: [{ to: vienna, purpose: 'caseNotification', needs: [] }],
      })
  })

  it.each(everySection)('refuses to leave one out: %s', (left) => {
    given(...history)
      .when(
        { ...AnswerWithdrawal, sections: everySection.filter((section) => section !== left) },
        as(belgrade, 31),
      )
      .thenRejected({ kind: 'answer-incomplete' })
  })

  it('is kept by holder, and erases what it names', () => {
    const answer: CaseEvent = {
      ...story.erased,
      recordedAt: at(31),
      facts: answered.facts,
    }
    const state = foldCase([...history, answer])
    expect(state.narrowings[withdrawn.id]?.answers).toStrictEqual({ [belgrade]: 'erased' })
    expect(state.erasures).toStrictEqual([
      { by: belgrade, under: withdrawn.id, event: answer.id, sections: everySection },
    ])
  })
})

describe('let a data consent expire', () => {
  const { ExpireDataConsent } = commands

  it('is recorded at the very instant at which its last clause ends, and told to every party', () => {
    given(...upTo('consent'))
      .when(ExpireDataConsent, as(vienna, 1000))
      .then({
        type: 'DataConsentExpired',
        occurredAt: at(1000),
        facts: { consent },
        ...nothingElse,
        recipients: everyParty,
      })
  })

  it('refuses while one of its clauses stands, and twice', () => {
    given(...upTo('consent'))
      .when(ExpireDataConsent, as(vienna, 1000 - 1 / 60_000))
      .thenRejected({ kind: 'not-due-yet' })
    const [first, ...others] = clauses
    const longer = { ...story.consent, clauses: [...others, { ...first, until: at(1001) }] }
    given(story.opened, longer)
      .when(ExpireDataConsent, as(vienna, 1000))
      .thenRejected({ kind: 'not-due-yet' })
    for (const ended of [withdrawn, expired])
      given(...upTo('consent'), ended)
        .when(ExpireDataConsent, as(vienna, 1001))
        .thenRejected({ kind: 'already-done' })
  })

  it('has its holders answer, as one that was taken back', () => {
    expect(foldCase([...upTo('consent'), expired]).narrowings).toStrictEqual({
      [expired.id]: { by: vienna, consent, sections: everySection, answers: {} },
    })
  })
})

describe('a clause that runs out while others go on', () => {
  const { ExpireConsentClause, AnswerAsHolder } = commands
  const { clauseExpired } = events
  const history = [...upTo('presumed'), shorter]

  it('is recorded at its very instant, and told to whoever reads under it, and to nobody else', () => {
    given(...history)
      .when(ExpireConsentClause, as(vienna, 500))
      .then({
        type: 'DataConsentClauseExpired',
        occurredAt: at(500),
        facts: { consent, clause: 'c1', sections: everySection },
        ...nothingElse,
        recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
      })
  })

  it('takes what was left of it: what she took back before was answered for', () => {
    const left = everySection.filter((section) => section !== 'contact')
    given(...history, story.narrowed)
      .when(ExpireConsentClause, as(vienna, 500))
      .then({
        type: 'DataConsentClauseExpired',
        occurredAt: at(500),
        facts: { consent, clause: 'c1', sections: left },
        ...nothingElse,
        recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
      })
  })

  it('refuses before its time, twice, and where all have run out or nothing is left of it', () => {
    const asked = given(...history)
    asked
      .when(ExpireConsentClause, as(vienna, 500 - 1 / 60_000))
      .thenRejected({ kind: 'not-due-yet' })
    asked.when(ExpireConsentClause, as(vienna, 1000)).thenRejected({ kind: 'whole-consent-ends' })
    asked
      .when({ ...ExpireConsentClause, clause: 'c9' }, as(vienna, 500))
      .thenRejected({ kind: 'clause-unknown' })
    asked
      .when({ ...ExpireConsentClause, clause: 'c3' }, as(vienna, 500))
      .thenRejected({ kind: 'nothing-to-narrow' })
    given(...history, clauseExpired)
      .when(ExpireConsentClause, as(vienna, 501))
      .thenRejected({ kind: 'already-done' })
    given(...history, withdrawn)
      .when(ExpireConsentClause, as(vienna, 501))
      .thenRejected({ kind: 'already-done' })
  })

  it('is answered by its holder, for it and no other clause', () => {
    const state = foldCase([...history, clauseExpired])
    const narrowing = state.narrowings[clauseExpired.id]
    expect(narrowing).toStrictEqual({
      by: vienna,
      consent,
      clause: 'c1',
      sections: everySection,
      answers: {},
    })
    const holders = [vienna, belgrade, viennaOffice, skopje].filter(
      (each) => narrowing && isHolder(state, narrowing, each),
    )
    expect(holders).toStrictEqual([belgrade])
    expect(narrowing && sectionsToErase(state, narrowing, belgrade)).toStrictEqual(everySection)
    given(...history, clauseExpired)
      .when(
        { ...AnswerAsHolder, narrowing: clauseExpired.id, sections: everySection },
        as(belgrade, 501),
      )
      .then({
        type: 'HoldersAnswered',
        occurredAt: at(501),
        facts: {
          narrowing: clauseExpired.id,
          answer: 'erased',
          sections: everySection,
          retained: [],
        },
        ...nothingElse,
        recipients: [{ to: vienna, purpose: 'handover', needs: [] }],
      })
  })

  it('leaves the other clauses as they are, and is marked', () => {
    const clausesAfter = foldCase([...history, clauseExpired]).consents[consent]?.clauses
    expect(clausesAfter?.map(({ id, expired: by, removed }) => [id, by, removed])).toStrictEqual([
      ['c1', clauseExpired.id, everySection],
      ['c2', undefined, []],
      ['c3', undefined, []],
    ])
  })

  it('of anybody but who took the consent ends nothing', () => {
    for (const author of [belgrade, skopje]) {
      const state = foldCase([...history, { ...clauseExpired, author }])
      expect(state.consents).toStrictEqual(foldCase(history).consents)
      expect(state.narrowings).toStrictEqual({})
    }
  })

  it('is overdue in three days, as what was taken back', () => {
    const state = foldCase([...history, clauseExpired])
    expect(silentHolders(state, clauseExpired.id)).toStrictEqual([belgrade])
    const by = 500 + 3 * 24 * 60
    given(...history, clauseExpired)
      .when({ type: 'RecordHoldersOverdue', narrowing: clauseExpired.id }, as(vienna, by))
      .then({
        type: 'HoldersOverdue',
        occurredAt: at(by),
        facts: { narrowing: clauseExpired.id },
        ...nothingElse,
        recipients: [{ to: belgrade, purpose: 'assistance', needs: [] }],
      })
  })
})

describe('refuse a data consent', () => {
  const { RecordDataConsentRefused } = commands
  const { type: _type, ...facts } = RecordDataConsentRefused

  it('is recorded, stays here, and costs her nothing', () => {
    given(...upTo('presumed'))
      .when(RecordDataConsentRefused, as(vienna, 3))
      .then({
        type: 'DataConsentRefused',
        occurredAt: at(3),
        facts,
        ...nothingElse,
        recipients: [],
      })
    const refused: CaseEvent = {
      ...story.presumed,
      id: expired.id,
      type: 'DataConsentRefused',
      facts,
    }
    given(...upTo('presumed'), refused)
      .when(commands.AskCapacity, as(vienna, 4))
      .then({
        type: 'CapacityAsked',
        occurredAt: at(4),
        facts: story.asked.facts,
        ...nothingElse,
        recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
      })
  })

  it('may be recorded of a child, who is asked, too', () => {
    given(...ofChild)
      .when(RecordDataConsentRefused, as(vienna, 3))
      .then({
        type: 'DataConsentRefused',
        occurredAt: at(3),
        facts,
        ...nothingElse,
        recipients: [],
      })
  })
})

describe('the consent of a child', () => {
  const { GiveDataConsent } = commands
  const { guardian, excluded } = events
  const expected = {
    type: 'DataConsentGiven',
    occurredAt: at(2),
    sections: {},
    clauses,
    recipients: everyParty,
  } as const

  it.each(['guardian', 'representative'] as const)('is given by a %s', (giver) => {
    given(...ofChild, guardian)
      .when({ ...GiveDataConsent, giver }, as(vienna, 2))
      .then({ ...expected, facts: { ...story.consent.facts, giver } })
  })

  it('is not given by herself, also where the age is in doubt only', () => {
    for (const ageStatus of ['presumedChild', 'verifiedChild'] as const)
      given({ ...story.opened, facts: { ageStatus } })
        .when(GiveDataConsent, as(vienna, 2))
        .thenRejected({ kind: 'guardian-required' })
  })

  it('is not given by a guardian who is excluded, but by somebody else', () => {
    const history = [...ofChild, guardian, excluded]
    given(...history)
      .when({ ...GiveDataConsent, giver: 'guardian' }, as(vienna, 2))
      .thenRejected({ kind: 'guardian-excluded' })
    given(...history)
      .when({ ...GiveDataConsent, giver: 'representative' }, as(vienna, 2))
      .then({ ...expected, facts: { ...story.consent.facts, giver: 'representative' } })
  })
})
