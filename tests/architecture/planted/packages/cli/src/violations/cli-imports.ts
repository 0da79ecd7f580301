import '@trm/sealing'
