export type ChildrenState = Readonly<Record<never, never>>

export const emptyChildren: ChildrenState = {}
