// @ts-check
import { dirname } from 'node:path'
import process from 'node:process'
import { ensureDependencies } from './dependencies.mjs'
import { ensureNatsServer, SYSTEM_FOLDERS } from './nats-server.mjs'
import { checkout, node24 } from './places.mjs'
import { childEnvironment, forwardSignals, runProgram, withPath } from './processes.mjs'
import { EXIT_REFUSED, explain, Interrupted, Refusal } from './refusal.mjs'

/** @typedef {{ nats: boolean, programs: (args: string[]) => [script: string, args: string[]][] }} Verb */

/** @type {Record<string, Verb>} */
const VERBS = {
  start: { nats: true, programs: (args) => [['infra/local/src/main.ts', args]] },
  link: { nats: false, programs: (args) => [['infra/nats/src/main.ts', args]] },
  trm: { nats: false, programs: (args) => [['packages/cli/src/main.ts', args]] },
  test: { nats: true, programs: (args) => [['node_modules/vitest/vitest.mjs', ['run', ...args]]] },
  'docs:domain': { nats: false, programs: (args) => [['packages/documents/src/main.ts', args]] },
  bench: { nats: false, programs: (args) => [['tests/bench/main.ts', args]] },
  check: {
    nats: false,
    programs: () => [
      ['node_modules/typescript-7/bin/tsc', ['-p', 'tsconfig.json']],
      ['node_modules/eslint/bin/eslint.js', ['--max-warnings', '0', '.']],
      ['node_modules/prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']],
      [
        'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
        ['--config', '.dependency-cruiser.cjs', 'packages', 'services', 'infra', 'tests'],
      ],
      ['node_modules/knip/bin/knip.js', ['--no-config-hints']],
    ],
  },
  format: {
    nats: false,
    programs: () => [
      ['node_modules/prettier/bin/prettier.cjs', ['--write', '--log-level', 'warn', '.']],
    ],
  },
}

/**
 * Installs what is missing and runs a verb.
 *
 * @param {string[]} argv verb and arguments
 * @returns {Promise<number>} exit code: the program's, or 2 with one sentence when a prerequisite is missing
 */
export async function main(argv) {
  try {
    return await run(argv)
  } catch (error) {
    if (error instanceof Interrupted) return error.exitCode
    const sentence = explain(error, checkout)
    if (sentence === undefined) throw error
    process.stderr.write(`${sentence}\n`)
    return EXIT_REFUSED
  }
}

/** @param {string[]} argv */
async function run([name = '', ...args]) {
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined
  if (verb === undefined)
    throw new Refusal(
      `usage: node infra/local/bootstrap.mjs ${Object.keys(VERBS).join('|')} [arguments]`,
    )
  forwardSignals()
  await ensureDependencies()

  const environment = withPath(childEnvironment(), dirname(node24))
  if (verb.nats)
    environment['TRM_NATS_SERVER'] = await ensureNatsServer({
      environment,
      systemFolders: SYSTEM_FOLDERS,
      isRoot: process.getuid?.() === 0,
    })

  const programs = verb.programs(args)
  let worst = 0
  for (const [script, parameters] of programs) {
    if (programs.length > 1) process.stderr.write(`· ${script.split('/')[1] ?? script}\n`)
    worst = Math.max(worst, await runProgram(script, parameters, environment))
  }
  return worst
}
