export { requireRole, userOf, type Authenticate, type User } from './auth.ts'
export { folder, logLevel, loopbackUrl, port, secretFile } from './config-values.ts'
export { ConfigError, loadConfig } from './config.ts'
export { listen, ListenError, type ListenErrorCode } from './http-listen.ts'
export { type ReadinessCheck } from './http-probes.ts'
export { type HttpApp } from './http-app.ts'
export { createHttpApp, type HttpAppOptions } from './http.ts'
export { EXIT, runService, type RunningService, type ServiceOptions } from './lifecycle.ts'
export { type LogFields } from './log-fields.ts'
export {
  createLogger,
  LOG_LEVELS,
  type Logger,
  type LogLevel,
  type LogMessage,
  type WriteLog,
} from './log.ts'
export { createMetrics, type Labels, type Metrics } from './metrics.ts'
export { Problem, problem, type ProblemExtra, type ProblemStatus } from './problem.ts'
export { Secret } from './secret.ts'
