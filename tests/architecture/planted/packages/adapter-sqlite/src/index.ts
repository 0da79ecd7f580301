import '@trm/kernel'
import '@trm/ports'
import '@trm/contracts'
import '@trm/sealing'

export const name = 'adapter-sqlite'
