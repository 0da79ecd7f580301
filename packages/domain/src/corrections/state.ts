export type CorrectionsState = Readonly<Record<never, never>>

export const emptyCorrections: CorrectionsState = {}
