import '@trm/ports'
