import { invariant } from '@trm/kernel'
import { createHash } from 'node:crypto'

const CLAIM_PREFIX = 'trm-id-'

/**
 * @throws {InvariantError} for a name that is the engine's (`$…`) or this adapter's own. Everything else
 *   is the name of the same stream in the engine.
 */
export function requireStreamName(streamId: string): void {
  const isFree = streamId !== '' && !streamId.startsWith('$') && !streamId.startsWith(CLAIM_PREFIX)
  invariant(
    isFree,
    'event store: the name of a stream is not empty and begins with neither $ nor trm-id-',
  )
}

/** The stream in which an event id is claimed: every id has its own. */
export function claimStream(id: string): string {
  return `${CLAIM_PREFIX}${id}`
}

/** The engine wants a UUID: version 8 (RFC 9562), made of the SHA-256 of the id. */
export function uuidOf(id: string): string {
  const bytes = createHash('sha256').update(id).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
