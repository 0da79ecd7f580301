import '@trm/kernel'
import '@trm/domain'
import '@trm/contracts'
import 'csv-parse'
import 'saxes'

export const name = 'htcds'
