import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import { mayCarry } from '../case/entitlement.ts'
import { foldCase } from '../case/evolve.ts'
import { planDisclosures } from '../test-support/disclosing.ts'
import { story as caseStory, upTo as caseUpTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, court, greeter, police, skopje, vienna } from '../test-support/world.ts'
import { sectionNames } from '../vocabulary/lists.ts'
import { closingReasons } from '../vocabulary/process-lists.ts'
import { testimonyEvents } from './events.ts'
import { beside, commands, story, upTo, upToWithout } from './testimony.story.fixture.ts'

const testimony = story.asked.id
const nothingElse = { sections: {}, clauses: [] } as const
const toVienna = { to: vienna, purpose: 'testimony', needs: [] } as const
const toBelgrade = { to: belgrade, purpose: 'testimony', needs: [] } as const

describe('her statement', () => {
  const { hear, hearByVideo } = commands
  const onVideo = [...upTo('consented'), beside.videoChosen]

  it('is on record with the fact and the time, never the content', () => {
    const recorded = {
      occurredAt: at(39),
      facts: { testimony },
      ...nothingElse,
      // Belgrade was asked as well, but she has not told Belgrade that she takes part.
      recipients: [toVienna],
    } as const
    given(...upTo('arrived'))
      .when(hear, as(court, 40))
      .then({ type: 'StatementGiven', ...recorded })
    given(...onVideo)
      .when(hearByVideo, as(court, 40))
      .then({ type: 'VideoStatementGiven', ...recorded })
  })

  it('can carry no section at all', () => {
    for (const name of sectionNames.codes) {
      expect(mayCarry('StatementGiven', name)).toBe(false)
      expect(mayCarry('VideoStatementGiven', name)).toBe(false)
    }
    expect(Object.keys(testimonyEvents.StatementGiven.facts)).toStrictEqual(['testimony'])
    expect(Object.keys(testimonyEvents.VideoStatementGiven.facts)).toStrictEqual(['testimony'])
  })

  it('is given in the mode that she chose, and once', () => {
    const undecided = given(...upToWithout('arrived', 'modeChosen'))
    undecided.when(hear, as(court, 40)).thenRejected({ kind: 'mode-not-chosen' })
    undecided.when(hearByVideo, as(court, 40)).thenRejected({ kind: 'mode-not-chosen' })
    given(...onVideo)
      .when(hear, as(court, 40))
      .thenRejected({ kind: 'no-travel-in-this-mode' })
    given(...upTo('arrived'))
      .when(hearByVideo, as(court, 40))
      .thenRejected({ kind: 'mode-needs-no-presence' })
    given(...upTo('heard'))
      .when(hear, as(vienna, 41))
      .thenRejected({ kind: 'already-done' })
    given(...onVideo, beside.heardByVideo)
      .when(hearByVideo, as(vienna, 41))
      .thenRejected({ kind: 'already-done' })
  })

  it('may be told in the very moment', () => {
    const now = { occurredAt: at(40) }
    const inCourt = decide(foldCase(upTo('arrived')), { ...hear, ...now }, as(court, 40))
    const byVideo = decide(foldCase(onVideo), { ...hearByVideo, ...now }, as(court, 40))
    for (const decision of [inCourt, byVideo]) {
      expect(decision).toMatchObject({ ok: true, value: now })
    }
  })

  it('is not on record before it was given, nor by a stranger', () => {
    given(...upTo('arrived'))
      .when({ ...hear, occurredAt: at(41) }, as(court, 40))
      .thenRejected({ kind: 'in-the-future' })
    given(...onVideo)
      .when({ ...hearByVideo, occurredAt: at(41) }, as(court, 40))
      .thenRejected({ kind: 'in-the-future' })
    for (const command of [hear, hearByVideo]) {
      given(...upTo('arrived'))
        .when(command, as(skopje, 40))
        .thenRejected({ kind: 'testimony-unknown' })
    }
  })
})

describe('warn of the release of a defendant', () => {
  const { warn } = commands
  const warned = {
    type: 'DefendantReleaseNotified',
    occurredAt: at(75),
    facts: beside.released.facts,
    ...nothingElse,
    recipients: [
      { to: vienna, purpose: 'protection', needs: [] },
      { to: police, purpose: 'protection', needs: [] },
    ],
  } as const

  it('reaches who houses her and police', () => {
    given(caseStory.opened).when(warn, as(court, 75)).then(warned)
  })

  it('goes without any consent, and without any section', () => {
    const state = foldCase([caseStory.opened])
    const grant = {
      purpose: 'protection',
      sections: [],
      basis: { kind: 'vitalInterests' },
      until: at(75 + 90 * 24 * 60),
      onward: false,
    } as const
    expect(planDisclosures(warned, state, court, at(75))).toStrictEqual({
      ok: true,
      value: [
        { grant: { to: vienna, ...grant }, withheld: [] },
        { grant: { to: police, ...grant }, withheld: [] },
      ],
    })
    expect(testimonyEvents.DefendantReleaseNotified.sections).toStrictEqual([])
    expect(testimonyEvents.DefendantReleaseNotified.carriesUnasked).toStrictEqual([])
  })

  it('is not taken back by a consent that was: she gave none for it', () => {
    const withdrawn = { ...caseStory.narrowed, type: 'DataConsentWithdrawn' } as const
    const facts = { consent: caseStory.consent.id }
    const state = foldCase([...caseUpTo('consent'), { ...withdrawn, facts }])
    const plan = planDisclosures(warned, state, vienna, at(75))
    expect(plan.ok && plan.value.map(({ grant }) => grant.basis.kind)).toStrictEqual([
      'vitalInterests',
      'vitalInterests',
    ])
  })

  it('refuses a case that is not known, and to warn nobody but oneself', () => {
    given().when(warn, as(court, 75)).thenRejected({ kind: 'case-unknown' })
    given(caseStory.opened)
      .when({ ...warn, to: [court] }, as(court, 75))
      .thenRejected({ kind: 'no-recipients' })
  })
})

describe('report a judgment', () => {
  const { judge } = commands

  it('tells the parties, as often as a court decides', () => {
    const judged = {
      type: 'JudgmentReported',
      occurredAt: at(70),
      facts: story.judged.facts,
      ...nothingElse,
      recipients: [toVienna, toBelgrade],
    } as const
    given(...upTo('asked'))
      .when(judge, as(court, 70))
      .then(judged)
    given(...upTo('judged'))
      .when({ ...judge, outcome: 'appealed' }, as(court, 90))
      .then({ ...judged, occurredAt: at(90), facts: { testimony, outcome: 'appealed' } })
  })

  it('does not close the case, and is no reason to close one', () => {
    const before = foldCase([caseStory.opened, ...upTo('returned')])
    const after = foldCase([caseStory.opened, ...upTo('judged')])
    expect(after.closed).toBeUndefined()
    const { known: _known, testimonies: _testimonies, ...rest } = after
    const { known: _knownBefore, testimonies: _testimoniesBefore, ...restBefore } = before
    expect(rest).toStrictEqual(restBefore)
    for (const reason of closingReasons.codes) expect(reason).not.toMatch(/judg|verdict|convict/)
  })

  it('is nothing that a stranger reports', () => {
    for (const self of [skopje, police, greeter]) {
      given(...upTo('asked'))
        .when(judge, as(self, 70))
        .thenRejected({ kind: 'testimony-unknown' })
    }
  })
})
