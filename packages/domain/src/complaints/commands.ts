import { command } from '../definition/command-definition.ts'
import { organisation } from '../definition/field.ts'
import { complaintsEvents as events } from './events.ts'

export const complaintsCommands = {
  MakeComplaint: command({
    meaning: 'Pass on a complaint of the person.',
    source: ['2:L1009'],
    emits: ['ComplaintMade'],
    part: 'who serves the person in the case',
    sections: ['notes'],
    whenClosed: 'goesOn',
    input: { to: organisation, ...events.ComplaintMade.facts },
  }),
  AnswerComplaint: command({
    meaning: 'Answer a complaint.',
    source: ['2:L666'],
    emits: ['ComplaintAnswered'],
    part: 'who was given the complaint',
    sections: ['notes'],
    whenClosed: 'goesOn',
    input: events.ComplaintAnswered.facts,
  }),
  RecordComplaintOverdue: command({
    meaning: 'Record that nobody answered in time.',
    source: ['0:L1072'],
    emits: ['ComplaintOverdue'],
    part: 'who passed the complaint on',
    givenBy: 'deadline',
    whenClosed: 'goesOn',
    input: events.ComplaintOverdue.facts,
  }),
  RecordServiceFeedback: command({
    meaning: 'Record how the person found a service.',
    source: ['2:L2198'],
    emits: ['ServiceFeedbackRecorded'],
    part: 'who serves the person in the case',
    whenClosed: 'goesOn',
    input: events.ServiceFeedbackRecorded.facts,
  }),
  DeclareRecusal: command({
    meaning: 'Keep out of a part of the case.',
    source: ['0:L1132'],
    emits: ['RecusalDeclared'],
    part: 'anybody who holds something of the case',
    whenClosed: 'goesOn',
    input: events.RecusalDeclared.facts,
  }),
} as const
