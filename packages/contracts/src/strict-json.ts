import { fail, parseStrictJson, type Json, type JsonFailure, type Result } from '@trm/kernel'

/**
 * The JSON in bytes that a stranger made: UTF-8 in its one spelling, nothing replaced and no byte
 * order mark taken off, then what `parseStrictJson` asks for.
 */
export function readStrictJson(
  bytes: Uint8Array,
): Result<Json, JsonFailure | { readonly kind: 'not-utf8' }> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return parseStrictJson(text)
  } catch (cause) {
    if (cause instanceof TypeError) return fail({ kind: 'not-utf8' })
    throw cause
  }
}
