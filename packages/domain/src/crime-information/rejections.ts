export const crimeInformationRejections = {} as const
