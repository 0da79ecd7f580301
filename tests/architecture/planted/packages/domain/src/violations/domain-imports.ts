import '@trm/contracts'
