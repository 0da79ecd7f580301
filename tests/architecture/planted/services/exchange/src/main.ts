import '@trm/adapter-nats'
import '@trm/casework'
