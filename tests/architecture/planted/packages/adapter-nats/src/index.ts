import '@nats-io/transport-node'
import 'nats'
