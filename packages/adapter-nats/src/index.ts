export type { FormerMailbox, Mailboxes } from './drain.ts'
export type { NatsFact, Report } from './fact.ts'
export { natsMailbox, type NatsMailboxOptions } from './nats-mailbox.ts'
