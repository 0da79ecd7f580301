import '@trm/kernel'

export const name = 'ports'
