// @ts-check
/**
 * The door of the repository: `npm start`, `npm test`, `npm run trm | check | format`.
 *
 * It runs on any Node ≥ 20 and uses nothing from node_modules, because it is what fills
 * node_modules: it installs what is missing, finds `nats-server`, and hands over to the pinned
 * Node 24. Whatever is missing and cannot be installed is said in one sentence, with exit code 2.
 * Standard output belongs to the program that is started; progress goes to standard error.
 */
import process from 'node:process'

const NODE_MAJOR_MIN = 20

// Written for a Node that may be too old to read the rest: no recent syntax, and nothing imported yet.
if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR_MIN) {
  process.stderr.write(
    `Node ${process.versions.node} is too old: install Node ${NODE_MAJOR_MIN} or later from https://nodejs.org and run the command again.\n`,
  )
  process.exitCode = 2
} else {
  void import('./bootstrap/main.mjs').then(async ({ main }) => {
    process.exitCode = await main(process.argv.slice(2))
  })
}
