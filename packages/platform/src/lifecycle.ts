import { InvariantError, TrmError } from '@trm/kernel'
import closeWithGrace from 'close-with-grace'
import type { Logger } from './log.ts'

/** Exit codes of a service; 70 is EX_SOFTWARE of sysexits.h. */
export const EXIT = { clean: 0, unclean: 1, refusedToStart: 2, fault: 70 } as const

const GRACE_MS = 10_000
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const FAULT_EVENTS = ['uncaughtException', 'unhandledRejection'] as const
// Handlers in JavaScript must not run after these were raised by the processor or by abort().
const UNSAFE_SIGNALS = [
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGQUIT',
  'SIGSEGV',
  'SIGTRAP',
  'SIGUSR2',
] as const

export type RunningService = {
  /** What to close when the service ends, in reverse order: `closing.defer(() => app.close())`. */
  readonly closing: AsyncDisposableStack
  /** Ends the service when standard input does: for a parent that keeps a pipe open to its children. */
  endWithStandardInput(): void
}

export type ServiceOptions = {
  /** Kebab-case, as in the log. */
  readonly name: string
  readonly logger: Logger
  /** Configuration, adapters, routes, listening. The service is up when it resolves. */
  start(service: RunningService): Promise<void>
  /** How long closing may take before the process ends regardless; 10,000 by default. */
  readonly graceMs?: number
}

/**
 * Runs a service until SIGINT, SIGTERM, SIGHUP or the end of its parent (where that opened an IPC
 * channel), then closes what `start` opened, in reverse order, and exits. Owns the process.
 *
 * Resolves when the service is up, or on its way out. Exits with 0; 1 when closing failed or took too long; 2 when the service refused to start, with one
 * line on standard error saying why; 70 after a fault, which is in the log. Further signals while
 * closing change nothing: data on its way to the disk gets there.
 */
export async function runService(options: ServiceOptions): Promise<void> {
  const { logger } = options
  const closing = new AsyncDisposableStack()
  let exitCode: number = EXIT.clean
  let isStopping = false

  const grace = closeWithGrace(
    {
      delay: options.graceMs ?? GRACE_MS,
      logger: false,
      // Signals and faults are ours: the library ends the process at the second one of either.
      skip: [...STOP_SIGNALS, ...FAULT_EVENTS, ...UNSAFE_SIGNALS],
      onTimeout: () => {
        logger.error('process.grace-over')
        process.exit(exitCode === EXIT.clean ? EXIT.unclean : exitCode)
      },
    },
    async () => {
      isStopping = true
      logger.info('process.stopping')
      await started
      await drain()
      logger.info({ status: exitCode }, 'process.stopped')
      if (exitCode !== EXIT.clean) process.exit(exitCode)
    },
  )

  const stop = () => {
    if (isStopping) return
    isStopping = true
    grace.close()
  }
  const fault = (error: unknown) => {
    logger.fatal({ err: error }, 'process.fault')
    exitCode = EXIT.fault
    stop()
  }
  for (const signal of STOP_SIGNALS) process.on(signal, stop)
  for (const event of FAULT_EVENTS) process.on(event, fault)
  if (process.connected) process.once('disconnect', stop)

  const drain = async () => {
    try {
      await closing.disposeAsync()
    } catch (error) {
      logger.error({ err: error }, 'process.closing-failed')
      if (exitCode === EXIT.clean) exitCode = EXIT.unclean
    }
  }

  const begin = async () => {
    try {
      await options.start({ closing, endWithStandardInput: () => followStandardInput(stop) })
      logger.info('process.started')
    } catch (error) {
      exitCode = reportFailedStart(options, error)
      stop()
    }
  }
  const started = begin()
  await started
}

/** A refusal is for whoever typed the command; a fault is for whoever reads the log. */
function reportFailedStart({ name, logger }: ServiceOptions, error: unknown): number {
  if (!isRefusal(error)) {
    logger.fatal({ err: error }, 'process.fault')
    return EXIT.fault
  }
  const details = Object.entries(error.details).map(([key, value]) => `${key}: ${String(value)}`)
  const suffix = details.length === 0 ? '' : ` (${details.join(', ')})`
  process.stderr.write(`${name}: ${error.code} ${error.message}${suffix}\n`)
  return EXIT.refusedToStart
}

function isRefusal(error: unknown): error is TrmError {
  return error instanceof TrmError && !(error instanceof InvariantError)
}

function followStandardInput(stop: () => void): void {
  for (const event of ['end', 'close', 'error']) process.stdin.once(event, stop)
  process.stdin.resume()
  // The pipe alone keeps no service alive. A file has no such method, and has ended already.
  if ('unref' in process.stdin) process.stdin.unref()
}
