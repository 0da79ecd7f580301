import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { mkdtempDisposable, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { toInstant, type ParticipantCode } from '@trm/kernel'
import {
  createNkey,
  ensureLinkIdentity,
  findNatsServer,
  meshConfiguration,
  pinPeers,
} from '@trm/nats'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { root, textOf } from './test-support/repository.ts'

const PARTICIPANTS = ['at', 'rs']
const LINK_FOLDER = '/link'

const service = z.object({
  image: z.string(),
  build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()).min(2), retries: z.number() }),
  networks: z.array(z.string()).min(1),
  ports: z.array(z.string()).default([]),
  secrets: z.array(z.object({ source: z.string(), target: z.string() })).default([]),
  volumes: z.array(z.string()).default([]),
})

const compose = z
  .object({
    services: z.record(z.string(), service),
    networks: z.record(z.string(), z.unknown()),
    volumes: z.record(z.string(), z.null()),
    secrets: z.record(z.string(), z.object({ environment: z.string() })),
  })
  .parse(parse(textOf('docker-compose.yml'), { merge: true }))

const workspace = z
  .object({ catalog: z.object({ node: z.string() }) })
  .parse(parse(textOf('pnpm-workspace.yaml')))

const services = Object.entries(compose.services)
const sourceOf = (mount: string) => mount.split(':')[0] ?? ''
const mounts = services.flatMap(([, { volumes }]) => volumes.map(sourceOf))
const agents = services.filter(([, { build }]) => build !== undefined)

/** Every variable that the file takes from the environment of the operator. */
const taken = [
  ...[...textOf('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name),
  ...Object.values(compose.secrets).map(({ environment }) => environment),
]

describe('docker-compose.yml', () => {
  it.each(PARTICIPANTS)('gives %s a country node, an event store and agents', (participant) => {
    const own = services.filter(([name]) => name.startsWith(`${participant}-`))
    expect(own.map(([, { image }]) => image.replace(/:.*/, ''))).toStrictEqual([
      'nats',
      'kurrentplatform/kurrentdb',
      'trm-agent',
      'trm-agent',
    ])
  })

  it('starts an agent when the servers that it uses are healthy', () => {
    for (const [name, { depends_on: needs, environment }] of agents) {
      const participant = name.slice(0, 2)
      const store = 'TRM_EVENT_STORE_FILE' in environment ? [`${participant}-kurrentdb`] : []
      expect(Object.keys(needs)).toStrictEqual([`${participant}-nats`, ...store])
      const conditions = Object.values(needs).map(({ condition }) => condition)
      expect(new Set(conditions)).toStrictEqual(new Set(['service_healthy']))
    }
  })

  it.each(PARTICIPANTS)('gives the database of %s to one organisation alone', (participant) => {
    const inStore = services.filter(([, { networks }]) => networks.includes(`${participant}-store`))
    const names = inStore.map(([name]) => name)
    const users = agents.filter(([, { environment }]) => 'TRM_EVENT_STORE_FILE' in environment)
    const user = users.find(([name]) => name.startsWith(participant))?.[0] ?? ''
    expect(users).toHaveLength(PARTICIPANTS.length)
    expect(names).toStrictEqual([`${participant}-kurrentdb`, user])
  })

  it('names services, networks, volumes and secrets that exist, and none in vain', () => {
    const needed = services.flatMap(([, { depends_on: needs }]) => Object.keys(needs))
    expect(needed.filter((name) => !(name in compose.services))).toStrictEqual([])
    const networks = services.flatMap(([, one]) => one.networks)
    expect(new Set(networks)).toStrictEqual(new Set(Object.keys(compose.networks)))
    const named = mounts.filter((source) => !source.startsWith('.'))
    expect(new Set(named)).toStrictEqual(new Set(Object.keys(compose.volumes)))
    const secrets = services.flatMap(([, one]) => one.secrets.map(({ source }) => source))
    expect(secrets.toSorted()).toStrictEqual(Object.keys(compose.secrets).toSorted())
  })

  it('points every secret file of an agent at a secret that it is given', () => {
    for (const [, { environment, secrets }] of agents) {
      const files = Object.entries(environment).filter(([, path]) =>
        path.startsWith('/run/secrets/'),
      )
      const given = secrets.map(({ target }) => `/run/secrets/${target}`)
      expect(files.map(([, path]) => path).toSorted()).toStrictEqual(given.toSorted())
    }
  })

  it('gives every agent the variables that it knows, all that it needs and no other', () => {
    const shape = textOf('services/agent/src/config.ts')
    const variables = [...shape.matchAll(/^ {2}(TRM_\w+): (.*)$/gm)].map(
      ([, name = '', schema = '']) => ({
        name,
        isNeeded: !/\.default\(|\.optional\(/.test(schema),
      }),
    )
    expect(variables.length).toBeGreaterThan(5)
    for (const [, { environment }] of agents) {
      const given = Object.keys(environment)
      const known = variables.map(({ name }) => name)
      expect(given.filter((name) => !known.includes(name))).toStrictEqual([])
      const needed = variables.filter(({ isNeeded }) => isNeeded).map(({ name }) => name)
      expect(needed.filter((name) => !given.includes(name))).toStrictEqual([])
    }
  })

  it('keeps the data of every agent on a volume of its own', () => {
    const data = agents.flatMap(([, { volumes }]) =>
      volumes.filter((mount) => mount.endsWith(':/data')),
    )
    expect(new Set(data).size).toBe(agents.length)
  })

  it('mounts the policy of its own Participant where every agent looks for it, read-only', () => {
    for (const [name, { environment, volumes }] of agents) {
      const policies = volumes.filter((mount) => mount.includes('/policies/'))
      const target = environment['TRM_POLICY_FILE'] ?? ''
      expect(policies).toStrictEqual([`./infra/policies/${name.slice(0, 2)}.json:${target}:ro`])
    }
  })

  it('mounts and builds from paths that exist in the repository', () => {
    const paths = [
      ...mounts.filter((source) => source.startsWith('.')),
      ...agents.flatMap(([, { build }]) => [build?.context ?? '', build?.dockerfile ?? '']),
    ]
    expect(paths.length).toBeGreaterThan(2)
    expect(paths.filter((path) => path === '' || !existsSync(join(root, path)))).toStrictEqual([])
  })

  it('publishes every port once, on the loopback interface only', () => {
    const published = services.flatMap(([, { ports }]) => ports)
    expect(published.filter((port) => !/^127\.0\.0\.1:\d+:\d+$/.test(port))).toStrictEqual([])
    const hostPorts = published.map((port) => port.split(':')[1])
    expect(hostPorts).toHaveLength(agents.length)
    expect(new Set(hostPorts).size).toBe(hostPorts.length)
  })

  it('pins every image by a tag that names a version', () => {
    const images = services
      .map(([, { image }]) => image)
      .filter((image) => image !== 'trm-agent:local')
    expect(
      images.filter((image) => !/^[\w./-]+:\d+(?:\.\d+)+(?:-[a-z]+)?$/.test(image)),
    ).toStrictEqual([])
  })

  it('builds the agent on the Node and the pnpm that the repository pins', () => {
    const dockerfile = textOf('infra/docker/Dockerfile')
    const { node } = workspace.catalog
    const pnpm = /'(pnpm@\S+)'/.exec(textOf('infra/local/bootstrap/dependencies.mjs'))?.[1]
    expect(dockerfile.match(/^FROM \S+/gm)).toStrictEqual(
      Array.from({ length: 2 }, () => `FROM node:${node}-slim`),
    )
    expect(dockerfile).toContain(`npm install --global ${pnpm ?? '?'}\n`)
  })

  it('copies into the image what exists, and runs what exists', () => {
    const dockerfile = textOf('infra/docker/Dockerfile')
    const copied = [...dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, from = '']) =>
      from.split(' '),
    )
    expect(copied).toContain('packages')
    expect(copied.filter((path) => !existsSync(join(root, path)))).toStrictEqual([])
    const program = /"([\w/]+\.ts)"\]$/m.exec(dockerfile)?.[1] ?? ''
    expect(existsSync(join(root, program)), program).toBe(true)
  })

  it('keeps the two Participants apart, but for the link between their country nodes', () => {
    for (const [name, { networks }] of services) {
      const foreign = networks.filter((network) => !network.startsWith(name.slice(0, 2)))
      expect(foreign).toStrictEqual(name.endsWith('-nats') ? ['link'] : [])
    }
  })

  it('lists in example.env exactly what it takes from the environment', () => {
    const listed = [...textOf('infra/docker/example.env').matchAll(/^(\w+)=$/gm)].map(
      ([, name]) => name,
    )
    expect(listed.toSorted()).toStrictEqual([...new Set(taken)].toSorted())
  })
})

/** The least version that the tag of its image stands for: `nats:2.11-alpine`. */
function serverVersionOf(service: string): string {
  const [, minor = ''] = /:(\d+\.\d+)-/.exec(compose.services[service]?.image ?? '') ?? []
  return `${minor}.0`
}

/** What the operator's environment and the agents' variables make of a country node. */
function countryNode(participant: 'at' | 'rs') {
  const peer = participant === 'at' ? 'rs' : 'at'
  const environment = compose.services[`${participant}-nats`]?.environment ?? {}
  const values = new Map(
    Object.entries(environment).map(([name, value]) => [
      name,
      name.endsWith('_NKEY') ? createNkey().publicKey : value.replace(/\$\{.*?\}/, 'p'.repeat(64)),
    ]),
  )
  const config = textOf(`infra/docker/nats/${participant}.conf`)
  const mailboxes = [...config.matchAll(/"trm\.v1\.mailbox\.(\w+)\.next"\n/g)].map(
    ([, token = '']) => token,
  )
  const own = agents.filter(([name]) => name.startsWith(`${participant}-`))
  const written = meshConfiguration({
    participant: participant as ParticipantCode,
    peers: [
      {
        participant: peer as ParticipantCode,
        leafAddress: { host: `${peer}-nats`, port: 7422 },
        linkPassword: `link-${'p'.repeat(64)}`,
      },
    ],
    ports: { client: 4222, leaf: 7422, monitoring: 8222 },
    dataFolder: '/data',
    linkFolder: LINK_FOLDER,
    leafHost: '0.0.0.0',
    serverVersion: serverVersionOf(`${participant}-nats`),
    agents: own.map(([name, agent], index) => ({
      publicKey: values.get(`TRM_${name.slice(3).replace('-', '_').toUpperCase()}_NKEY`) ?? '',
      inboxPrefix: agent.environment['TRM_NATS_INBOX_PREFIX'] ?? '',
      mailboxes: [mailboxes[index] ?? ''],
    })),
    operatorPublicKey: values.get('TRM_OPERATOR_NKEY') ?? '',
  })
  return { values, config, written }
}

/** What the two Participants make, hand over and pin before the first start. */
async function makeLinkFiles(folder: string): Promise<void> {
  const [at, rs] = ['at' as ParticipantCode, 'rs' as ParticipantCode]
  const now = toInstant(new Date())
  const subjects = [
    { participant: at, hosts: ['at-nats'] },
    { participant: rs, hosts: [] },
  ]
  const peers = await Promise.all(
    subjects.map(async (subject) => {
      const identity = await ensureLinkIdentity({
        ...subject,
        folder: join(folder, subject.participant),
        now,
      })
      return { ...subject, authority: identity.authority }
    }),
  )
  await pinPeers({ folder: join(folder, at), participant: at, peers: peers.slice(1), now })
  await pinPeers({ folder: join(folder, rs), participant: rs, peers: peers.slice(0, 1), now })
}

describe('the country nodes of docker-compose.yml', () => {
  it.each(['at', 'rs'] as const)('are configured as @trm/nats writes it: %s', (participant) => {
    const { values, config, written } = countryNode(participant)
    const json = config
      .replace(/^#.*$/gm, '')
      .replace(/\$(TRM_\w+)/g, (_, name: string) => JSON.stringify(values.get(name)))
    // On the network of its container instead of the loopback interface; but for the monitoring.
    const expected = written.replace(/127\.0\.0\.1:(?=4222)/g, '0.0.0.0:')
    expect(JSON.parse(json)).toStrictEqual(JSON.parse(expected))
  })

  it.each(['at', 'rs'] as const)('are accepted by nats-server: %s', async (participant) => {
    const server = await findNatsServer({
      program: process.env['TRM_NATS_SERVER'],
      path: process.env['PATH'],
    })
    await using folder = await mkdtempDisposable(join(tmpdir(), 'trm-compose-'))
    await makeLinkFiles(folder.path)
    const { config, values } = countryNode(participant)
    // What is mounted there; and the oldest server that is tested does not know this one setting.
    const here = config
      .replaceAll(`"${LINK_FOLDER}/`, `"${folder.path}/${participant}/`)
      .replace(/"min_version": "1\.3",/, '')
    const file = join(folder.path, 'nats.conf')
    await writeFile(file, here)
    const { status, stderr } = spawnSync(server, ['-t', '-c', file], {
      env: Object.fromEntries(values),
      encoding: 'utf8',
    })
    expect({ status, stderr }).toMatchObject({ status: 0 })
  })
})
