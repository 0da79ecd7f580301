import 'pino'
