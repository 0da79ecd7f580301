import '@trm/platform'
