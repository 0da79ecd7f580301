export const childrenRejections = {} as const
