import '@trm/cli'
