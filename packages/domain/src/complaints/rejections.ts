export const complaintsRejections = {} as const
