import type { CaseEvent } from '../case/events.ts'
import { events as ofChildren } from '../children/children.fixture.ts'
import { task } from '../handover/handover.fixture.ts'
import { events as ofOpening } from '../opening/opening.fixture.ts'
import { caseEvent, grantTo, story, upTo } from '../test-support/case-events.ts'
import type { AccessRows, Attempt, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import {
  as,
  at,
  belgrade,
  belgradeOffice,
  court,
  idOf,
  skopje,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import { story as testimony } from '../testimony/testimony.story.fixture.ts'
import type { promisesCommands } from './commands.ts'
import type { promisesRejections } from './rejections.ts'

const referral = story.offered.id

/** Three days in minutes, in which a holder answers. */
export const HOLDERS_ANSWER_WITHIN = 3 * 24 * 60

export const events = {
  narrowed: { ...story.narrowed, grants: [grantTo(belgrade)] },
  roles: caseEvent(
    'RolesAssigned',
    'roles',
    vienna,
    20,
    { referral, tasks: [task, { ...task, task: 'documents', by: vienna, due: at(300) }] },
    { grants: [grantTo(belgrade)] },
  ),
  answerOverdue: caseEvent('AnswerOverdue', 'answerOverdue', vienna, 100, {
    subject: story.asked.id,
  }),
  holdersOverdue: caseEvent(
    'HoldersOverdue',
    'holdersOverdue',
    vienna,
    16 + HOLDERS_ANSWER_WITHIN,
    { narrowing: story.narrowed.id },
    { grants: [grantTo(belgrade)] },
  ),
  contactMade: caseEvent('FirstContactMade', 'contactMade', belgrade, 30, {
    acceptance: story.accepted.id,
  }),
  contactOverdue: caseEvent('FirstContactOverdue', 'contactOverdue', vienna, 150, {
    acceptance: story.accepted.id,
  }),
  taskDone: caseEvent('TaskDone', 'taskDone', belgrade, 180, {
    roles: idOf('roles'),
    task: 'reception',
  }),
  taskOverdue: caseEvent('TaskOverdue', 'taskOverdue', vienna, 200, {
    roles: idOf('roles'),
    task: 'reception',
  }),
} as const satisfies Readonly<Record<string, CaseEvent>>

export const commands = {
  answer: sampleCommand('RecordAnswerOverdue', events.answerOverdue.facts),
  holders: sampleCommand('RecordHoldersOverdue', events.holdersOverdue.facts),
  contact: sampleCommand('RecordFirstContact', events.contactMade.facts),
  contactOverdue: sampleCommand('RecordFirstContactOverdue', events.contactOverdue.facts),
  done: sampleCommand('RecordTaskDone', events.taskDone.facts),
  overdue: sampleCommand('RecordTaskOverdue', events.taskOverdue.facts),
} as const

/** What was asked by a day, of whom, and by whom; each with an answer. */
export const asked = [
  {
    what: 'a place',
    subject: story.asked,
    history: [story.opened, story.asked],
    answer: { ...story.answered, recordedAt: at(50) },
    by: vienna,
    to: belgrade,
    minute: 100,
    purpose: 'handover',
  },
  {
    what: 'a formal identification',
    subject: ofOpening.requested,
    history: [...upTo('presumed'), ofOpening.requested],
    answer: ofOpening.identified,
    by: vienna,
    to: viennaOffice,
    minute: 500,
    purpose: 'identification',
  },
  {
    what: 'another focal point',
    subject: ofChildren.asked,
    history: [ofChildren.asked],
    answer: ofChildren.answered,
    by: viennaOffice,
    to: belgradeOffice,
    minute: 500,
    purpose: 'protection',
  },
  {
    what: 'a testimony',
    subject: { ...testimony.asked, grants: [grantTo(vienna)] },
    history: [{ ...testimony.asked, grants: [grantTo(vienna)] }],
    answer: testimony.agreed,
    by: court,
    to: vienna,
    minute: 500,
    purpose: 'testimony',
  },
] as const

const narrowed: readonly CaseEvent[] = [...upTo('feedback'), events.narrowed]
const agreed: readonly CaseEvent[] = [...upTo('contact'), events.roles]
const c = commands

export const promisesReached: ReachedRows<typeof promisesRejections> = {
  'promise-unknown': [[story.opened], c.answer, as(vienna, 100)],
}

type Overdue = Extract<Attempt[1], { readonly type: keyof typeof promisesCommands }>

/** One side may, the other and strangers are told that there is nothing. */
function onlyFor(
  self: typeof vienna,
  history: readonly CaseEvent[],
  command: Overdue,
  minute: number,
) {
  return {
    allowed: [[history, command, as(self, minute)]],
    refused: [vienna, belgrade, skopje, viennaOffice]
      .filter((other) => other !== self)
      .map((other) => [history, command, as(other, minute), 'promise-unknown'] as const),
  } as const
}

export const promisesAccess: AccessRows<typeof promisesCommands> = {
  RecordAnswerOverdue: {
    allowed: asked.map(({ history, subject, by, minute }) => [
      history,
      { ...c.answer, subject: subject.id },
      as(by, minute),
    ]),
    refused: asked.flatMap(({ history, subject, to, minute }) =>
      [to, skopje].map(
        (self) =>
          [
            history,
            { ...c.answer, subject: subject.id },
            as(self, minute),
            'promise-unknown',
          ] as const,
      ),
    ),
  },
  RecordHoldersOverdue: onlyFor(vienna, narrowed, c.holders, 16 + HOLDERS_ANSWER_WITHIN),
  RecordFirstContact: onlyFor(belgrade, upTo('accepted'), c.contact, 30),
  RecordFirstContactOverdue: onlyFor(vienna, upTo('contact'), c.contactOverdue, 150),
  RecordTaskDone: onlyFor(belgrade, agreed, c.done, 180),
  RecordTaskOverdue: onlyFor(vienna, agreed, c.overdue, 200),
}
