import { natsMailbox } from '@trm/adapter-nats'
import { openFileVault } from '@trm/adapter-vault-file'
import { ensureIdentity } from '@trm/case-log'
import {
  createTrustedDirectory,
  keepFollowing,
  loadTrustLists,
  trustListFiles,
  type TrustListSource,
} from '@trm/directory'
import { participantOf, toInstant } from '@trm/kernel'
import { ConfigError, createLogger, listen, runService } from '@trm/platform'
import { accessTokenVerifier, decodeBase64url } from '@trm/sealing'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { composeAgent } from './compose.ts'
import { pinnedRoots, readAgentConfig } from './config.ts'
import { openStore } from './event-store.ts'
import { ownMailboxes } from './own-mailboxes.ts'
import { readPolicy } from './policy.ts'
import { reportDirectory, reportMailbox } from './report.ts'
import { beginWriting } from './sole-writer.ts'

const MASTER_KEY_BYTES = 32

const level = process.env['TRM_LOG_LEVEL']
const logger = createLogger({
  level: level === 'warn' || level === 'error' || level === 'debug' ? level : 'info',
  service: 'agent',
})

await runService({
  name: 'trm-agent',
  logger,
  async start({ closing }) {
    const config = readAgentConfig(process.env)
    const self = config.TRM_ORGANISATION
    const clock = { now: () => toInstant(new Date()) }
    const masterKey = decodeBase64url(config.TRM_VAULT_KEY_FILE.reveal())
    if (masterKey?.length !== MASTER_KEY_BYTES) throw new ConfigError(['TRM_VAULT_KEY_FILE'])

    const policy = await readPolicy(config.TRM_POLICY_FILE, participantOf(self))

    const vaultFile = join(config.TRM_DATA_FOLDER, 'vault.db')
    const vault = await openFileVault({ file: vaultFile, masterKey })
    closing.defer(() => vault.close())
    const { engine, store } = await openStore({
      connectionString: config.TRM_EVENT_STORE_FILE,
      dataFolder: config.TRM_DATA_FOLDER,
      clock,
    })
    closing.defer(() => store.close())
    logger.info({ kind: engine }, 'store.opened')
    const directory = createTrustedDirectory()
    const history = trustListFiles(join(config.TRM_DATA_FOLDER, 'trust-lists'))
    const sources = await readRoots(config.TRM_TRUST_FILE)
    await loadTrustLists(directory, sources, history)
    const newest = directory.mailboxOf(self)?.mailbox
    // An agent without a mailbox could not be reached: its trust list has to come first.
    if (newest === undefined) throw new ConfigError(['TRM_ORGANISATION', 'TRM_TRUST_FILE'])
    const mailbox = await natsMailbox({
      server: config.TRM_NATS_ADDRESS,
      nkeySeed: config.TRM_NATS_SEED_FILE.reveal(),
      participant: participantOf(self),
      mailbox: newest,
      mailboxes: ownMailboxes(self, directory, clock, newest),
      inboxPrefix: config.TRM_NATS_INBOX_PREFIX,
      report: reportMailbox(logger),
    })
    closing.defer(() => mailbox.close())

    const issuer = config.TRM_ISSUER
    const authenticate = accessTokenVerifier({ issuer, audience: self, jwksUrl: `${issuer}/jwks` })
    const { sealing: _sealing, ...identity } = await ensureIdentity(vault)
    // SQLite's file has a lock. Late, so that who cannot start anyway puts nobody else out.
    const owner = { organisation: self, referenceKey: identity.referenceKey }
    const watch = engine === 'sqlite' ? undefined : await beginWriting(store, owner)
    const coverSeconds = config.TRM_COVER_MEAN_SECONDS
    const agent = await composeAgent({
      self,
      store,
      vault,
      attachmentsFolder: join(config.TRM_DATA_FOLDER, 'attachments'),
      mailbox,
      directory,
      policy,
      identity,
      keyGraceDays: config.TRM_KEY_GRACE_DAYS,
      ...(coverSeconds !== undefined && { coverMeanMs: coverSeconds * 1_000 }),
      clock,
      logger,
      authenticate,
    })
    const stopping = new AbortController()
    const follow = { directory, sources, history, report: reportDirectory(logger) }
    const running = Promise.all([
      agent.run(stopping.signal),
      watch?.(stopping.signal),
      keepFollowing(follow, stopping.signal),
    ])
    closing.defer(async () => {
      stopping.abort()
      await running
    })
    closing.defer(() => agent.app.close())
    const host = config.TRM_HTTP_HOST
    const url = await listen(agent.app, { host, port: config.TRM_HTTP_PORT })
    process.send?.({ kind: 'listening', url })
  },
})

async function readRoots(file: string): Promise<readonly TrustListSource[]> {
  const parsed = pinnedRoots.safeParse(JSON.parse(await readFile(file, 'utf8')))
  if (!parsed.success) throw new ConfigError(['TRM_TRUST_FILE'])
  return parsed.data.map(({ participant, keyId, publicKey, trustList }) => {
    const key = decodeBase64url(publicKey)
    if (key === undefined) throw new ConfigError(['TRM_TRUST_FILE'])
    return { root: { participant, keyId, publicKey: key }, file: trustList }
  })
}
