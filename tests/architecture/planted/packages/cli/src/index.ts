import '@trm/kernel'
import '@trm/client'
import '@trm/contracts'
import '@trm/htcds'

export const name = 'cli'
