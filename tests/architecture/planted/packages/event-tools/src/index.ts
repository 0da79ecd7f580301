import '@trm/kernel'

export const name = 'event-tools'
