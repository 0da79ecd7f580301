import type { CommandContext } from '../case/commands.ts'
import type { CaseState } from '../case/state.ts'
import type { SectionName } from '../vocabulary/lists.ts'

/** Whether a hold of this organisation still forbids to erase one of the sections. */
export function isUnderHold(
  { legalHolds }: CaseState,
  sections: readonly SectionName[],
  { self, now }: Pick<CommandContext, 'self' | 'now'>,
): boolean {
  return Object.values(legalHolds).some(
    ({ by, sections: held, until, lifted }) =>
      by === self &&
      lifted === undefined &&
      now < until &&
      held.some((section) => sections.includes(section)),
  )
}
