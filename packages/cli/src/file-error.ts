import { TrmError } from '@trm/kernel'

const messages = { FILE_UNREADABLE: 'the file is not there or cannot be read' } as const

/** A file that somebody named cannot be read; its name is not repeated. */
export class FileError extends TrmError<keyof typeof messages> {
  override readonly name = 'FileError'
  constructor(cause: unknown) {
    super('FILE_UNREADABLE', messages.FILE_UNREADABLE, {}, cause)
  }
}
