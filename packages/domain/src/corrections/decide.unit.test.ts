import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import { planDisclosures } from '../test-support/disclosing.ts'
import { clauses, commitmentTo, grantTo, story } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import {
  as,
  at,
  belgrade,
  idOf,
  police,
  skopje,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import { commands, events } from './corrections.fixture.ts'

const { report, correct, acknowledge } = commands
const { contact, corrected, acknowledged, correctedAgain } = events
const nothingElse = { sections: {}, clauses: [] } as const
const toVienna = { to: vienna, purpose: 'assistance', needs: [] } as const
const toBelgrade = { to: belgrade, purpose: 'assistance', needs: ['contact'] } as const

describe('report a mistake', () => {
  it('tells the author, by name of the section and without a value', () => {
    given(contact)
      .when(report, as(belgrade, 9))
      .then({
        type: 'MistakeReported',
        occurredAt: at(9),
        facts: { about: contact.id, sections: ['contact'] },
        ...nothingElse,
        recipients: [toVienna],
      })
  })

  it('refuses an event that is not held, one of others, and the own one', () => {
    given().when(report, as(belgrade, 9)).thenRejected({ kind: 'event-unknown' })
    given(contact).when(report, as(skopje, 9)).thenRejected({ kind: 'event-unknown' })
    given(contact).when(report, as(vienna, 9)).thenRejected({ kind: 'own-event' })
  })
})

describe('issue a correction', () => {
  const issued = {
    type: 'CorrectionIssued',
    occurredAt: at(10),
    facts: corrected.facts,
    sections: { contact: { mobilePhone: '+43100000001' } },
    clauses: [],
    recipients: [toBelgrade, { ...toBelgrade, to: viennaOffice }],
  } as const

  it('reaches every holder of what was wrong', () => {
    given(contact).when(correct, as(vienna, 10)).then(issued)
    given({ ...contact, grants: [] })
      .when(correct, as(vienna, 10))
      .then({ ...issued, recipients: [] })
  })

  const wrongElsewhere = {
    ...story.contact,
    id: idOf('elsewhere'),
    sections: [commitmentTo('contact')],
    grants: [grantTo(police, { sections: ['contact'] }), grantTo(belgrade)],
  }

  it('reaches the holders of every other event that the same section went out with', () => {
    const opened = { ...story.opened, sections: [commitmentTo('contact')] }
    const everybody = {
      ...issued,
      recipients: [...issued.recipients, { ...toBelgrade, to: police }],
    }
    given(opened, contact, wrongElsewhere)
      .when({ ...correct, corrects: opened.id }, as(vienna, 10))
      .then({ ...everybody, facts: { ...issued.facts, corrects: opened.id } })
    given(opened, contact, wrongElsewhere).when(correct, as(vienna, 10)).then(everybody)
    given(contact, corrected, wrongElsewhere)
      .when({ ...correct, corrects: wrongElsewhere.id }, as(vienna, 11))
      .then({
        ...everybody,
        occurredAt: at(11),
        facts: { ...issued.facts, corrects: wrongElsewhere.id },
      })
  })

  it('reaches nobody who was given the event without what is wrong in it', () => {
    const grants = [grantTo(belgrade, { sections: ['identity'] }), grantTo(viennaOffice)]
    given({ ...contact, grants })
      .when(correct, as(vienna, 10))
      .then({ ...issued, recipients: [] })
  })

  it('reaches nobody whom somebody else gave such a section', () => {
    const others = { ...wrongElsewhere, author: skopje }
    given(contact, others).when(correct, as(vienna, 10)).then(issued)
  })

  it('brings each holder what it held, and no section beyond, whatever she consents to', () => {
    const sections = { contact: { mobilePhone: '+43100000001' }, identity: { firstName: 'E' } }
    const partly = { ...contact, grants: [grantTo(belgrade, { sections: ['contact'] })] }
    const held = foldCase([story.opened, story.consent, partly])
    const decision = decide(held, { ...correct, sections }, as(vienna, 10))
    const plan = decision.ok && planDisclosures(decision.value, held, vienna, at(10))
    expect(
      plan && plan.ok && plan.value.map(({ grant }) => [grant.to, grant.sections]),
    ).toStrictEqual([[belgrade, ['contact']]])
  })

  it('is no matter of redress where it is about immigration status', () => {
    const [clause] = clauses
    const consent = {
      ...story.consent,
      clauses: [
        { ...clause, purposes: ['compensation', 'protection'], sections: ['residence'] } as const,
      ],
    }
    const permit = {
      ...contact,
      sections: [commitmentTo('residence')],
      grants: [grantTo(belgrade, { sections: ['residence'] })],
    }
    const state = foldCase([story.opened, consent, permit])
    const decision = decide(state, { ...correct, sections: { residence: {} } }, as(vienna, 10))
    expect(decision.ok && decision.value.recipients).toStrictEqual([
      { to: belgrade, purpose: 'protection', needs: ['residence'] },
    ])
  })

  it('puts an event right whose sections other events carry, too', () => {
    const other = { ...contact, id: idOf('other'), grants: [] }
    given(other, contact).when(correct, as(vienna, 10)).then(issued)
  })

  it('names the sections that it puts right, in their order', () => {
    const sections = { contact: { mobilePhone: '+43100000001' }, identity: { firstName: 'E' } }
    const needs = ['identity', 'contact'] as const
    given(contact)
      .when({ ...correct, sections }, as(vienna, 10))
      .then({
        ...issued,
        facts: { ...issued.facts, sections: needs },
        sections,
        recipients: issued.recipients.map((recipient) => ({ ...recipient, needs })),
      })
  })

  it('goes for a purpose under which she lets the holder have it', () => {
    const forHandover = clauses.map((clause) => ({ ...clause, purposes: ['handover'] as const }))
    given(story.opened, { ...story.consent, clauses: forHandover }, contact)
      .when(correct, as(vienna, 10))
      .then({
        ...issued,
        recipients: [{ ...toBelgrade, purpose: 'handover' }, issued.recipients[1]],
      })
    given(story.opened, story.consent, contact).when(correct, as(vienna, 10)).then(issued)
    given(story.opened, { ...story.consent, clauses: forHandover }, contact, {
      ...story.narrowed,
      recordedAt: at(9),
    })
      .when(correct, as(vienna, 10))
      .then(issued)
  })

  it('goes for the purpose that covers most of it, as far as the consent stands', () => {
    const [clause] = clauses
    const few = { ...clause, id: 'c1', sections: ['identity'], purposes: ['return'] } as const
    const more = {
      ...clause,
      id: 'c2',
      sections: ['identity', 'contact'],
      purposes: ['handover'],
    } as const
    const sections = { contact: { mobilePhone: '+43100000001' }, identity: { firstName: 'E' } }
    const purposeWith = (...held: Parameters<typeof foldCase>[0]) => {
      const state = foldCase([story.opened, contact, ...held])
      const decision = decide(state, { ...correct, sections }, as(vienna, 10))
      return decision.ok && decision.value.recipients[0]?.purpose
    }
    expect(purposeWith({ ...story.consent, clauses: [few, more] })).toBe('handover')
    expect(purposeWith({ ...story.consent, clauses: [more, few] })).toBe('handover')
    expect(purposeWith({ ...story.consent, clauses: [few] })).toBe('return')
    const back = { ...more, discloser: belgrade, recipient: vienna }
    const elsewhere = { ...more, id: 'c3', recipient: skopje }
    expect(purposeWith({ ...story.consent, clauses: [back, elsewhere] })).toBe('assistance')
    const withdrawn = {
      ...story.narrowed,
      type: 'DataConsentWithdrawn',
      facts: { consent: story.consent.id },
      recordedAt: at(9),
    } as const
    expect(purposeWith({ ...story.consent, clauses: [more] }, withdrawn)).toBe('assistance')
  })

  it('brings the right values to who was given the wrong ones, and the bare news to the others', () => {
    const forHandover = clauses.map((clause) => ({ ...clause, purposes: ['handover'] as const }))
    const consent = { ...story.consent, clauses: forHandover }
    const state = foldCase([story.opened, consent, contact])
    const decision = decide(state, correct, as(vienna, 10))
    const plan = decision.ok && planDisclosures(decision.value, state, vienna, at(10))
    expect(
      plan &&
        plan.ok &&
        plan.value.map(({ grant }) => [grant.to, grant.sections, grant.basis.kind]),
    ).toStrictEqual([
      [belgrade, ['contact'], 'consent'],
      [viennaOffice, [], 'notice'],
    ])
  })

  it('is for the author of the event', () => {
    given(contact).when(correct, as(belgrade, 10)).thenRejected({ kind: 'not-your-event' })
    given(contact).when(correct, as(skopje, 10)).thenRejected({ kind: 'event-unknown' })
    given()
      .when({ ...correct, corrects: idOf('nowhere') }, as(vienna, 10))
      .thenRejected({ kind: 'event-unknown' })
  })

  it('puts something right that the event carries', () => {
    given(contact)
      .when({ ...correct, sections: {} }, as(vienna, 10))
      .thenRejected({ kind: 'nothing-corrected' })
    given(contact)
      .when({ ...correct, sections: { ...correct.sections, health: {} } }, as(vienna, 10))
      .thenRejected({ kind: 'nothing-corrected' })
    const other = { ...contact, id: idOf('other'), sections: [commitmentTo('health')] }
    given(contact, other)
      .when({ ...correct, sections: { ...correct.sections, health: {} } }, as(vienna, 10))
      .thenRejected({ kind: 'nothing-corrected' })
    given({ ...contact, sections: [] })
      .when(correct, as(vienna, 10))
      .thenRejected({ kind: 'nothing-corrected' })
  })
})

describe('acknowledge a correction', () => {
  it('tells its author that it is put right here, too', () => {
    given(contact, corrected)
      .when(acknowledge, as(belgrade, 11))
      .then({
        type: 'CorrectionAcknowledged',
        occurredAt: at(11),
        facts: { correction: corrected.id },
        ...nothingElse,
        recipients: [toVienna],
      })
  })

  it('is done by each holder, once, for each correction', () => {
    given(contact, corrected, acknowledged)
      .when(acknowledge, as(belgrade, 12))
      .thenRejected({ kind: 'already-acknowledged-correction' })
    given(contact, corrected, acknowledged, correctedAgain)
      .when({ ...acknowledge, correction: correctedAgain.id }, as(belgrade, 13))
      .then({
        type: 'CorrectionAcknowledged',
        occurredAt: at(13),
        facts: { correction: correctedAgain.id },
        ...nothingElse,
        recipients: [toVienna],
      })
  })

  it('refuses a correction that is not known, one of others, and the own one', () => {
    given(contact).when(acknowledge, as(belgrade, 11)).thenRejected({ kind: 'correction-unknown' })
    given(contact, { ...corrected, grants: [grantTo(viennaOffice)] })
      .when(acknowledge, as(belgrade, 11))
      .thenRejected({ kind: 'correction-unknown' })
    given(contact, corrected)
      .when(acknowledge, as(vienna, 11))
      .thenRejected({ kind: 'correction-unknown' })
  })
})
