import { InvariantError, toInstant, TrmError } from '@trm/kernel'
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { readLinkArguments, type LinkArguments } from './link-arguments.ts'
import { linkFiles } from './link-files.ts'
import { ensureLinkIdentity } from './link-identity.ts'
import { pinPeers } from './link-peers.ts'

const HELP = `npm run link: the certificates of a Participant's links to its peers

  npm run link -- at FOLDER --host nats.at.example
                     makes the authority of AT and its link certificate, or renews the certificate
                     if it ends within 30 days; FOLDER/authority.pem is for the peers
  npm run link -- at FOLDER --host nats.at.example --peer rs=FILE --peer mk=FILE=HOST,HOST
                     also pins what peers have handed over, with the hosts under which they are dialled:
                     all peers of the mesh, each time

A fingerprint is to be compared with the peer over another way than the file came. nats-server takes new
files when it is started again.
`

const EXIT_REFUSED = 2

try {
  const parsed = read(process.argv.slice(2))
  if (parsed === undefined) {
    process.stderr.write(HELP)
    process.exitCode = EXIT_REFUSED
  } else {
    await run(parsed)
  }
} catch (error) {
  if (!(error instanceof TrmError) || error instanceof InvariantError) throw error
  const details = Object.entries(error.details).map(([name, value]) => `${name}: ${String(value)}`)
  const suffix = details.length === 0 ? '' : ` (${details.join(', ')})`
  process.stderr.write(`${error.message}${suffix}\n`)
  process.exitCode = EXIT_REFUSED
}

function read(words: readonly string[]): LinkArguments | undefined {
  try {
    const { positionals, values } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        host: { type: 'string', multiple: true },
        peer: { type: 'string', multiple: true },
      },
    })
    return readLinkArguments(positionals, values)
  } catch {
    // An option that there is not: the help says which there are.
    return undefined
  }
}

async function run({ participant, hosts, folder, peers }: LinkArguments): Promise<void> {
  const now = toInstant(new Date())
  const identity = await ensureLinkIdentity({ participant, hosts, folder, now })
  say(`own authority: ${linkFiles(folder).authority}`)
  say(`  SHA-256 ${new X509Certificate(identity.authority).fingerprint256}`)
  const what = identity.isNew ? 'made now: start nats-server again' : 'as it was'
  say(`link certificate: until ${identity.validUntil}, ${what}`)
  if (peers.length === 0) return
  const read = peers.map(async ({ file, ...peer }) => {
    // What is not there is refused as what cannot be read.
    return { ...peer, authority: await readFile(file, 'utf8').catch(() => '') }
  })
  const pinned = await pinPeers({ folder, participant, peers: await Promise.all(read), now })
  for (const { peer, fingerprint } of pinned) say(`pinned ${peer}\n  SHA-256 ${fingerprint}`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
