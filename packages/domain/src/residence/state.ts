export type ResidenceState = Readonly<Record<never, never>>

export const emptyResidence: ResidenceState = {}
