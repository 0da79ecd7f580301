import { isParticipantCode, type ParticipantCode } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { createLinkPassword, createNkey, inboxPrefixOf } from './keys.ts'
import { dials, type Peer } from './links.ts'
import { meshConfiguration, type MeshOptions } from './mesh-configuration.ts'

type Account = {
  readonly jetstream?: object
  readonly users?: readonly {
    readonly nkey: string
    readonly permissions: {
      readonly publish: { readonly allow: readonly string[] }
      readonly subscribe: { readonly allow: readonly string[] }
    }
  }[]
  readonly exports?: readonly { readonly service: string; readonly accounts: readonly string[] }[]
  readonly imports?: readonly {
    readonly service: { readonly account: string; readonly subject: string }
    readonly to?: string
  }[]
}
type Configuration = {
  readonly listen: string
  readonly http: string
  readonly max_payload: number
  readonly ping_interval: string
  readonly ping_max: number
  readonly no_auth_user?: string
  readonly system_account: string
  readonly jetstream: { readonly domain: string; readonly store_dir: string }
  readonly accounts: Readonly<Record<string, Account>>
  readonly leafnodes: {
    readonly listen?: string
    readonly tls?: object
    readonly authorization?: { readonly users: readonly { readonly user: string }[] }
    readonly remotes: readonly {
      readonly url: string
      readonly account: string
      readonly tls: object
    }[]
  }
}

const AGENT = createNkey().publicKey
const OPERATOR = createNkey().publicKey

function code(text: string): ParticipantCode {
  if (!isParticipantCode(text)) throw new Error('a Participant')
  return text
}

function peer(text: string, port = 17_000): Peer {
  return {
    participant: code(text),
    leafAddress: { host: '127.0.0.1', port },
    linkPassword: createLinkPassword(),
  }
}

function options(changes: Partial<MeshOptions> = {}): MeshOptions {
  return {
    participant: code('mk'),
    peers: [peer('at', 17_001), peer('rs', 17_002)],
    ports: { client: 14_001, leaf: 14_002, monitoring: 14_003 },
    dataFolder: '/srv/mk',
    linkFolder: '/etc/mk/link',
    agents: [{ publicKey: AGENT, inboxPrefix: inboxPrefixOf(AGENT), mailboxes: ['m1', 'm2'] }],
    operatorPublicKey: OPERATOR,
    ...changes,
  }
}

function configured(changes: Partial<MeshOptions> = {}): Configuration {
  return JSON.parse(meshConfiguration(options(changes))) as Configuration
}

describe('the configuration of a country node', () => {
  it('has JetStream in one account, in the domain of the Participant', () => {
    const { accounts, jetstream } = configured()
    expect(jetstream.domain).toBe('MK')
    expect(
      Object.keys(accounts).filter((name) => accounts[name]?.jetstream !== undefined),
    ).toStrictEqual(['MAIL'])
  })

  it('has one account for each link, and no users but agents and the operator', () => {
    const { accounts, system_account } = configured()
    expect(Object.keys(accounts)).toStrictEqual(['MAIL', 'AGENTS', 'LINK_AT', 'LINK_RS', 'SYS'])
    expect(system_account).toBe('SYS')
    const users = Object.entries(accounts).map(
      ([name, account]) => [name, account.users?.map(({ nkey }) => nkey)] as const,
    )
    expect(users).toStrictEqual([
      ['MAIL', [OPERATOR]],
      ['AGENTS', [AGENT]],
      ['LINK_AT', undefined],
      ['LINK_RS', undefined],
      ['SYS', undefined],
    ])
  })

  it('lets an agent do exactly this', () => {
    expect(configured().accounts['AGENTS']?.users).toStrictEqual([
      {
        nkey: AGENT,
        permissions: {
          publish: {
            allow: [
              'trm.v1.inbox.mk.*',
              'trm.v1.inbox.at.*',
              'trm.v1.inbox.rs.*',
              'trm.v1.mailbox.m1.info',
              'trm.v1.mailbox.m1.next',
              '$JS.ACK.erase.m1',
              '$JS.ACK.MAIL_m1.m1.>',
              'trm.v1.mailbox.m1.former.info',
              'trm.v1.mailbox.m1.former.next',
              '$JS.ACK.MAIL.m1.>',
              'trm.v1.mailbox.m2.info',
              'trm.v1.mailbox.m2.next',
              '$JS.ACK.erase.m2',
              '$JS.ACK.MAIL_m2.m2.>',
              'trm.v1.mailbox.m2.former.info',
              'trm.v1.mailbox.m2.former.next',
              '$JS.ACK.MAIL.m2.>',
            ],
          },
          subscribe: { allow: [`${inboxPrefixOf(AGENT)}.>`] },
        },
      },
    ])
  })

  it('lets through a link what is for its two Participants, and nothing else', () => {
    const { accounts } = configured()
    expect(accounts['LINK_RS']).toStrictEqual({
      exports: [{ service: 'trm.v1.inbox.rs.*', accounts: ['AGENTS'], response_threshold: '10m' }],
      imports: [{ service: { account: 'MAIL', subject: 'trm.v1.inbox.mk.*' } }],
    })
  })

  it('exports to named accounts only', () => {
    const exports = Object.values(configured().accounts).flatMap((account) => account.exports ?? [])
    expect(exports.length).toBeGreaterThan(0)
    expect(exports.filter(({ accounts }) => accounts.length === 0)).toStrictEqual([])
  })

  it('renames no subject by a wildcard, which would end the server', () => {
    const imports = Object.values(configured().accounts).flatMap((account) => account.imports ?? [])
    const renamed = imports.filter(({ to }) => to !== undefined)
    expect(renamed.length).toBeGreaterThan(0)
    expect(
      renamed.filter(({ service, to }) => /[*>]|\$\d/.test(`${service.subject}${to ?? ''}`)),
    ).toStrictEqual([])
  })

  it('lets an agent ask for erasure under names only that no client may name for an answer', () => {
    const imports = configured().accounts['AGENTS']?.imports ?? []
    const erasing = imports.filter(({ service }) => service.subject.includes('.MSG.DELETE.'))
    expect(erasing).toStrictEqual(
      ['m1', 'm2'].map((mailbox) => ({
        service: { account: 'MAIL', subject: `$JS.API.STREAM.MSG.DELETE.MAIL_${mailbox}` },
        to: `$JS.ACK.erase.${mailbox}`,
      })),
    )
  })

  it('lets the operator do exactly this', () => {
    expect(configured().accounts['MAIL']?.users).toStrictEqual([
      {
        nkey: OPERATOR,
        permissions: {
          publish: {
            allow: [
              '$JS.API.STREAM.NAMES',
              '$JS.API.STREAM.INFO.*',
              '$JS.API.STREAM.UPDATE.*',
              '$JS.API.STREAM.DELETE.*',
              '$JS.API.CONSUMER.INFO.*.*',
              '$JS.API.STREAM.CREATE.MAIL_m1',
              '$JS.API.CONSUMER.CREATE.MAIL_m1.>',
              '$JS.API.STREAM.CREATE.MAIL_m2',
              '$JS.API.CONSUMER.CREATE.MAIL_m2.>',
            ],
            deny: ['$JS.API.STREAM.DELETE.MAIL_m1', '$JS.API.STREAM.DELETE.MAIL_m2'],
          },
          subscribe: { allow: ['_INBOX.trm-operator.>'] },
        },
      },
    ])
  })

  it('has room for every mailbox to be full at once, twice', () => {
    const agents = Array.from({ length: 9 }, (_, index) => {
      const { publicKey } = createNkey()
      return { publicKey, inboxPrefix: inboxPrefixOf(publicKey), mailboxes: [`n${index}`] }
    })
    expect(configured().jetstream).toMatchObject({ max_file_store: 2 * 1024 ** 3 })
    const many = configured({ agents })
    expect(many.jetstream).toMatchObject({ max_file_store: 9 * 2 * 256 * 1024 ** 2 })
    expect(many.accounts['MAIL']?.jetstream).toMatchObject({
      max_file: 9 * 2 * 256 * 1024 ** 2,
      max_streams: 25,
    })
  })

  it('listens on the loopback interface only, and lets nobody in without credentials', () => {
    const { listen, http, leafnodes, no_auth_user } = configured()
    for (const address of [listen, http, leafnodes.listen]) {
      expect(address).toMatch(/^127\.0\.0\.1:\d+$/)
    }
    expect(leafnodes.authorization?.users.map(({ user }) => user)).toStrictEqual(['rs.trm.invalid'])
    expect(no_auth_user).toBeUndefined()
  })

  it('awaits links on another interface when it is told to, and nothing else', () => {
    const { listen, http, leafnodes } = configured({ leafHost: '0.0.0.0' })
    expect(leafnodes.listen).toBe('0.0.0.0:14002')
    for (const address of [listen, http]) expect(address).toMatch(/^127\.0\.0\.1:\d+$/)
  })

  it('has a peer show a certificate at either end of a link, and takes nothing but TLS 1.3', () => {
    const { leafnodes } = configured()
    const both = {
      cert_file: '/etc/mk/link/link.pem',
      key_file: '/etc/mk/link/link.pem',
      cipher_suites: ['TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'],
      curve_preferences: ['X25519'],
      timeout: 5,
    }
    expect(leafnodes.tls).toStrictEqual({
      ...both,
      ca_file: '/etc/mk/link/awaited.pem',
      verify_and_map: true,
    })
    expect(leafnodes.remotes.map(({ tls }) => tls)).toStrictEqual([
      { ...both, ca_file: '/etc/mk/link/dialled-at.pem' },
    ])
  })

  it.each([
    ['2.9.10', undefined],
    ['2.9.25', undefined],
    ['2.10.20', undefined],
    ['2.10.21', '1.3'],
    ['2.11.0', '1.3'],
    ['3.0.0', '1.3'],
  ])('tells a server of version %s the least version of TLS: %s', (serverVersion, version) => {
    const { leafnodes } = configured({ serverVersion })
    const told = [leafnodes.tls, ...leafnodes.remotes.map(({ tls }) => tls)]
    expect(told.map((tls) => (tls as { min_version?: string }).min_version)).toStrictEqual([
      version,
      version,
    ])
  })

  it('does not listen for links that nobody dials', () => {
    const { leafnodes } = configured({ peers: [peer('at')] })
    expect(leafnodes.listen).toBeUndefined()
    expect(leafnodes.authorization).toBeUndefined()
  })

  it('keeps the limit of 2 MiB for a message', () => {
    expect(configured().max_payload).toBe(2_097_152)
  })

  it('takes no link for dead on which the largest mail is under way', () => {
    const { ping_interval: interval, ping_max: unanswered } = configured()
    expect(interval).toBe('1m')
    // A line of which 16 kbit/s are left, and pings that begin when the mail does.
    const largestTakesMinutes = (1_048_576 * 8) / 16_000 / 60
    expect(unanswered).toBeGreaterThan(largestTakesMinutes)
  })

  it('has one link for each pair: one of the two dials', () => {
    const codes = ['al', 'at', 'ba', 'me', 'mk', 'rs', 'xk'].map(code)
    for (const one of codes) {
      for (const other of codes) {
        expect(dials(one, other) && dials(other, one)).toBe(false)
        expect(dials(one, other) || dials(other, one)).toBe(one !== other)
      }
    }
    const { leafnodes } = configured()
    expect(leafnodes.remotes.map(({ account }) => account)).toStrictEqual(['LINK_AT'])
  })

  it.each<[string, Partial<MeshOptions>]>([
    ['itself as a peer', { peers: [peer('mk')] }],
    ['a peer twice', { peers: [peer('at'), peer('at')] }],
    [
      'one password for two links',
      { peers: ['at', 'rs'].map((text) => ({ ...peer(text), linkPassword: 'p'.repeat(43) })) },
    ],
    ['a short password', { peers: [{ ...peer('at'), linkPassword: 'short' }] }],
    [
      'a password that ends the address',
      { peers: [{ ...peer('at'), linkPassword: '@'.repeat(43) }] },
    ],
    [
      'a host that is more than a host',
      { peers: [{ ...peer('at'), leafAddress: { host: 'x@evil', port: 1 } }] },
    ],
    ['a port twice', { ports: { client: 1, leaf: 1, monitoring: 2 } }],
    ['port 0', { ports: { client: 0, leaf: 1, monitoring: 2 } }],
    ['a folder name with a line break', { dataFolder: '/srv\n/mk' }],
    ['no folder', { dataFolder: '' }],
    ['no folder of the links', { linkFolder: '' }],
    ['a folder of the links with a line break', { linkFolder: '/srv\n/mk' }],
    ['an interface that is more than a host', { leafHost: '0.0.0.0:1' }],
    [
      'a host in the domain of the names of Participants',
      { peers: [{ ...peer('at'), leafAddress: { host: 'rs.trm.invalid', port: 1 } }] },
    ],
    ['an operator key that is none', { operatorPublicKey: 'U' }],
    ['an agent with the key of the operator', { operatorPublicKey: AGENT }],
    [
      'two agents with one mailbox',
      {
        agents: [createNkey(), createNkey()].map(({ publicKey }) => ({
          publicKey,
          inboxPrefix: inboxPrefixOf(publicKey),
          mailboxes: ['m'],
        })),
      },
    ],
    [
      'a reply prefix within that of another',
      {
        agents: ['_INBOX', '_INBOX.x'].map((inboxPrefix, index) => ({
          publicKey: createNkey().publicKey,
          inboxPrefix,
          mailboxes: [`m${index}`],
        })),
      },
    ],
    [
      'a reply prefix with a wildcard',
      { agents: [{ publicKey: AGENT, inboxPrefix: '_INBOX.*', mailboxes: [] }] },
    ],
    ...['*', '>', 'a.b', '', 'a b'].map((mailbox): [string, Partial<MeshOptions>] => [
      `the mailbox ${JSON.stringify(mailbox)}`,
      { agents: [{ publicKey: AGENT, inboxPrefix: 'p', mailboxes: [mailbox] }] },
    ]),
  ])('is not written for %s', (_what, changes) => {
    expect(() => meshConfiguration(options(changes))).toThrow(
      expect.objectContaining({ code: 'INVARIANT_BROKEN' }),
    )
  })
})
