export type RelayState = Readonly<Record<never, never>>

export const emptyRelay: RelayState = {}
