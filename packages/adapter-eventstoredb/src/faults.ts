import {
  AccessDeniedError,
  convertToCommandError,
  isCommandError,
  StreamDeletedError,
  StreamNotFoundError,
} from '@eventstore/db-client'
import { TrmError } from '@trm/kernel'
import { StoreUnavailableError } from '@trm/ports'

/**
 * What a failed call means: the outcome is unknown. `reason` is the client library's word for it
 * (`unavailable`, `deadline-exceeded`, `not-leader`, `access-denied`, …).
 */
export function toFault(cause: unknown): TrmError {
  if (cause instanceof TrmError) return cause as TrmError
  const error = cause instanceof Error ? convertToCommandError(cause) : undefined
  const reason = error !== undefined && isCommandError(error) ? error.type : 'unknown'
  return new StoreUnavailableError('STORE_UNAVAILABLE', { reason }, cause)
}

export function overdue(): StoreUnavailableError {
  return new StoreUnavailableError('STORE_UNAVAILABLE', { reason: 'deadline-exceeded' })
}

/** Nobody has written to the stream, or it is tombstoned: either way there is nothing to read. */
export function isWithoutEvents(error: unknown): boolean {
  return error instanceof StreamNotFoundError || error instanceof StreamDeletedError
}

/** Asking again will not help. */
export function isDefinite(error: unknown): boolean {
  if (error instanceof StoreUnavailableError) return error.code !== 'STORE_UNAVAILABLE'
  return error instanceof TrmError || error instanceof AccessDeniedError
}

/** @throws {StoreUnavailableError} when the promise has not settled in time; it is left alone then. */
export async function within<Value>(deadlineMs: number, work: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(overdue())
  }, deadlineMs)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
