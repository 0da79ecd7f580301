export type ComplaintsState = Readonly<Record<never, never>>

export const emptyComplaints: ComplaintsState = {}
