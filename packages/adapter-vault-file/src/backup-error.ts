import { TrmError, type SafeDetails } from '@trm/kernel'

const messages = {
  VAULT_BACKUP_PLACE_TAKEN:
    'there is a file already where this one would go; nothing has been changed',
  VAULT_BACKUP_NOT_FOUND: 'there is no file of that name to read from',
  VAULT_BACKUP_EXPIRED:
    'the backup of the vault has expired, since it may hold what was erased meanwhile; destroy it',
  VAULT_BACKUP_DAMAGED: 'this is no backup of a vault, or not what was taken, and is not used',
} as const

/** Taking a backup of a vault or putting one in place has been refused. */
export class VaultBackupError extends TrmError<keyof typeof messages> {
  override readonly name = 'VaultBackupError'
  constructor(code: keyof typeof messages, details: SafeDetails = {}, cause?: unknown) {
    super(code, messages[code], details, cause)
  }
}
