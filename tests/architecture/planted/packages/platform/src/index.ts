import '@trm/kernel'

export const name = 'platform'
