import '@trm/kernel'
import '@trm/client'
import '@trm/contracts'

export const name = 'cli'
