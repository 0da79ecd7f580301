import '@eventstore/db-client'
