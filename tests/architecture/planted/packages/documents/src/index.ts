import '@trm/kernel'
import '@trm/domain'
import '@trm/contracts'

export const name = 'documents'
