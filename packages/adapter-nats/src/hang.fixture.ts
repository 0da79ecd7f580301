import { invariant, isParticipantCode } from '@trm/kernel'
import { natsMailbox } from './nats-mailbox.ts'

// A process of its own that takes a delivery in hand and never finishes: made to be killed.
const [server, participant, mailbox, inboxPrefix] = process.argv.slice(2)
const nkeySeed = process.env['TRM_TEST_SEED']
invariant(
  server !== undefined &&
    participant !== undefined &&
    isParticipantCode(participant) &&
    mailbox !== undefined &&
    inboxPrefix !== undefined &&
    nkeySeed !== undefined,
  'hang fixture: all its parameters',
)

const opened = await natsMailbox({ server, participant, mailbox, inboxPrefix, nkeySeed })
await opened.consume(
  () => {
    process.stdout.write('in hand\n')
    return new Promise(() => undefined)
  },
  { signal: new AbortController().signal },
)
