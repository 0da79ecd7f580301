import type { RecordedEvent } from '@trm/ports'
import type { LoggedEvent } from './record.ts'

/** A logged event but for what its store says of it. */
export type KnownEvent = Omit<LoggedEvent, 'revision' | 'position' | 'recordedAt'>

/**
 * Events that this process is appending, or has appended a moment ago: it has signed them or checked their
 * signatures, and need not do so again when it reads them back.
 */
export type JustAppended = {
  remember(event: KnownEvent): void
  forget(id: string): void
  /** The event, where what is recorded is what was appended here, to the letter. */
  find(recorded: Pick<RecordedEvent, 'id' | 'data'>): KnownEvent | undefined
}

/** What is not read back soon is forgotten, the oldest first. */
const REMEMBERED_MAX = 1_000

export function justAppended(rememberedMax = REMEMBERED_MAX): JustAppended {
  const remembered = new Map<string, KnownEvent>()
  return {
    remember(event) {
      remembered.set(event.event.id, event)
      const [oldest] = remembered.keys()
      if (remembered.size > rememberedMax && oldest !== undefined) remembered.delete(oldest)
    },
    forget: (id) => void remembered.delete(id),
    find({ id, data }) {
      const found = remembered.get(id)
      const isSame = JSON.stringify(found?.stored) === JSON.stringify(data)
      return isSame ? found : undefined
    },
  }
}
