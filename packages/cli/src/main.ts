import { TrmError } from '@trm/kernel'
import type { Answer } from './answer.ts'
import { backup, restore } from './backup-verbs.ts'
import { consent } from './consent-verbs.ts'
import { htcds } from './htcds-verbs.ts'
import { key } from './key-verbs.ts'
import { ledger } from './ledger.ts'
import { policy } from './policy-verbs.ts'
import { replay } from './replay.ts'
import { retention } from './retention.ts'
import { store } from './store-verbs.ts'
import { token } from './token.ts'
import { vault } from './vault-verbs.ts'

const HELP = `trm: the command line of the TRM Backbone

  trm replay --case CASE [--at ORGANISATION]   replay a case history, without content
      --at    whose log to replay; at.vienna-cso by default
      --json  the whole answer as JSON
  trm ledger --case CASE [--at ORGANISATION] [--language TAG]
      who holds what about the person, on which basis, until when; what was erased, who has not answered
      --at        whose log it is made from; at.vienna-cso by default
      --language  a page to print for the person, in her language (sq, sr-Latn ...), in place of the table
  trm retention [--at ORGANISATION]            what is not to be kept any longer, without content
      --at    whose cases; at.vienna-cso by default. Nothing is erased by asking
      --json  the whole answer as JSON
  trm token [--at ORGANISATION] [--role ROLE]  an access token, for the page at /docs
      --role  caseworker (default) or auditor
  trm backup --organisation ORGANISATION --to FILE
      a backup of a case log while its agent runs; the vault is not in it
  trm restore --from FILE --organisation ORGANISATION
      puts a backup in place where there is no case log; the agent does not run
      --network  the local network, for both; local by default
      --store    the file of a case log, in the place of --organisation
  trm vault backup --organisation ORGANISATION --to FILE [--days DAYS]
      a backup of a vault while its agent does not run; it expires, after 30 days at the latest
  trm vault restore --from FILE --organisation ORGANISATION
      puts a backup that has not expired in place where there is no vault
      --vault    the file of a vault, in the place of --organisation
  trm key rotate --organisation ORGANISATION   the sealing key of the next epoch, made in a vault; the agent
      does not run. Prints its public half, for the Participant to list
  trm key list --organisation ORGANISATION     the public halves of the sealing keys that a vault keeps
      --vault, --vault-key  the files of a vault and of its master key, in the place of --organisation
  trm store copy --from URL --to URL           copy a whole event store, and verify the copy
  trm store digest --of URL                    the digest of all events of a store
      URL    sqlite:FILE, or esdb:FILE where FILE holds the connection string
  trm htcds check [--from FORMAT] FILE         whether a file of cases can be imported
  trm htcds convert --from FORMAT --to FORMAT FILE
      the file in another format, on standard output; what is left out, on standard error
  trm htcds mapping                            where each field of HTCDS goes, as Markdown
      FORMAT json, csv or odk (a submission in XML); for check, what the name of FILE ends in
  trm policy check FILE                        whether an agent would start with a policy pack
  trm consent evidence FILE                    the digest that binds a consent to a form or a recording
      a new salt is written beside the file, as FILE.salt: both stay where the consent was taken
  trm consent check FILE DIGEST                whether a file is what a digest was made of, with FILE.salt
  trm help

Through npm: npm run trm -- replay --case CASE
For replay, ledger, retention and token the local network has to run (npm start).
`

const EXIT_USAGE = 2
const verbs: Readonly<Record<string, (words: readonly string[]) => Promise<Answer>>> = {
  backup,
  consent,
  htcds,
  key: (words) => key(words),
  ledger,
  policy,
  replay,
  restore,
  retention,
  store,
  token,
  vault: (words) => vault(words),
}

// Who reads may have seen enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof TrmError)) throw error
  process.stderr.write(`trm: ${error.message}\n`)
  process.exitCode = EXIT_USAGE
}

async function run([name = 'help', ...words]: readonly string[]): Promise<number> {
  if (name === 'help' || name === '--help') {
    process.stdout.write(HELP)
    return 0
  }
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  const answer =
    verb === undefined ? { problem: 'there is no command of that name' } : await verb(words)
  if ('output' in answer) {
    process.stdout.write(answer.output)
    say(answer.remarks ?? [])
    return 0
  }
  if ('refused' in answer) say(answer.refused)
  else process.stderr.write(`trm: ${answer.problem}\n\n${HELP}`)
  return EXIT_USAGE
}

function say(sentences: readonly string[]): void {
  process.stderr.write(sentences.map((sentence) => `trm: ${sentence}\n`).join(''))
}
