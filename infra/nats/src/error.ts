import { TrmError, type SafeDetails } from '@trm/kernel'

const messages = {
  NATS_SERVER_NOT_FOUND: 'there is no nats-server program to start',
  NATS_SERVER_TOO_OLD: 'this nats-server is older than the oldest one that is tested',
  NATS_SERVER_NOT_STARTED: 'nats-server did not start; its reason is in nats.log',
  NATS_PROVISIONING_FAILED: 'the mailboxes could not be provisioned',
  LINK_KEY_EXPOSED: 'a private key of the links has to be a file that its owner alone can read',
  LINK_FILE_UNREADABLE: 'a file of the links is damaged',
  LINK_AUTHORITY_REFUSED: 'a link authority is not one that can be pinned for this Participant',
  LINK_AUTHORITY_KEY_MISSING:
    'the link certificate has to be renewed, and the key of the authority is not there',
} as const

export type NatsErrorCode = keyof typeof messages

/** Thrown by what starts and provisions a country node's nats-server. */
export class NatsError extends TrmError<NatsErrorCode> {
  override readonly name = 'NatsError'
  constructor(code: NatsErrorCode, details: SafeDetails = {}, cause?: unknown) {
    super(code, messages[code], details, cause)
  }
}
