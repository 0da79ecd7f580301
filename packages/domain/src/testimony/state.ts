export type TestimonyState = Readonly<Record<never, never>>

export const emptyTestimony: TestimonyState = {}
