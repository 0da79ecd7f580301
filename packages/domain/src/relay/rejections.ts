export const relayRejections = {} as const
