import { event } from '../definition/event-definition.ts'
import { code, reference, setOf } from '../definition/field.ts'
import { sectionNames } from '../vocabulary/lists.ts'
import { correctionReasons } from '../vocabulary/process-lists.ts'
import { holding } from '../vocabulary/organisation-groups.ts'

const sections = setOf(code(sectionNames), { min: 1 })

export const correctionsEvents = {
  MistakeReported: event({
    meaning: 'Somebody who holds an event says that something in it is wrong.',
    source: ['3:L1225', '3:L1242'],
    authors: holding,
    readers: holding,
    fallback: 'notice',
    about: 'about',
    facts: { about: reference(), sections },
  }),
  CorrectionIssued: event({
    meaning:
      'The author puts it right. It reaches everybody to whom the author gave such a section, in whichever event.',
    source: ['3:L1225', '3:L1242'],
    authors: holding,
    readers: holding,
    fallback: 'notice',
    sections: sectionNames.codes,
    facts: { corrects: reference(), sections, reason: code(correctionReasons) },
  }),
  CorrectionAcknowledged: event({
    meaning: 'A holder has put it right, too.',
    source: ['3:L1242'],
    authors: holding,
    readers: holding,
    fallback: 'notice',
    about: 'correction',
    // The correction, or that with which it was passed on to the holder: its author is told, and who did so.
    facts: { correction: reference('CorrectionIssued', 'EventShared') },
  }),
} as const
