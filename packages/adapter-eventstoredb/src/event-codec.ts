import {
  jsonEvent,
  type AllStreamRecordedEvent,
  type JSONEventType,
  type RecordedEvent as EngineEvent,
} from '@eventstore/db-client'
import { toInstant, type JsonObject } from '@trm/kernel'
import { StoreUnavailableError, type NewEvent, type RecordedEvent } from '@trm/ports'
import { uuidOf } from './names.ts'

/** An event of the port as the engine takes it. Nothing in it is shared with the caller. */
export type ProposedEvent = ReturnType<typeof toProposed>

/**
 * The types of domain events begin with a capital: system events (`$…`), links (`$>`) and this adapter's
 * own do not. The engine's filter understands it as well.
 */
export const DOMAIN_EVENT = '^[A-Z]'

const domainEvent = new RegExp(DOMAIN_EVENT)

export function toProposed({ id, type, data }: NewEvent) {
  const copy = JSON.parse(JSON.stringify(data)) as Record<string, unknown>
  return jsonEvent<JSONEventType>({ id: uuidOf(id), type, data: copy, metadata: { id } })
}

/** What a reader gets of what the engine read; undefined for what is no event of the port. */
export function toRecordedEvent(
  event: EngineEvent | AllStreamRecordedEvent | undefined,
): RecordedEvent | undefined {
  if (event === undefined || !domainEvent.test(event.type) || event.streamId.startsWith('$'))
    return undefined
  const { streamId, type, revision, data, position, created, metadata } = event
  if (!isObject(metadata) || !isObject(data) || position === undefined) throw damaged()
  const { id } = metadata
  if (typeof id !== 'string' || event.id !== uuidOf(id)) throw damaged()
  return {
    id,
    type,
    data,
    streamId,
    revision,
    position: position.commit,
    recordedAt: toInstant(created),
  }
}

function isObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Uint8Array)
  )
}

/** Somebody else writes to this store, or something changed what is in it. */
function damaged(): StoreUnavailableError {
  return new StoreUnavailableError('STORE_DAMAGED', { check: 'event' })
}
