/** Who may import whom. The diagram in CONTRIBUTING.md is drawn from this file, not the other way round. */

/** What each package may see beside itself. A folder under packages/ that is not here fails a test. */
const VISIBLE = {
  kernel: [],
  domain: ['kernel'],
  contracts: ['kernel', 'domain'],
  sealing: ['kernel'],
  ports: ['kernel'],
  platform: ['kernel'],
  files: ['kernel'],
  attachments: ['kernel', 'ports', 'contracts', 'sealing', 'files'],
  'case-log': ['kernel', 'domain', 'contracts', 'sealing', 'ports'],
  htcds: ['kernel', 'domain', 'contracts'],
  documents: ['kernel', 'domain', 'contracts'],
  labels: ['kernel', 'domain', 'contracts'],
  'adapter-[^/]+': ['kernel', 'ports', 'contracts', 'sealing', 'files'],
  'event-tools': ['kernel', 'ports'],
  client: ['kernel', 'contracts'],
  cli: [
    'kernel',
    'domain',
    'case-log',
    'client',
    'contracts',
    'htcds',
    'labels',
    'ports',
    'event-tools',
    'files',
    'adapter-[^/]+',
  ],
  testkit: ['kernel'],
}

/** The folders where a library may be imported. Everybody else sees what that folder exports. */
const HOMES = {
  'csv-parse': ['packages/htcds'],
  jose: ['packages/sealing'],
  'libsodium-wrappers': ['packages/sealing'],
  nats: ['packages/adapter-nats', 'infra/nats'],
  '@nats-io': ['packages/adapter-nats', 'infra/nats'],
  '@eventstore': ['packages/adapter-eventstoredb', 'packages/testkit/src/eventstoredb'],
  '@peculiar': ['infra/nats'],
  '@grpc': ['packages/testkit/src/eventstoredb'],
  pino: ['packages/platform'],
  saxes: ['packages/htcds'],
}

const OURS = '^(packages|services|infra)/'
const TEST = '\\.(test|fixture)\\.ts$|/test-support(/|\\.ts$)|/conformance/'
const COMPOSITION = '^services/agent/|/src/main\\.ts$'

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const imports = ([name, visible]) =>
  rule(
    `${name.replace('-[^/]+', '')}-imports`,
    `packages/${name} may import: ${visible.join(', ') || 'nothing'}`,
    { path: `^packages/${name}/`, pathNot: TEST },
    {
      path: '^(packages|services|infra|tests)/',
      pathNot: [`^packages/${name}/`, ...visible.map((other) => `^packages/${other}/`)],
    },
  )

const home = ([library, folders]) =>
  rule(
    `${library.replace('@', '')}-home`,
    `${library} is imported in ${folders.join(' and ')} only`,
    { path: OURS, pathNot: [TEST, ...folders.map((folder) => `^${folder}/`)] },
    { path: `(^|/)node_modules/(\\.pnpm/)?${library}[/@+]` },
  )

module.exports = {
  forbidden: [
    // An import that matches no file matches no other rule either: without this one they go blind.
    rule('resolvable', 'an import that does not resolve', {}, { couldNotResolve: true }),
    rule('no-cycles', 'a cycle, types included', {}, { circular: true }),
    ...Object.entries(VISIBLE).map(imports),
    ...Object.entries(HOMES).map(home),
    rule(
      'adapters-do-not-see-each-other',
      'an adapter is installable and testable alone',
      { path: '^packages/(adapter-[^/]+)/', pathNot: TEST },
      { path: '^packages/adapter-', pathNot: '^packages/$1/' },
    ),
    rule(
      'server-is-not-the-client',
      'the protocol server shares service definitions with the client library, and nothing that it does',
      { path: '^packages/testkit/', pathNot: TEST },
      { path: '/@eventstore/db-client/(?!generated/)' },
    ),
    rule(
      'pure-packages-do-no-io',
      'what decides and what is signed depends on nothing that runs',
      {
        path: '^packages/(kernel|domain|contracts|labels)/src/',
        pathNot: [TEST, '^packages/labels/src/main\\.ts$'],
      },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'services-do-not-see-each-other',
      'the case log is the spine: services append to it and read from it',
      { path: '^services/([^/]+)/', pathNot: COMPOSITION },
      { path: '^services/', pathNot: '^services/$1/' },
    ),
    rule(
      'adapters-only-in-the-composition-root',
      'services know ports; main.ts and the agent choose adapters',
      { path: '^services/[^/]+/src/', pathNot: [COMPOSITION, TEST] },
      { path: '^packages/adapter-' },
    ),
    rule(
      'services-do-not-see-tools',
      'the command line and the local network use services, not the other way round',
      { path: '^services/', pathNot: TEST },
      { path: '^(infra|tests)/|^packages/(cli|client)/' },
    ),
    rule(
      'infra-sees-packages',
      'infra starts services as processes; it does not import them',
      { path: '^infra/', pathNot: TEST },
      { path: '^(services|tests)/' },
    ),
    rule(
      'test-code-stays-in-tests',
      'suites, fakes and test libraries never run in production',
      { path: `${OURS}[^/]+/src/`, pathNot: [TEST, '^packages/(testkit|adapter-memory)/'] },
      {
        path: [
          TEST,
          '^packages/(testkit|adapter-memory)/',
          '(^|/)node_modules/(\\.pnpm/)?(vitest|fast-check|testcontainers|@hpke|@sd-jwt)[/@+]',
        ],
      },
    ),
    rule(
      'entered-by-the-front-door',
      "a package is imported by its name, so that its export map is its surface: no '../../other/src'",
      { path: `${OURS}([^/]+)/` },
      { path: OURS, pathNot: '^$1/$2/', dependencyTypes: ['local'] },
    ),
    rule(
      'dependencies-are-declared',
      'production code uses what `dependencies` of its package.json names: images install nothing else',
      { path: `${OURS}[^/]+/src/`, pathNot: TEST },
      {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
      },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^tests/architecture/planted/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json'],
    },
  },
}
