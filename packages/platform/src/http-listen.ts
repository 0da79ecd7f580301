import { TrmError, type SafeDetails } from '@trm/kernel'
import type { HttpApp } from './http-app.ts'

const messages = {
  HTTP_PORT_TAKEN: 'another program listens on this port',
  HTTP_PORT_FORBIDDEN: 'this user may not listen on this port',
  HTTP_HOST_UNKNOWN: 'this machine has no such address',
} as const

export type ListenErrorCode = keyof typeof messages

/** Thrown by {@link listen}. */
export class ListenError extends TrmError<ListenErrorCode> {
  override readonly name = 'ListenError'
  constructor(code: ListenErrorCode, details: SafeDetails, cause: unknown) {
    super(code, messages[code], details, cause)
  }
}

const CODES: Readonly<Record<string, ListenErrorCode>> = {
  EADDRINUSE: 'HTTP_PORT_TAKEN',
  EACCES: 'HTTP_PORT_FORBIDDEN',
  EADDRNOTAVAIL: 'HTTP_HOST_UNKNOWN',
  ENOTFOUND: 'HTTP_HOST_UNKNOWN',
}

/**
 * Opens the application's port. @returns its URL without a last slash; port 0 becomes the real one.
 *
 * @throws {ListenError} when the address cannot be had.
 */
export async function listen(
  app: HttpApp,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<string> {
  try {
    return await app.listen({ host, port, listenTextResolver: () => 'http.listening' })
  } catch (error) {
    const systemCode = error instanceof Error && 'code' in error ? String(error.code) : ''
    const code = CODES[systemCode]
    if (code === undefined) throw error
    throw new ListenError(code, { port }, error)
  }
}
