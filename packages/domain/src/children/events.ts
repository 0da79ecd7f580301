import { event } from '../definition/event-definition.ts'
import { code, flag, instant, reference, setOf } from '../definition/field.ts'
import {
  careKinds,
  childSolutions,
  exclusionReasons,
  focalPointAnswers,
  focalPointMatters,
  guardianKinds,
  receiverKinds,
} from '../vocabulary/process-lists.ts'
import { holding, serving } from '../vocabulary/organisation-groups.ts'

const guarding = [...serving, 'nrmOffice', 'migrationAuthority'] as const
const focal = ['guardianshipAuthority', 'nrmOffice'] as const

export const childrenEvents = {
  GuardianAppointed: event({
    meaning: 'Somebody is there for the child.',
    source: ['2:L1832', '3:L658'],
    authors: guarding,
    readers: guarding,
    sections: ['child'],
    facts: { kind: code(guardianKinds) },
  }),
  GuardianExcluded: event({
    meaning: 'A guardian is excluded, and why. It stays with those who protect the child.',
    source: ['2:L1839'],
    authors: guarding,
    readers: focal,
    facts: { guardian: reference('GuardianAppointed'), reason: code(exclusionReasons) },
  }),
  BestInterestsDetermined: event({
    meaning: 'The best interests of this child were determined, and its own views heard.',
    source: ['2:L668', '2:L1819', '2:L1829'],
    authors: guarding,
    readers: guarding,
    sections: ['child'],
    facts: {
      considered: setOf(code(childSolutions), { min: 1 }),
      solution: code(childSolutions),
      childWasHeard: flag,
    },
  }),
  CareArranged: event({
    meaning: 'Care and custody are arranged, before anybody travels.',
    source: ['2:L1833'],
    authors: guarding,
    readers: guarding,
    sections: ['child'],
    facts: { kind: code(careKinds) },
  }),
  ReceiverAppointed: event({
    meaning: 'It is settled who receives the child. A parent is not assumed to be safe.',
    source: ['2:L1832', '2:L1839'],
    authors: guarding,
    readers: guarding,
    sections: ['child'],
    facts: { kind: code(receiverKinds) },
  }),
  FocalPointAsked: event({
    meaning:
      'One focal point for children asks another about a missing child or an intended return.',
    source: ['2:L1015', '2:L1818'],
    authors: focal,
    readers: focal,
    sections: ['identity', 'child'],
    facts: { matter: code(focalPointMatters), respondBy: instant },
  }),
  FocalPointAnswered: event({
    meaning: 'The other focal point answers.',
    source: ['2:L1015'],
    authors: focal,
    readers: focal,
    fallback: 'notice',
    about: 'question',
    sections: ['child'],
    facts: { question: reference('FocalPointAsked'), answer: code(focalPointAnswers) },
  }),
  MajorityReached: event({
    meaning: 'The child has come of age: consent is hers or his from now on, and support goes on.',
    source: ['0:L1271'],
    authors: guarding,
    readers: holding,
    fallback: 'notice',
    facts: {},
  }),
} as const
