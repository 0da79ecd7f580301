import { TrmError, type SafeDetails } from '@trm/kernel'

const messages = {
  NATS_SERVER_NOT_FOUND: 'there is no nats-server program to start',
  NATS_SERVER_TOO_OLD: 'this nats-server is older than the oldest one that is tested',
  NATS_SERVER_NOT_STARTED: 'nats-server did not start; its reason is in nats.log',
  NATS_PROVISIONING_FAILED: 'the mailboxes could not be provisioned',
} as const

export type NatsErrorCode = keyof typeof messages

/** Thrown by what starts and provisions a country node's nats-server. */
export class NatsError extends TrmError<NatsErrorCode> {
  override readonly name = 'NatsError'
  constructor(code: NatsErrorCode, details: SafeDetails = {}, cause?: unknown) {
    super(code, messages[code], details, cause)
  }
}
