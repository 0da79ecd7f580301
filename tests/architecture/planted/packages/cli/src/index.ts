import '@trm/kernel'
import '@trm/domain'
import '@trm/client'
import '@trm/contracts'
import '@trm/htcds'
import '@trm/labels'

export const name = 'cli'
