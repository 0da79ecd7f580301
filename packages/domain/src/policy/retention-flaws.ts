import { findBelowFloor } from './below-floor.ts'
import { floors } from './floors.ts'
import type { PolicyFlaw } from './policy-flaw.ts'
import type { PolicyPack, RetentionSchedule } from './policy-pack.ts'
import { findRepetitions } from './repetitions.ts'

/** What is wrong with the schedules: a term that is too short, or two terms for one section. */
export function findRetentionFlaws({
  own,
  received,
}: PolicyPack['retention']): readonly PolicyFlaw[] {
  return [
    ...findScheduleFlaws('retention.own', own),
    ...findScheduleFlaws('retention.received', received),
  ]
}

function findScheduleFlaws(
  field: string,
  { otherwise, sections }: RetentionSchedule,
): readonly PolicyFlaw[] {
  const floor = floors.retentionMonths
  const fieldOf = (index: number) => `${field}.sections.${String(index)}`
  return [
    ...findBelowFloor(`${field}.otherwise.months`, otherwise.months, floor),
    ...sections.flatMap(({ months }, index) =>
      findBelowFloor(`${fieldOf(index)}.months`, months, floor),
    ),
    ...findRepetitions(
      sections.map(({ section }) => section),
      (index) => `${fieldOf(index)}.section`,
    ),
  ]
}
