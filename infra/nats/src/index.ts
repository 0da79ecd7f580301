export type { AgentAccess } from './accounts.ts'
export { NatsError, type NatsErrorCode } from './error.ts'
export {
  findNatsServer,
  NATS_SERVER_VERSION_MIN,
  natsServerVersion,
  type WhereToLook,
} from './find-nats-server.ts'
export { freePorts } from './free-ports.ts'
export { createLinkPassword, createNkey, inboxPrefixOf, type Nkey } from './keys.ts'
export { linkFiles, type LinkFiles } from './link-files.ts'
export { ensureLinkIdentity, type LinkIdentity, type LinkIdentityOptions } from './link-identity.ts'
export { linkOnOneMachine, type LinkedParticipant } from './link-on-one-machine.ts'
export { pinPeers, type PinnedPeer, type PinOptions } from './link-peers.ts'
export { dials, type Peer } from './links.ts'
export {
  MAIL_KEPT_MS,
  provisionMailboxes,
  type MailboxLimits,
  type ProvisionOptions,
} from './mailbox-provision.ts'
export { meshConfiguration, MESSAGE_BYTES_MAX, type MeshOptions } from './mesh-configuration.ts'
export { OPERATOR_INBOX_PREFIX } from './names.ts'
export { startNatsServer, type NatsServer, type NatsServerOptions } from './nats-process.ts'
