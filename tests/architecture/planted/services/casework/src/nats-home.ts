import 'nats'
