import { describe, it } from 'vitest'
import { story as caseStory } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, court, skopje, vienna } from '../test-support/world.ts'
import { beside, commands, story, upTo, upToWithout } from './testimony.story.fixture.ts'

const testimony = story.asked.id
const nothingElse = { sections: {}, clauses: [] } as const
const toCourt = { to: court, purpose: 'testimony', needs: [] } as const
const toVienna = { to: vienna, purpose: 'testimony', needs: [] } as const
const toBelgrade = { to: belgrade, purpose: 'testimony', needs: [] } as const

describe('ask her to testify', () => {
  const { request } = commands
  const asked = {
    type: 'TestimonyRequested',
    occurredAt: at(0),
    facts: story.asked.facts,
    sections: { proceedings: { court: 'Example Court' } },
    clauses: [],
    recipients: [
      { ...toVienna, needs: ['proceedings'] },
      { ...toBelgrade, needs: ['proceedings'] },
    ],
  } as const

  it('asks who supports her, with the modes that the court allows', () => {
    given(caseStory.opened).when(request, as(court, 0)).then(asked)
  })

  it('may be asked by who supports her, for compensation', () => {
    given(caseStory.opened)
      .when({ ...request, to: [vienna, court], purpose: 'claimCompensation' }, as(vienna, 0))
      .then({
        ...asked,
        facts: { ...story.asked.facts, purpose: 'claimCompensation', asked: [court] },
        recipients: [{ ...toCourt, needs: ['proceedings'] }],
      })
  })

  it('refuses a case that is not known, and to ask nobody but oneself', () => {
    given().when(request, as(court, 0)).thenRejected({ kind: 'case-unknown' })
    given(caseStory.opened)
      .when({ ...request, to: [court] }, as(court, 0))
      .thenRejected({ kind: 'no-recipients' })
  })

  it('refuses an answer by now, and a hearing that ends as it begins', () => {
    given(caseStory.opened)
      .when({ ...request, respondBy: at(0) }, as(court, 0))
      .thenRejected({ kind: 'response-deadline-passed' })
    given(caseStory.opened)
      .when({ ...request, hearingUntil: request.hearingFrom }, as(court, 0))
      .thenRejected({ kind: 'empty-window' })
  })
})

describe('what she is told before she decides', () => {
  it('is recorded by any party, for the other side', () => {
    given(...upTo('asked'))
      .when(commands.explain, as(belgrade, 1))
      .then({
        type: 'ProcedureExplained',
        occurredAt: at(1),
        facts: { testimony },
        ...nothingElse,
        recipients: [toCourt],
      })
    given(...upTo('explained'))
      .when(commands.meetCounsel, as(vienna, 2))
      .then({
        type: 'LegalCounselMet',
        occurredAt: at(2),
        facts: { testimony },
        ...nothingElse,
        recipients: [toCourt],
      })
  })

  it('is nothing that a stranger records, nor the court for her lawyer', () => {
    given(...upTo('asked'))
      .when(commands.explain, as(skopje, 1))
      .thenRejected({ kind: 'testimony-unknown' })
    given(...upTo('asked'))
      .when(commands.meetCounsel, as(court, 2))
      .thenRejected({ kind: 'not-your-testimony' })
  })
})

describe('her consent to take part', () => {
  const { agree, refuse } = commands
  const agreed = {
    type: 'ParticipationConsentGiven',
    occurredAt: at(3),
    facts: { testimony },
    ...nothingElse,
    recipients: [toCourt],
  } as const

  it('is given when she knows what she decides about', () => {
    given(...upTo('explained'))
      .when(agree, as(vienna, 3))
      .then(agreed)
    given(...upTo('asked'))
      .when(agree, as(vienna, 3))
      .thenRejected({ kind: 'procedure-not-explained' })
  })

  it('is refused at any time, without anything before it, and told to every party', () => {
    const refused = {
      ...agreed,
      type: 'ParticipationConsentRefused',
      recipients: [toCourt, toBelgrade],
    } as const
    given(...upTo('asked'))
      .when(refuse, as(vienna, 3))
      .then(refused)
    given(...upTo('departed'))
      .when(refuse, as(vienna, 21))
      .then({ ...refused, occurredAt: at(21) })
  })

  it('may change, each way, and is recorded once each time', () => {
    given(...upTo('agreed'))
      .when(agree, as(vienna, 4))
      .thenRejected({ kind: 'already-done' })
    const refused = [...upTo('agreed'), beside.refused]
    given(...refused)
      .when(refuse, as(vienna, 16))
      .thenRejected({ kind: 'already-done' })
    given(...refused)
      .when(agree, as(vienna, 16))
      .then({ ...agreed, occurredAt: at(16) })
  })

  it('is not for the court to record, and unknown to a stranger', () => {
    for (const command of [agree, refuse]) {
      given(...upTo('explained'))
        .when(command, as(court, 3))
        .thenRejected({ kind: 'not-your-testimony' })
      given(...upTo('explained'))
        .when(command, as(skopje, 3))
        .thenRejected({ kind: 'testimony-unknown' })
    }
  })
})

describe('the mode of her statement', () => {
  const { choose } = commands
  const chosen = {
    type: 'StatementModeChosen',
    occurredAt: at(4),
    facts: story.modeChosen.facts,
    ...nothingElse,
    recipients: [toCourt],
  } as const
  const agreed = given(...upTo('agreed'))

  it('is hers to choose, and the choice to travel hers as well', () => {
    agreed.when(choose, as(vienna, 4)).then(chosen)
    const byVideo = { offered: ['recorded', 'inPerson'], mode: 'recorded' } as const
    agreed
      .when({ ...choose, ...byVideo }, as(vienna, 4))
      .then({ ...chosen, facts: { testimony, ...byVideo } })
  })

  it('is offered by video or on a recording before any travel is planned', () => {
    agreed
      .when({ ...choose, offered: ['inPerson'] }, as(vienna, 4))
      .thenRejected({ kind: 'video-not-offered' })
    given(...upToWithout('consented', 'modeChosen'))
      .when(commands.plan, as(vienna, 7))
      .thenRejected({ kind: 'mode-not-chosen' })
  })

  it('is in person only where the court allows nothing else', () => {
    const onlyHere = {
      ...story.asked,
      facts: { ...story.asked.facts, modes: ['inPerson'] },
    } as const
    const offered = ['inPerson'] as const
    given(onlyHere, story.explained, story.agreed)
      .when({ ...choose, offered }, as(vienna, 4))
      .then({ ...chosen, facts: { ...chosen.facts, offered } })
  })

  it('is one of those offered, and these among those that the court allows', () => {
    agreed
      .when({ ...choose, mode: 'recorded' }, as(vienna, 4))
      .thenRejected({ kind: 'mode-not-offered' })
    agreed
      .when({ ...choose, offered: ['video', 'none', 'inPerson'] }, as(vienna, 4))
      .thenRejected({ kind: 'mode-not-offered' })
  })

  it('is not asked before she takes part, nor by the court or a stranger', () => {
    given(...upTo('explained'))
      .when(choose, as(vienna, 4))
      .thenRejected({ kind: 'participation-not-given' })
    given(...upTo('agreed'), beside.refused)
      .when(choose, as(vienna, 16))
      .thenRejected({ kind: 'participation-not-given' })
    agreed.when(choose, as(court, 4)).thenRejected({ kind: 'not-your-testimony' })
    agreed.when(choose, as(skopje, 4)).thenRejected({ kind: 'testimony-unknown' })
  })
})

describe('her safety', () => {
  it('is assessed by any party, with what the others need to know', () => {
    given(...upTo('asked'))
      .when(commands.assess, as(court, 5))
      .then({
        type: 'SafetyAssessed',
        occurredAt: at(5),
        facts: story.safe.facts,
        sections: { risk: { assessments: [{ level: 'low' }] } },
        clauses: [],
        recipients: [
          { ...toVienna, needs: ['risk'] },
          { ...toBelgrade, needs: ['risk'] },
        ],
      })
  })

  it('is not assessed without a word, nor by a stranger', () => {
    given(...upTo('asked'))
      .when({ ...commands.assess, sections: {} }, as(court, 5))
      .thenRejected({ kind: 'section-required', section: 'risk' })
    given(...upTo('asked'))
      .when(commands.assess, as(skopje, 5))
      .thenRejected({ kind: 'testimony-unknown' })
  })
})

describe('an interpreter', () => {
  const { interpret } = commands
  const asked = given(...upTo('asked'))

  it('takes part with a scope of her own: one testimony, until a day', () => {
    asked.when(interpret, as(court, 10)).then({
      type: 'InterpreterAssigned',
      occurredAt: at(10),
      facts: story.interpreter.facts,
      sections: { needs: { languages: ['sr'] } },
      clauses: [],
      recipients: [
        { ...toVienna, needs: ['needs'] },
        { ...toBelgrade, needs: ['needs'] },
      ],
    })
    asked
      .when({ ...interpret, until: at(10) }, as(court, 10))
      .thenRejected({ kind: 'empty-window' })
  })

  it('is bound to confidentiality and free of conflicts', () => {
    asked
      .when({ ...interpret, isBoundToConfidentiality: false }, as(court, 10))
      .thenRejected({ kind: 'interpreter-not-bound' })
    asked
      .when({ ...interpret, isFreeOfConflict: false }, as(court, 10))
      .thenRejected({ kind: 'interpreter-in-conflict' })
  })

  it('is not named by a stranger', () => {
    asked.when(interpret, as(skopje, 10)).thenRejected({ kind: 'testimony-unknown' })
  })
})
