import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import { planDisclosures } from '../test-support/disclosing.ts'
import { clauses, grantTo, story, upTo, upToWithout } from '../test-support/case-events.ts'
import { commands, given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'

const { GiveDataConsent, NarrowDataConsent, AnswerAsHolder } = commands
const [viennaToBelgrade, belgradeToVienna, viennaToOffice] = clauses

describe('give a data consent', () => {
  it('reaches each organisation that may be told something, once', () => {
    const { type, occurredAt, facts } = story.consent
    given(...upTo('presumed'))
      .when(GiveDataConsent, as(vienna, 2))
      .then({
        type,
        occurredAt,
        facts,
        sections: {},
        clauses,
        recipients: [
          { to: belgrade, purpose: 'handover', needs: [] },
          { to: viennaOffice, purpose: 'caseNotification', needs: [] },
        ],
      })
  })

  it('may be given again: consent is asked for each time anew', () => {
    const again = { ...viennaToOffice, until: at(2000) }
    given(...upTo('consent'))
      .when({ ...GiveDataConsent, clauses: [again] }, as(vienna, 3))
      .then({
        type: 'DataConsentGiven',
        occurredAt: at(3),
        facts: story.consent.facts,
        sections: {},
        clauses: [again],
        recipients: [{ to: viennaOffice, purpose: 'caseNotification', needs: [] }],
      })
  })

  it('is bound to the form that was signed and to what was recorded', () => {
    const evidence = [
      { kind: 'signedForm', digest: idOf('form') },
      { kind: 'recording', digest: idOf('recording') },
    ] as const
    const state = foldCase(upTo('presumed'))
    expect(decide(state, { ...GiveDataConsent, evidence }, as(vienna, 2))).toMatchObject({
      ok: true,
      value: { facts: { ...story.consent.facts, evidence } },
    })
  })

  it('refuses what is no case here, and a case of somebody else', () => {
    given().when(GiveDataConsent, as(vienna, 2)).thenRejected({ kind: 'case-unknown' })
    given(...upTo('presumed'))
      .when(GiveDataConsent, as(belgrade, 2))
      .thenRejected({ kind: 'not-your-case' })
  })

  it('says who before it says what: a stranger is not told what is wrong with the clauses', () => {
    given(...upTo('presumed'))
      .when({ ...GiveDataConsent, clauses: [] }, as(belgrade, 2))
      .thenRejected({ kind: 'not-your-case' })
  })

  it('refuses a consent that names nobody', () => {
    given(...upTo('presumed'))
      .when({ ...GiveDataConsent, clauses: [] }, as(vienna, 2))
      .thenRejected({ kind: 'no-clauses' })
  })

  it('refuses two clauses of one id', () => {
    const both = [viennaToBelgrade, { ...belgradeToVienna, id: 'c1' }]
    given(...upTo('presumed'))
      .when({ ...GiveDataConsent, clauses: both }, as(vienna, 2))
      .thenRejected({ kind: 'duplicate-clause' })
  })

  it('refuses a clause that ends at the instant it begins', () => {
    const empty = { ...viennaToBelgrade, from: at(5), until: at(5) }
    given(...upTo('presumed'))
      .when({ ...GiveDataConsent, clauses: [belgradeToVienna, empty] }, as(vienna, 2))
      .thenRejected({ kind: 'empty-window' })
  })

  it('refuses a clause between two others, and one from an organisation to itself', () => {
    const others = { ...belgradeToVienna, recipient: skopje }
    const itself = { ...viennaToBelgrade, id: 'c9', recipient: vienna }
    given(...upTo('presumed'))
      .when({ ...GiveDataConsent, clauses: [viennaToBelgrade, others] }, as(vienna, 2))
      .thenRejected({ kind: 'clause-between-others', clause: 'c2' })
    given(...upTo('presumed'))
      .when({ ...GiveDataConsent, clauses: [itself] }, as(vienna, 2))
      .thenRejected({ kind: 'clause-between-others', clause: 'c9' })
  })
})

describe('narrow a data consent', () => {
  it('tells the one who reads under the clause, and nobody else', () => {
    const { type, facts } = story.narrowed
    given(...upTo('consent'))
      .when(NarrowDataConsent, as(vienna, 16))
      .then({
        type,
        occurredAt: at(16),
        facts,
        sections: {},
        clauses: [],
        recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
      })
  })

  it('tells the one who discloses, where the one who took the consent reads under it', () => {
    given(...upTo('consent'))
      .when({ ...NarrowDataConsent, clause: 'c2', sections: ['risk'] }, as(vienna, 16))
      .then({
        type: 'DataConsentNarrowed',
        occurredAt: at(16),
        facts: { consent: idOf('consent'), clause: 'c2', sections: ['risk'] },
        sections: {},
        clauses: [],
        recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
      })
  })

  it('takes what is there to take: neither what was never given nor what is taken already', () => {
    const sections = ['health', 'contact', 'identity'] as const
    given(...upTo('narrowed'))
      .when({ ...NarrowDataConsent, sections }, as(vienna, 17))
      .then({
        type: 'DataConsentNarrowed',
        occurredAt: at(17),
        facts: { consent: idOf('consent'), clause: 'c1', sections: ['identity'] },
        sections: {},
        clauses: [],
        recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
      })
  })

  it('refuses a narrowing that takes nothing, repeated or empty', () => {
    const narrowed = given(...upTo('narrowed'))
    narrowed.when(NarrowDataConsent, as(vienna, 17)).thenRejected({ kind: 'nothing-to-narrow' })
    narrowed
      .when({ ...NarrowDataConsent, sections: [] }, as(vienna, 17))
      .thenRejected({ kind: 'nothing-to-narrow' })
  })

  it('refuses an unknown consent and an unknown clause', () => {
    given(...upTo('presumed'))
      .when(NarrowDataConsent, as(vienna, 16))
      .thenRejected({ kind: 'consent-unknown' })
    given(...upTo('consent'))
      .when({ ...NarrowDataConsent, clause: 'c7' }, as(vienna, 16))
      .thenRejected({ kind: 'clause-unknown' })
  })
})

describe('answer as the holder of narrowed data', () => {
  it.each(['erased', 'restricted', 'retained'] as const)('answers "%s"', (answer) => {
    given(...upTo('narrowed'))
      .when({ ...AnswerAsHolder, answer }, as(belgrade, 17))
      .then({
        type: 'HoldersAnswered',
        occurredAt: at(17),
        facts: { narrowing: idOf('narrowed'), answer, sections: ['contact'], retained: [] },
        sections: {},
        clauses: [],
        recipients: [{ to: vienna, purpose: 'handover', needs: [] }],
      })
  })

  it('refuses an unknown narrowing, and a narrowing of a consent that is not held', () => {
    given(...upTo('consent'))
      .when(AnswerAsHolder, as(belgrade, 17))
      .thenRejected({ kind: 'narrowing-unknown' })
    given(...upToWithout('narrowed', 'consent'))
      .when(AnswerAsHolder, as(belgrade, 17))
      .thenRejected({ kind: 'narrowing-unknown' })
  })

  it('refuses a second answer', () => {
    given(...upTo('erased'))
      .when(AnswerAsHolder, as(belgrade, 18))
      .thenRejected({ kind: 'already-answered' })
  })

  it('travels as a notice where no clause lets the holder tell the other side anything', () => {
    const consent = { ...story.consent, clauses: [viennaToBelgrade], grants: [grantTo(belgrade)] }
    const narrowed = { ...story.narrowed, grants: [grantTo(belgrade, { seq: 2 })] }
    const state = foldCase([consent, narrowed])
    const decided = decide(state, AnswerAsHolder, as(belgrade, 17))
    const planned = decided.ok && planDisclosures(decided.value, state, belgrade, at(17))
    expect(planned && planned.ok && planned.value.map(({ grant }) => grant)).toMatchObject([
      { to: vienna, sections: [], basis: { kind: 'notice', about: narrowed.id }, onward: false },
    ])
  })
})
