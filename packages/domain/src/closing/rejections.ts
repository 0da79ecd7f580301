export const closingRejections = {} as const
