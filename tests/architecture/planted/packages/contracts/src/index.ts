import '@trm/kernel'
import '@trm/domain'

export const name = 'contracts'
