import { isConnectionString } from '@trm/adapter-eventstoredb/connection-string'
import { organisationId, participantCode } from '@trm/contracts'
import { KEY_GRACE_DAYS_MIN } from '@trm/exchange'
import { folder, loadConfig, logLevel, port, secretFile } from '@trm/platform'
import { z } from 'zod'

/** Checked at the start, as the client library would repeat a malformed one, password and all. */
const connectionStringFile = secretFile.refine((secret) => isConnectionString(secret.reveal()))

/** Longer, and what is recorded off the wire today would stay open to whoever takes the vault next year. */
const KEY_GRACE_DAYS_MAX = 90
const graceDays = z
  .string()
  .regex(/^[1-9]\d{0,2}$/)
  .transform(Number)
  .pipe(z.int().min(KEY_GRACE_DAYS_MIN).max(KEY_GRACE_DAYS_MAX))

/**
 * In 30 days, after which a country node drops what nobody fetched, that makes 43,200 messages of cover with some
 * 3.6 kB each: a mailbox of 256 MiB whose owner is away has room for them, and for mail.
 */
const COVER_MEAN_SECONDS_MIN = 60
const coverMeanSeconds = z
  .string()
  .regex(/^[1-9]\d{0,5}$/)
  .transform(Number)
  .pipe(z.int().min(COVER_MEAN_SECONDS_MIN))

const shape = {
  /** Whose agent this is: `at.vienna-cso`. */
  TRM_ORGANISATION: organisationId,
  /** Where the vault and the trust lists that were taken are kept, and the case log on SQLite; for nobody else. */
  TRM_DATA_FOLDER: folder,
  /** The file with the connection string of an EventStoreDB; without it the case log is on SQLite. */
  TRM_EVENT_STORE_FILE: connectionStringFile.optional(),
  /** The file with the vault's master key, 32 bytes in base64url. Keep it away from the vault's backups. */
  TRM_VAULT_KEY_FILE: secretFile,
  /** The pinned Participants: a JSON list of root keys and of the files of their trust lists. */
  TRM_TRUST_FILE: z.string().startsWith('/'),
  /** The policy pack of the own Participant (infra/policies): one below a floor stops the start. */
  TRM_POLICY_FILE: z.string().startsWith('/'),
  /** `host:port` of the own country node's NATS server. */
  TRM_NATS_ADDRESS: z.string().regex(/^[A-Za-z0-9.-]+:\d{1,5}$/),
  TRM_NATS_SEED_FILE: secretFile,
  /** The reply prefix that the country node grants to this agent's key alone. */
  TRM_NATS_INBOX_PREFIX: z.string().regex(/^[A-Za-z0-9_.]+$/),
  /** How long a sealing key is kept after another took its place, in days: not below what mail may be on its way. */
  TRM_KEY_GRACE_DAYS: graceDays.default(KEY_GRACE_DAYS_MIN),
  /** How many seconds lie between two messages of cover traffic on average; without it there is none. */
  TRM_COVER_MEAN_SECONDS: coverMeanSeconds.optional(),
  /** Whose access tokens are accepted. */
  TRM_ISSUER: z.url(),
  TRM_HTTP_HOST: z.string().default('127.0.0.1'),
  /** 0 for any free port; the agent says which one it took. */
  TRM_HTTP_PORT: port.default(0),
  TRM_LOG_LEVEL: logLevel.default('info'),
}

/** @throws {ConfigError} naming every variable that is wrong, missing or unknown; no value. */
export function readAgentConfig(environment: Readonly<Record<string, string | undefined>>) {
  return loadConfig(shape, environment)
}

/** The content of `TRM_TRUST_FILE`: no trust on first use, every root is named here. */
export const pinnedRoots = z.array(
  z.strictObject({
    participant: participantCode,
    keyId: z.string(),
    /** Ed25519, 32 bytes in base64url. */
    publicKey: z.string(),
    trustList: z.string(),
  }),
)
