import '@trm/adapter-sqlite'
