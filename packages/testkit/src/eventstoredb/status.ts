import { Metadata, status, type ServiceError } from '@grpc/grpc-js'

/**
 * The errors of the server, with the trailers that a client reads them by.
 *
 * @see EventStore.Core, Services/Transport/Grpc/RpcExceptions.cs
 */
export type Refusal = Error & Pick<ServiceError, 'code' | 'details' | 'metadata'>

function refusal(
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): Refusal {
  const metadata = new Metadata()
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value)
  return Object.assign(new Error(details), { code, details, metadata })
}

export const accessDenied = (): Refusal =>
  refusal(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' })

/** The answer to a wrong password comes from the web server, before anything of gRPC. */
export const unauthenticated = (): Refusal => refusal(status.UNAUTHENTICATED, 'Unauthenticated')

export const notReady = (): Refusal => refusal(status.UNAVAILABLE, 'Server Is Not Ready')

export const invalidPosition = (): Refusal =>
  refusal(status.INVALID_ARGUMENT, 'Trying to read from an invalid position.')

export const invalidArgument = (details: string): Refusal =>
  refusal(status.INVALID_ARGUMENT, details)

export const notLeader = (host: string, port: number): Refusal =>
  refusal(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  })

export const streamDeleted = (streamId: string): Refusal =>
  refusal(status.FAILED_PRECONDITION, `Event stream '${streamId}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': streamId,
  })

export const wrongExpectedVersion = (
  streamId: string,
  expected: bigint,
  actual: bigint | undefined,
): Refusal =>
  refusal(status.FAILED_PRECONDITION, 'Delete failed due to WrongExpectedVersion.', {
    exception: 'wrong-expected-version',
    'stream-name': streamId,
    'expected-version': String(expected),
    'actual-version': String(actual ?? -1n),
  })

export const maximumAppendSizeExceeded = (bytes: number): Refusal =>
  refusal(status.INVALID_ARGUMENT, `Maximum Append Size of ${bytes} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(bytes),
  })
