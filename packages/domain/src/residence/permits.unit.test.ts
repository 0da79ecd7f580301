import { describe, it } from 'vitest'
import { grantTo, story, upToWithout } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, migration, police, vienna } from '../test-support/world.ts'
import {
  commands,
  permitAsked,
  permitGranted,
  permitRefused,
  withOnlyGround,
} from './residence.fixture.ts'

const { askForPermit, grantPermit, refusePermit } = commands
const nothingElse = { sections: {}, clauses: [] } as const
const toVienna = { to: vienna, purpose: 'protection', needs: [] } as const
const toBelgrade = { to: belgrade, purpose: 'protection', needs: [] } as const

describe('ask for a residence permit', () => {
  const asked = {
    type: 'ResidencePermitRequested',
    occurredAt: at(4),
    facts: { ground: 'personalSituation' },
    sections: { residence: { status: 'none' }, identity: { firstName: 'Example' } },
    clauses: [],
    recipients: [{ to: migration, purpose: 'protection', needs: ['residence', 'identity'] }],
  } as const

  it('asks the authority, with what it needs to decide', () => {
    given(story.opened).when(askForPermit, as(vienna, 4)).then(asked)
  })

  it('refuses whom the policy lets suggest none, a ground it does not know, and to ask oneself', () => {
    given(story.opened).when(askForPermit, as(police, 4)).thenRejected({ kind: 'not-in-policy' })
    given(story.opened)
      .when(askForPermit, withOnlyGround(as(vienna, 4), 'asylum'))
      .thenRejected({ kind: 'ground-not-in-policy' })
    given(story.opened)
      .when({ ...askForPermit, to: vienna }, as(vienna, 4))
      .thenRejected({ kind: 'no-recipients' })
    given().when(askForPermit, as(vienna, 4)).thenRejected({ kind: 'case-unknown' })
  })
})

describe('grant a residence permit', () => {
  const permit = {
    type: 'ResidencePermitGranted',
    occurredAt: at(5),
    facts: permitGranted.facts,
    sections: { residence: { permit: 'temporary' } },
    clauses: [],
    recipients: [{ ...toVienna, needs: ['residence'] }],
  } as const
  const [, , ...laterChapters] = upToWithout('accepted', 'asked', 'answered')

  it('tells who asked, and whoever else is named, each once', () => {
    given(permitAsked).when(grantPermit, as(migration, 5)).then(permit)
    given(permitAsked)
      .when({ ...grantPermit, to: [vienna, belgrade, migration] }, as(migration, 5))
      .then({
        ...permit,
        recipients: [...permit.recipients, { ...toBelgrade, needs: ['residence'] }],
      })
  })

  it('needs no request, and no step of any other process', () => {
    const { request: _request, ...unasked } = grantPermit
    const { request: _asked, ...facts } = permitGranted.facts
    given(story.opened, ...laterChapters)
      .when({ ...unasked, to: [vienna] }, as(migration, 5))
      .then({ ...permit, facts })
    given(story.opened).when(unasked, as(migration, 5)).thenRejected({ kind: 'no-recipients' })
  })

  it('needs a ground and the months of the policy', () => {
    given(permitAsked)
      .when({ ...grantPermit, months: 5 }, as(migration, 5))
      .thenRejected({ kind: 'below-floor', floor: 6 })
    given(permitAsked)
      .when(grantPermit, withOnlyGround(as(migration, 5), 'asylum'))
      .thenRejected({ kind: 'ground-not-in-policy' })
  })

  it('refuses a second answer, and whoever was not asked or has no such power', () => {
    given(permitAsked, permitRefused)
      .when(grantPermit, as(migration, 6))
      .thenRejected({ kind: 'already-answered' })
    given({ ...permitAsked, grants: [grantTo(police)] })
      .when(grantPermit, as(migration, 5))
      .thenRejected({ kind: 'permit-request-unknown' })
    given(permitAsked).when(grantPermit, as(police, 5)).thenRejected({ kind: 'not-in-policy' })
    given().when(grantPermit, as(migration, 5)).thenRejected({ kind: 'case-unknown' })
  })
})

describe('refuse a residence permit', () => {
  it('tells who asked the reason', () => {
    given(permitAsked)
      .when(refusePermit, as(migration, 5))
      .then({
        type: 'ResidencePermitRefused',
        occurredAt: at(5),
        facts: permitRefused.facts,
        ...nothingElse,
        recipients: [toVienna],
      })
  })

  it('refuses a request that is not theirs, and a second answer', () => {
    given(permitAsked)
      .when(refusePermit, as(vienna, 5))
      .thenRejected({ kind: 'permit-request-unknown' })
    given(permitAsked, permitGranted)
      .when(refusePermit, as(migration, 6))
      .thenRejected({ kind: 'already-answered' })
    given({ ...permitAsked, grants: [grantTo(police)] })
      .when(refusePermit, as(police, 5))
      .thenRejected({ kind: 'not-in-policy' })
  })
})
