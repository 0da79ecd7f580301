import { connect, type NatsConnection } from 'nats'
import { invariant } from '@trm/kernel'
import type { MeshNode } from './mesh.fixture.ts'

const ROGUE = { user: 'rogue', pass: 'rogue' }

/**
 * What a Participant that does not play by the rules makes of its own configuration: somebody of its
 * own sits in the account of a link, and sends and hears whatever the link lets through.
 */
export function withRogue(configuration: string, linkAccount: string): string {
  const parsed = JSON.parse(configuration) as { accounts: Record<string, object> }
  const account = parsed.accounts[linkAccount]
  invariant(account !== undefined, 'rogue fixture: an account of a link')
  const users = [{ user: ROGUE.user, password: ROGUE.pass }]
  // Without imports nobody but the rogue answers on this side of the link.
  const rogue = { ...account, users, imports: [] }
  return JSON.stringify({ ...parsed, accounts: { ...parsed.accounts, [linkAccount]: rogue } })
}

/** The rogue, connected. */
export async function rogueClient(node: MeshNode): Promise<NatsConnection> {
  return await connect({ servers: node.address, ...ROGUE, reconnect: false })
}
