import { TrmError } from '@trm/kernel'
import { replay } from './replay.ts'
import { token } from './token.ts'

const HELP = `trm: the command line of the TRM Backbone

  trm replay --case CASE [--at ORGANISATION]   replay a case history, without content
      --at    whose log to replay; at.vienna-cso by default
      --json  the whole answer as JSON
  trm token [--at ORGANISATION] [--role ROLE]  an access token, for the page at /docs
      --role  caseworker (default) or auditor
  trm help

Through npm: npm run trm -- replay --case CASE
The local network has to run (npm start).
`

const EXIT_USAGE = 2
const verbs = { replay, token } as const

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof TrmError)) throw error
  process.stderr.write(`trm: ${error.message}\n`)
  process.exitCode = EXIT_USAGE
}

async function run([name, ...words]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help') {
    process.stdout.write(HELP)
    return 0
  }
  const verb = name === 'replay' || name === 'token' ? verbs[name] : undefined
  const answer =
    verb === undefined ? { problem: 'there is no command of that name' } : await verb(words)
  if ('output' in answer) {
    process.stdout.write(answer.output)
    return 0
  }
  process.stderr.write(`trm: ${answer.problem}\n\n${HELP}`)
  return EXIT_USAGE
}
