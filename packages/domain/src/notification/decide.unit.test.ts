import { participantOf } from '@trm/kernel'
import { describe, it } from 'vitest'
import { grantTo, story, upTo, upToWithout } from '../test-support/case-events.ts'
import { commands, given } from '../test-support/commands.ts'
import {
  as,
  at,
  belgrade,
  belgradeOffice,
  idOf,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'

const { NotifyCase, AcknowledgeNotification } = commands

describe('notify a case', () => {
  it('says that somebody is assisted and who answers for it, and carries no section', () => {
    given(...upTo('presumed'))
      .when(NotifyCase, as(vienna, 2))
      .then({
        type: 'CaseNotified',
        occurredAt: at(2),
        facts: {
          identification: 'presumed',
          ageStatus: 'verifiedAdult',
          identifiedIn: participantOf(vienna),
          services: ['accommodation'],
          respondBy: at(500),
        },
        sections: {},
        clauses: [],
        recipients: [{ to: viennaOffice, purpose: 'caseNotification', needs: [] }],
      })
  })

  it('gives a stranger the answer that an unknown case gets', () => {
    given().when(NotifyCase, as(vienna, 2)).thenRejected({ kind: 'not-your-case' })
    given(...upTo('presumed'))
      .when(NotifyCase, as(belgrade, 2))
      .thenRejected({ kind: 'not-your-case' })
  })

  it('refuses before anybody is presumed to be a victim', () => {
    given(...upTo('opened'))
      .when(NotifyCase, as(vienna, 2))
      .thenRejected({ kind: 'not-presumed' })
  })

  it('refuses to notify nobody', () => {
    given(...upTo('presumed'))
      .when({ ...NotifyCase, to: [] }, as(vienna, 2))
      .thenRejected({ kind: 'no-recipients' })
  })

  it('refuses a response deadline that is now', () => {
    given(...upTo('presumed'))
      .when({ ...NotifyCase, respondBy: at(2) }, as(vienna, 2))
      .thenRejected({ kind: 'response-deadline-passed' })
  })
})

describe('acknowledge a notification', () => {
  it('tells the one who notified, and nobody else', () => {
    given(...upTo('notified'))
      .when(AcknowledgeNotification, as(viennaOffice, 19))
      .then({
        type: 'NotificationAcknowledged',
        occurredAt: at(19),
        facts: { notification: idOf('notified') },
        sections: {},
        clauses: [],
        recipients: [{ to: vienna, purpose: 'caseNotification', needs: [] }],
      })
  })

  it('refuses a notification that is not held', () => {
    given(...upTo('presumed'))
      .when(AcknowledgeNotification, as(viennaOffice, 19))
      .thenRejected({ kind: 'notification-unknown' })
  })

  it('refuses an organisation that was not notified, as if there were nothing', () => {
    for (const self of [belgrade, belgradeOffice])
      given(...upTo('notified'))
        .when(AcknowledgeNotification, as(self, 19))
        .thenRejected({ kind: 'notification-unknown' })
  })

  it('refuses the one who notified', () => {
    given(...upTo('notified'))
      .when(AcknowledgeNotification, as(vienna, 19))
      .thenRejected({ kind: 'own-notification' })
  })

  it('refuses a second acknowledgement by the same office, not by another one', () => {
    const grants = [...story.notified.grants, grantTo(belgradeOffice)]
    const twice = given(
      ...upToWithout('notified', 'notified'),
      { ...story.notified, grants },
      story.acknowledged,
    )
    twice
      .when(AcknowledgeNotification, as(viennaOffice, 20))
      .thenRejected({ kind: 'already-acknowledged' })
    twice.when(AcknowledgeNotification, as(belgradeOffice, 20)).then({
      type: 'NotificationAcknowledged',
      occurredAt: at(20),
      facts: { notification: idOf('notified') },
      sections: {},
      clauses: [],
      recipients: [{ to: vienna, purpose: 'caseNotification', needs: [] }],
    })
  })
})
