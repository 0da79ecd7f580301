import '@trm/case-log'
import '@trm/htcds'
import '@trm/platform'

export const name = 'casework'
