import { describe, it } from 'vitest'
import { story, upTo } from '../test-support/case-events.ts'
import { commands, given } from '../test-support/commands.ts'
import { as, at, belgrade, vienna } from '../test-support/world.ts'

const { OpenCase, RecordPresumedVictim } = commands

describe('open a case', () => {
  it('records the age status and keeps the sections here: nobody else is told', () => {
    given()
      .when(OpenCase, as(vienna, 0))
      .then({
        type: 'CaseOpened',
        occurredAt: at(0),
        facts: { ageStatus: 'verifiedAdult' },
        sections: { identity: { firstName: 'Example' } },
        clauses: [],
        recipients: [],
      })
  })

  it('refuses to open once more what somebody else has sent a part of', () => {
    given(story.consent).when(OpenCase, as(belgrade, 3)).thenRejected({ kind: 'case-exists' })
  })

  it('refuses a second opening, by whomever', () => {
    given(...upTo('opened'))
      .when(OpenCase, as(vienna, 1))
      .thenRejected({ kind: 'case-exists' })
    given(...upTo('opened'))
      .when(OpenCase, as(belgrade, 1))
      .thenRejected({ kind: 'case-exists' })
  })
})

describe('record a presumed victim', () => {
  it('records the indicator set of that time and tells nobody', () => {
    given(...upTo('opened'))
      .when(RecordPresumedVictim, as(vienna, 1))
      .then({
        type: 'PresumedVictimRecorded',
        occurredAt: at(1),
        facts: { indicatorSet: 'at-2024' },
        sections: {},
        clauses: [],
        recipients: [],
      })
  })

  it('refuses what is no case here', () => {
    given().when(RecordPresumedVictim, as(vienna, 1)).thenRejected({ kind: 'case-unknown' })
  })

  it('refuses an organisation that did not open the case, also when it is done already', () => {
    given(...upTo('opened'))
      .when(RecordPresumedVictim, as(belgrade, 1))
      .thenRejected({ kind: 'not-your-case' })
    given(...upTo('presumed'))
      .when(RecordPresumedVictim, as(belgrade, 2))
      .thenRejected({ kind: 'not-your-case' })
  })

  it('refuses to do it twice', () => {
    given(...upTo('presumed'))
      .when(RecordPresumedVictim, as(vienna, 2))
      .thenRejected({ kind: 'already-presumed' })
  })
})
