import { TrmError } from '@trm/kernel'

const messages = {
  BACKUP_PLACE_TAKEN: 'there is a file already where this one would go; nothing has been changed',
  BACKUP_NOT_FOUND: 'there is no file of that name to read from',
  BACKUP_DAMAGED: 'the backup is not what was taken, and is not used',
  BACKUP_FAILED: 'the backup does not hold what the store holds, and is not kept',
} as const

export type BackupErrorCode = keyof typeof messages

/** Taking a backup or putting one in place has been refused. */
export class BackupError extends TrmError<BackupErrorCode> {
  override readonly name = 'BackupError'
  constructor(code: BackupErrorCode, cause?: unknown) {
    super(code, messages[code], {}, cause)
  }
}
