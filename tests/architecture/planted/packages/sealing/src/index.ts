import '@trm/kernel'

export const name = 'sealing'
