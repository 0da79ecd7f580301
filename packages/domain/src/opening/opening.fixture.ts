import { caseEvent, grantTo, story, upTo } from '../test-support/case-events.ts'
import { commands as c } from '../test-support/commands.ts'
import type { AccessRows, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, at, belgrade, police, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import type { openingCommands } from './commands.ts'
import type { openingRejections } from './rejections.ts'

/** Vienna asks the office whether she is a victim. */
export const request = caseEvent(
  'FormalIdentificationRequested',
  'request',
  vienna,
  5,
  { indicatorSet: 'at-2024', respondBy: at(100) },
  { grants: [grantTo(viennaOffice)] },
)
export const identified = caseEvent('FormallyIdentified', 'identified', viennaOffice, 6, {
  request: request.id,
  indicatorSet: 'at-2024',
})
export const notIdentified = caseEvent('NotIdentified', 'notIdentified', viennaOffice, 6, {
  request: request.id,
  indicatorSet: 'at-2024',
  reason: 'indicatorsNotConfirmed',
})
export const declined = caseEvent('IdentificationDeclined', 'declined', vienna, 7, {})
export const becameChild = caseEvent('AgeStatusChanged', 'becameChild', vienna, 8, {
  ageStatus: 'presumedChild',
  evidence: 'doubt',
})

export const asked = [...upTo('consent'), request]
export const identify = sampleCommand('IdentifyFormally', { request: request.id })
export const decline = sampleCommand('DoNotIdentify', { request: request.id })

export const openingReached: ReachedRows<typeof openingRejections> = {
  'case-exists': [upTo('opened'), c.OpenCase, as(vienna, 1)],
  'already-presumed': [upTo('presumed'), c.RecordPresumedVictim, as(vienna, 2)],
  'request-unknown': [upTo('consent'), identify, as(viennaOffice, 6)],
  'already-identified': [[...asked, notIdentified], identify, as(viennaOffice, 7)],
}

const opened = upTo('opened')
const presumed = upTo('presumed')
const custodial = (
  type: 'ObserveIndicators' | 'RecordRightsExplained' | 'LinkCase' | 'ChangeAgeStatus',
) => {
  const command = sampleCommand(
    type,
    type === 'ChangeAgeStatus' ? { ageStatus: 'verifiedChild' } : {},
  )
  return {
    allowed: [[opened, command, as(vienna, 3)]],
    refused: [
      [opened, command, as(belgrade, 3), 'not-your-case'],
      [[], command, as(skopje, 3), 'case-unknown'],
    ],
  } as const
}
const formal = sampleCommand('RequestFormalIdentification', { to: viennaOffice })
const declining = sampleCommand('RecordIdentificationDeclined')

export const openingAccess: AccessRows<typeof openingCommands> = {
  // Whoever meets her opens a case: there is nobody yet whose it could be.
  OpenCase: {
    allowed: [
      [[], c.OpenCase, as(vienna, 0)],
      [[], c.OpenCase, as(police, 0)],
    ],
    refused: [],
  },
  ObserveIndicators: custodial('ObserveIndicators'),
  RecordRightsExplained: custodial('RecordRightsExplained'),
  LinkCase: custodial('LinkCase'),
  ChangeAgeStatus: custodial('ChangeAgeStatus'),
  RecordPresumedVictim: {
    allowed: [
      [opened, c.RecordPresumedVictim, as(vienna, 1)],
      [[{ ...story.opened, author: police }], c.RecordPresumedVictim, as(police, 1)],
    ],
    refused: [
      [opened, c.RecordPresumedVictim, as(belgrade, 1), 'not-your-case'],
      [[], c.RecordPresumedVictim, as(vienna, 1), 'case-unknown'],
    ],
  },
  RequestFormalIdentification: {
    allowed: [[presumed, formal, as(vienna, 5)]],
    refused: [[presumed, formal, as(belgrade, 5), 'not-your-case']],
  },
  IdentifyFormally: {
    allowed: [[asked, identify, as(viennaOffice, 6)]],
    refused: [
      [asked, identify, as(vienna, 6), 'request-unknown'],
      // A CSO that was asked by mistake has no such power.
      [asked, identify, as(skopje, 6), 'not-in-policy'],
    ],
  },
  DoNotIdentify: {
    allowed: [[asked, decline, as(viennaOffice, 6)]],
    refused: [
      [asked, decline, as(vienna, 6), 'request-unknown'],
      [asked, decline, as(skopje, 6), 'not-in-policy'],
    ],
  },
  RecordIdentificationDeclined: {
    allowed: [[presumed, declining, as(vienna, 7)]],
    refused: [[presumed, declining, as(viennaOffice, 7), 'not-your-case']],
  },
}
