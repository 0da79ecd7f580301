import { TrmError } from '@trm/kernel'

const messages = {
  ATTACHMENTS_UNAVAILABLE: 'the folder of attachments cannot be read or written',
  ATTACHMENT_NOT_READABLE: 'a chunk of an attachment is gone, or does not open',
} as const

/** The file system failed, or has lost something. Nothing of the file, and no path of it, is in the error. */
export class AttachmentError extends TrmError<keyof typeof messages> {
  override readonly name = 'AttachmentError'
  constructor(code: keyof typeof messages) {
    super(code, messages[code], {})
  }
}

/** Runs what works on files. @throws {AttachmentError} for what the file system throws; all else as it is. */
export async function onFiles<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work()
  } catch (error) {
    if (isSystemError(error)) throw new AttachmentError('ATTACHMENTS_UNAVAILABLE')
    throw error
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
