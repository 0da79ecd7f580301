import '@trm/adapter-memory'
