import '@trm/kernel'
import '@trm/domain'
import '@trm/contracts'
import '@trm/sealing'
import '@trm/ports'

export const name = 'case-log'
