import { participantOf } from '@trm/kernel'
import { describe, it } from 'vitest'
import { grantTo, story } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, police, skopje, vienna } from '../test-support/world.ts'
import { commands, events, metInSkopje, toSkopje } from './relay.fixture.ts'

const nothingElse = { sections: {}, clauses: [] } as const
const toVienna = { to: vienna, purpose: 'handover', needs: [] } as const
const hopTo = { to: skopje, purpose: 'handover', needs: [] } as const

describe('she is met', () => {
  const { meet } = commands
  const met = {
    type: 'PersonMet',
    occurredAt: at(109),
    facts: { relay: events.forwarded.id },
    ...nothingElse,
    recipients: [toVienna],
  } as const

  it('is told by who met her to who sent her on, though everybody had given her up', () => {
    given(...toSkopje)
      .when(meet, as(skopje, 110))
      .then(met)
    given(...toSkopje, events.expired)
      .when(meet, as(skopje, 210))
      .then(met)
  })

  it('may be told in the very moment', () => {
    given(...toSkopje)
      .when(meet, as(skopje, 109))
      .then(met)
  })

  it('refuses the other side, a stranger, the future, and a second time', () => {
    given(...toSkopje)
      .when(meet, as(vienna, 110))
      .thenRejected({ kind: 'not-your-relay' })
    given(...toSkopje)
      .when(meet, as(belgrade, 110))
      .thenRejected({ kind: 'relay-unknown' })
    given(...toSkopje)
      .when({ ...meet, relay: idOf('nowhere') }, as(skopje, 110))
      .thenRejected({ kind: 'relay-unknown' })
    given(...toSkopje)
      .when({ ...meet, occurredAt: at(111) }, as(skopje, 110))
      .thenRejected({ kind: 'in-the-future' })
    given(...metInSkopje)
      .when(meet, as(skopje, 111))
      .thenRejected({ kind: 'already-done' })
  })
})

describe('where she means to go on to', () => {
  const { indicate } = commands

  it('is recorded on her way, and stays there', () => {
    const indicated = {
      type: 'OnwardDestinationIndicated',
      occurredAt: at(112),
      facts: { participant: participantOf(belgrade) },
      ...nothingElse,
      recipients: [],
    } as const
    given(...metInSkopje)
      .when(indicate, as(skopje, 112))
      .then(indicated)
    given(story.opened).when(indicate, as(vienna, 112)).then(indicated)
  })

  it('is nothing that somebody records who has not met her', () => {
    given(...toSkopje)
      .when(indicate, as(skopje, 4))
      .thenRejected({ kind: 'not-your-case' })
    given().when(indicate, as(vienna, 2)).thenRejected({ kind: 'not-your-case' })
  })
})

describe('nobody meets her in time', () => {
  const { expire } = commands
  const expired = {
    type: 'RelayExpired',
    occurredAt: at(200),
    facts: { relay: events.forwarded.id },
    ...nothingElse,
    recipients: [hopTo],
  } as const

  it('ends the relay at its hour, on both sides', () => {
    given(...toSkopje)
      .when(expire, as(vienna, 200))
      .then(expired)
    given(...toSkopje)
      .when(expire, as(skopje, 200))
      .then({ ...expired, recipients: [toVienna] })
    given(...toSkopje)
      .when(expire, as(vienna, 199.9))
      .thenRejected({ kind: 'not-due-yet' })
  })

  it('ends none that is over already, and none of others', () => {
    given(...metInSkopje)
      .when(expire, as(vienna, 200))
      .thenRejected({ kind: 'relay-over' })
    given(...toSkopje, { ...events.expired, grants: [grantTo(skopje)] })
      .when(expire, as(skopje, 201))
      .thenRejected({ kind: 'relay-over' })
    given(...toSkopje)
      .when(expire, as(police, 200))
      .thenRejected({ kind: 'relay-unknown' })
  })
})
