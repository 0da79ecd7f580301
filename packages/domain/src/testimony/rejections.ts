export const testimonyRejections = {} as const
