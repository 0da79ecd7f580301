export type ClosingState = Readonly<Record<never, never>>

export const emptyClosing: ClosingState = {}
