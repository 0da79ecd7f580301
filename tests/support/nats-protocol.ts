/**
 * One thing that a NATS client, a server or a leaf node says: the words of its control line, and what follows.
 *
 * @see https://docs.nats.io/reference/reference-protocols/nats-protocol
 */
export type Said = {
  /** `HPUB`. */
  readonly verb: string
  /** `HPUB` without its lengths: the subject and the reply subject. Of a word in JSON the whole of it. */
  readonly words: readonly string[]
  /** The lines of the header block, the version line first. */
  readonly headers?: readonly string[]
  readonly payload?: Buffer
}

const END = '\r\n'
/** What carries a message, with how many lengths end its control line. */
const carriers: Readonly<Record<string, number>> = {
  PUB: 1,
  HPUB: 2,
  MSG: 1,
  HMSG: 2,
  LMSG: 1,
}
/** What is followed by one object in JSON. */
const objects = ['CONNECT', 'INFO']

/**
 * Reads what one side said. What has not gone through whole at the end is left out.
 *
 * @throws {Error} for what is not in the protocol: nothing goes by unread.
 */
export function readSaid(bytes: Buffer): readonly Said[] {
  const all: Said[] = []
  let place = 0
  for (;;) {
    const end = bytes.indexOf(END, place)
    if (end < 0) return all
    const line = bytes.toString('utf8', place, end)
    place = end + END.length
    const [verb = '', ...words] = line.trim().split(/[ \t]+/)
    if (objects.includes(verb)) {
      all.push({ verb, words: [line.trim().slice(verb.length + 1)] })
      continue
    }
    const lengths = carriers[verb]
    if (lengths === undefined) {
      if (!/^(?:PING|PONG|\+OK|-ERR|SUB|UNSUB|LS\+|LS-)$/.test(verb)) throw new Error('not NATS')
      all.push({ verb, words })
      continue
    }
    const [headerBytes, totalBytes] = lengthsOf(words.splice(-lengths))
    const [from, to] = [place + headerBytes, place + totalBytes]
    if (to + END.length > bytes.length) return all
    const headers = bytes.toString('utf8', place, from).split(END).filter(isFilled)
    const payload = bytes.subarray(from, to)
    all.push({ verb, words, payload, ...(headerBytes > 0 && { headers }) })
    if (bytes.toString('latin1', to, to + END.length) !== END) throw new Error('not NATS')
    place = to + END.length
  }
}

function lengthsOf(words: readonly string[]): readonly [number, number] {
  const [first, second] = words.map(Number)
  if (first === undefined || words.some((word) => !/^\d+$/.test(word))) throw new Error('not NATS')
  return second === undefined ? [0, first] : [first, second]
}

function isFilled(line: string): boolean {
  return line !== ''
}
