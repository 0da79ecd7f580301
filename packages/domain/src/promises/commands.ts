import { command } from '../definition/command-definition.ts'
import { promisesEvents as events } from './events.ts'

export const promisesCommands = {
  RecordAnswerOverdue: command({
    meaning: 'Record that nobody answered in time.',
    source: ['0:L296'],
    emits: ['AnswerOverdue'],
    part: 'who asked',
    givenBy: 'deadline',
    whenClosed: 'goesOn',
    input: events.AnswerOverdue.facts,
  }),
  RecordHoldersOverdue: command({
    meaning: 'Record that holders have not said in time what became of what was taken back.',
    source: ['2:L1954', '0:L296'],
    emits: ['HoldersOverdue'],
    part: 'who took the consent',
    givenBy: 'deadline',
    whenClosed: 'goesOn',
    input: events.HoldersOverdue.facts,
  }),
  RecordFirstContact: command({
    meaning: 'Say that she has been contacted.',
    source: ['3:L752'],
    emits: ['FirstContactMade'],
    part: 'the side that received the referral',
    input: events.FirstContactMade.facts,
  }),
  RecordFirstContactOverdue: command({
    meaning: 'Record that she was not contacted in time.',
    source: ['0:L296'],
    emits: ['FirstContactOverdue'],
    part: 'the side that offered the referral',
    givenBy: 'deadline',
    whenClosed: 'goesOn',
    input: events.FirstContactOverdue.facts,
  }),
  RecordTaskDone: command({
    meaning: 'Say that a task is done.',
    source: ['3:L757'],
    emits: ['TaskDone'],
    part: 'the side of the referral that the task was given to',
    input: events.TaskDone.facts,
  }),
  RecordTaskOverdue: command({
    meaning: 'Record that the other side has not done a task in time.',
    source: ['3:L757', '0:L889'],
    emits: ['TaskOverdue'],
    part: 'the other side of the referral than the task was given to',
    givenBy: 'deadline',
    whenClosed: 'goesOn',
    input: events.TaskOverdue.facts,
  }),
} as const
