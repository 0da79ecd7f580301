import '@trm/kernel'
import '@trm/contracts'

export const name = 'client'
