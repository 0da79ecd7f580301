import { event } from '../definition/event-definition.ts'
import { code, reference } from '../definition/field.ts'
import { closingReasons, reopeningReasons } from '../vocabulary/process-lists.ts'
import { encountering, nobody, serving } from '../vocabulary/organisation-groups.ts'

const closing = [...serving, ...encountering, 'nrmOffice', 'courtLiaison', 'prosecution'] as const

export const closingEvents = {
  CaseClosed: event({
    meaning: 'Nothing is open here. A judgment alone closes nothing.',
    source: ['3:L1295', '2:L1009'],
    authors: closing,
    readers: nobody,
    sections: ['notes'],
    facts: { reason: code(closingReasons) },
  }),
  CaseReopened: event({
    meaning: 'The case goes on.',
    source: ['3:L1295', '0:L942'],
    authors: closing,
    readers: nobody,
    sections: ['notes'],
    facts: { closing: reference('CaseClosed'), reason: code(reopeningReasons) },
  }),
} as const
