import type { JsonObject } from '@trm/kernel'

/** Whether what the country node answered is an object; of the rest nothing is known. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
