import '@trm/kernel'

export const name = 'domain'
