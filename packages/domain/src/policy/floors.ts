/** What no Participant's policy may go below, and where that is said. */
export const floors = {
  /** Council of Europe Convention, article 13; 2:L1618. */
  reflectionDays: 30,
  /** 2:L1626, 2:L1628, 2:L1654. */
  residenceMonths: 6,
  /** A route between two organisations is enough to re-identify (3:L756). */
  smallCount: 5,
  /** A deadline of no days is none, and an alarm at the very end comes too late (2:L1626). */
  deadlineDays: 1,
  /** A licence that is needed ends some day; it is a fact in time and no flag (0:L500, 3:L554). */
  licenceYears: 1,
  /** Looked at again at regular intervals (0:L500). */
  licenceReviewMonths: 1,
  /**
   * No guide names a period of retention, so this is inferred: a case that was closed by mistake is opened
   * again (3:L1295), and a term of no months would have erased it by then.
   */
  retentionMonths: 1,
} as const
