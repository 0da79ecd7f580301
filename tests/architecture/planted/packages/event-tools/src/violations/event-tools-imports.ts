import '@trm/domain'
