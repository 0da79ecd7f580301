import '@trm/kernel'
import '@trm/domain'
import '@trm/client'
import '@trm/contracts'
import '@trm/htcds'

export const name = 'cli'
