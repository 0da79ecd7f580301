import { TrmError } from '@trm/kernel'
import type { EventStore } from '@trm/ports'

/** What the command line can do with an engine. */
export type Engine = {
  /** Opens a store for writing, and makes it when it is missing. */
  open(place: string): Promise<EventStore>
  /** Opens a store that is there for writing. Throws when it is not. */
  openThere(place: string): Promise<EventStore>
  /** Opens a store that is there beside the process that uses it. Throws when it is not. */
  read(place: string): Promise<Pick<EventStore, 'readAll' | 'close'>>
  /** See `appendsAtOnce` of `copyStore`. */
  readonly appendsAtOnce: number
}

const messages = {
  STORE_MISSING: 'there is no event store at that place',
  CONNECTION_FILE_UNREADABLE: 'the file that is to hold a connection string cannot be read',
  CONNECTION_STRING_REFUSED: 'what is in the file is no connection string, or not a safe one',
} as const

/** A store that is not where its URL says. The message repeats no place: a file may be named by mistake. */
export class StorePlaceError extends TrmError<keyof typeof messages> {
  override readonly name = 'StorePlaceError'
  constructor(code: keyof typeof messages, cause?: unknown) {
    super(code, messages[code], {}, cause)
  }
}
