/** What no Participant's policy may go below, and where that is said. */
export const floors = {
  /** Council of Europe Convention, article 13; 2:L1618. */
  reflectionDays: 30,
  /** 2:L1626, 2:L1628, 2:L1654. */
  residenceMonths: 6,
  /** A route between two organisations is enough to re-identify (3:L756). */
  smallCount: 5,
} as const
