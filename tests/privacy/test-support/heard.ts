import type { Recorded } from '../../support/recorder.ts'
import { rowOf, type Speaker } from './in-clear.ts'
import { readSaid, type Said } from '../../support/nats-protocol.ts'
import { mailLeftBy } from '../../support/opened-mail.ts'
import type { RecordedNetwork } from '../../support/recorded-network.ts'
import type { Conversation } from './wire-grammar.ts'

/** What was said, by whom, in which conversation. */
export type Heard = {
  readonly by: Speaker
  readonly said: Said
  readonly conversation: Conversation
}

/** Everything that was said between the agents and their country nodes, and between these. */
export function hearAll(network: RecordedNetwork): readonly Heard[] {
  const { parties } = network
  return [
    ...parties.flatMap((own) =>
      network.recordedOf(own.id).flatMap((each) => hear(each, ['agent', 'node'], { parties, own })),
    ),
    ...network.recordedInLink().flatMap((each) => hear(each, ['link', 'link'], { parties })),
  ]
}

function hear(
  { toServer, toDialler }: Recorded,
  [one, other]: readonly [Speaker, Speaker],
  conversation: Conversation,
): readonly Heard[] {
  return [
    ...readSaid(toServer).map((said) => ({ by: one, said, conversation })),
    ...readSaid(toDialler).map((said) => ({ by: other, said, conversation })),
  ]
}

/** The row of the protocol's table that lists it. */
export function listedAs({ by, said, conversation }: Heard): string | undefined {
  return rowOf(by, said, conversation)
}

/** As a failing test shows it. */
export function shown({ by, said }: Heard): string {
  const { verb, words, headers = [], payload } = said
  return [by, verb, ...words, ...headers, payload?.toString('latin1', 0, 300) ?? ''].join(' ')
}

/** How long it is what each has left with each so far, in order. */
export function lengthsLeft(network: RecordedNetwork): readonly string[] {
  return network.parties.flatMap(({ id }) => {
    const own = mailLeftBy(network, id)
    return network.parties.map(({ id: to, access: { mailbox } }) => {
      const lengths = own
        .filter(({ words }) => words[0]?.endsWith(`.${mailbox}`))
        .map(({ payload }) => String(payload?.length))
      return `${id} to ${to}: ${lengths.join(' ')}`
    })
  })
}

/** What came in each step: of all moments the step that began, and the lengths so far. */
export function lengthsByStep(moments: readonly (readonly string[])[]): readonly string[] {
  return moments.slice(1).flatMap((after, place) => {
    const [step = '', ...before] = moments[place] ?? []
    const came = after.slice(1).map((line, pair) => {
      const [who = '', lengths = ''] = line.split(':')
      const news = lengths
        .slice((before[pair]?.length ?? 0) - who.length - 1)
        .trim()
        .split(' ')
      // What takes long to be answered is sent again.
      const once = news.filter((length, index) => length !== news[index - 1])
      return `${who}: ${once.join(' ')}`
    })
    return [step, ...came.filter((line) => !line.endsWith(': '))]
  })
}
