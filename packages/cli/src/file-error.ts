import { TrmError } from '@trm/kernel'

const messages = {
  FILE_UNREADABLE: 'the file is not there or cannot be read',
  FILE_UNWRITABLE: 'a file cannot be written beside the one that was named',
} as const

/** A file that somebody named cannot be read, or none can be written beside it; its name is not repeated. */
export class FileError extends TrmError<keyof typeof messages> {
  override readonly name = 'FileError'
  constructor(cause: unknown, code: keyof typeof messages = 'FILE_UNREADABLE') {
    super(code, messages[code], {}, cause)
  }
}
