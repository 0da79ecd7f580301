import type { Recorded } from './recorder.ts'

/** What somebody without a key of either end has of one connection. */
export type Overheard = {
  /** Said before TLS began. */
  readonly clear: Buffer
  /** The types of the TLS records of each side, in order. */
  readonly dialler: readonly number[]
  readonly server: readonly number[]
}

/** Types of TLS records (RFC 8446, section 5.1). In TLS 1.3 all that is said after the two hellos is `application_data`. */
export const HANDSHAKE = 22
export const CHANGE_CIPHER_SPEC = 20
export const APPLICATION_DATA = 23

/** What a record of TLS 1.3 takes beside its content: its head, its type, its tag. */
export const RECORD_OVERHEAD_BYTES = 5 + 1 + 16

const RECORD_HEAD_BYTES = 5
const RECORD_BYTES_MAX = 2 ** 14 + 256
const END = '\r\n'

/** @throws {Error} for what is neither a greeting in one line nor TLS. */
export function overhear({ toServer, toDialler }: Recorded): Overheard {
  const greeted = toDialler.indexOf(END) + END.length
  return {
    clear: toDialler.subarray(0, greeted),
    dialler: recordTypes(toServer),
    server: recordTypes(toDialler.subarray(greeted)),
  }
}

function recordTypes(bytes: Buffer): readonly number[] {
  const types: number[] = []
  let place = 0
  while (place + RECORD_HEAD_BYTES <= bytes.length) {
    const [type = 0, major] = bytes.subarray(place)
    const length = bytes.readUInt16BE(place + RECORD_HEAD_BYTES - 2)
    if (major !== 3 || length > RECORD_BYTES_MAX) throw new Error('not TLS')
    types.push(type)
    place += RECORD_HEAD_BYTES + length
  }
  return types
}
