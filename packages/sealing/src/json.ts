import { parseStrictJson, type Json, type JsonObject } from '@trm/kernel'
import { decodeUtf8 } from './bytes.ts'

/** The JSON value in these bytes, or undefined where they are not strict UTF-8 and strict I-JSON. */
export function decodeJson(bytes: Uint8Array): Json | undefined {
  const text = decodeUtf8(bytes)
  if (text === undefined) return undefined
  const parsed = parseStrictJson(text)
  return parsed.ok ? parsed.value : undefined
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
