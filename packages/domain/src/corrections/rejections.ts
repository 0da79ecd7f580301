export const correctionsRejections = {} as const
