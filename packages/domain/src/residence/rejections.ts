export const residenceRejections = {} as const
