import '@trm/adapter-sqlite'
import '@trm/client'
