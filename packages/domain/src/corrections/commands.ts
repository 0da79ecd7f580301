import { command } from '../definition/command-definition.ts'
import { reference } from '../definition/field.ts'
import { sectionNames } from '../vocabulary/lists.ts'
import { correctionsEvents as events } from './events.ts'

const { corrects, reason } = events.CorrectionIssued.facts

export const correctionsCommands = {
  ReportMistake: command({
    meaning: 'Say that something in an event is wrong.',
    source: ['3:L1225'],
    emits: ['MistakeReported'],
    part: 'who was given the event',
    whenClosed: 'goesOn',
    input: events.MistakeReported.facts,
  }),
  IssueCorrection: command({
    meaning: 'Put it right, for everybody who holds it.',
    source: ['3:L1242'],
    emits: ['CorrectionIssued'],
    part: 'the author of the event',
    sections: sectionNames.codes,
    whenClosed: 'goesOn',
    input: { corrects, reason },
  }),
  PassOnCorrection: command({
    meaning: 'Pass on a correction to whom what it puts right was passed on.',
    source: ['3:L1242', '2:L2663', 'inferred'],
    emits: ['EventShared'],
    part: 'who passed on what was wrong, and was given the correction',
    givenBy: 'deadline',
    whenClosed: 'goesOn',
    input: { correction: reference('CorrectionIssued'), shared: reference('EventShared') },
  }),
  AcknowledgeCorrection: command({
    meaning: 'Say that it is put right here, too.',
    source: ['3:L1242'],
    emits: ['CorrectionAcknowledged'],
    part: 'who was given the correction, or passed it on',
    whenClosed: 'goesOn',
    input: events.CorrectionAcknowledged.facts,
  }),
} as const
