import '@trm/adapter-sqlite'
import '@trm/casework'
