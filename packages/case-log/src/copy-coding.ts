import { WORDS } from './copy-words.ts'

// What is signed is text, and most of that text is digests in base64url and the names of members. In a copy they are
// put by codes: characters that cannot stand in JSON.
//
// This is no compression. Each code stands for something of one length, whatever else is in the copy, and there is
// none within the value of a section: how long a message is tells no more of what it says about a person than before.

/** A digest in quotes; the same and a comma. 32 bytes follow. */
const DIGEST = 0x01
const DIGEST_COMMA = 0x02
/** That of a disclosure of this copy; the same and a comma. Its place among them follows, in a byte. */
const OWN_DIGEST = 0x03
const OWN_DIGEST_COMMA = 0x04
/** 128 bits in quotes. 16 bytes follow. */
const TOKEN = 0x05
/** One of {@link WORDS}. Its place among them follows, in a byte. */
const WORD = 0x06
const CODE_LAST = WORD

const DIGEST_BYTES = 32
const TOKEN_BYTES = 16

/** The spelling of 32 and of 16 bytes: the last character has bits that carry nothing, and they are zero. */
const DIGEST_TEXT = '[\\w-]{42}[AEIMQUYcgkosw048]'
const TOKEN_TEXT = '[\\w-]{21}[AQgw]'
/** All of it begins with one of five characters, so that most places are passed over quickly. */
const CODABLE = new RegExp(
  `(?=["{},\\]])(?:"(?:(${DIGEST_TEXT})"(,?)|(${TOKEN_TEXT})")|${WORDS.map(escaped).sort(longestFirst).join('|')})`,
  'g',
)
const SALT = new RegExp(`^\\["(${TOKEN_TEXT})"`)
/** The name of a section is a word; that of a grant has a dot in it, that of a clause a number. */
const OF_SECTION = /^\["[\w-]+","[A-Za-z]+",/
const placeOfWord = new Map(WORDS.map((word, place) => [word, place]))

/**
 * The coded form of the text of a JWS or of a disclosure. Of the disclosure of a section the salt alone is coded.
 *
 * @param own the digests of the copy's disclosures.
 * @returns undefined for text in which a code stands already, which is no JSON.
 */
export function encodeText(bytes: Uint8Array, own: readonly string[] = []): Uint8Array | undefined {
  if (holdsCode(bytes)) return undefined
  const text = latin1(bytes)
  return Buffer.from(
    OF_SECTION.test(text) ? withSaltCoded(text) : withAllCoded(text, own),
    'latin1',
  )
}

function withAllCoded(text: string, own: readonly string[]): string {
  return text.replace(CODABLE, (match, digest, comma, token) => {
    if (token !== undefined) return code(TOKEN, rawOf(String(token)))
    if (digest === undefined) return code(WORD, byte(placeOfWord.get(match) ?? 0))
    const place = own.indexOf(String(digest))
    const isLast = comma === ''
    return place < 0
      ? code(isLast ? DIGEST : DIGEST_COMMA, rawOf(String(digest)))
      : code(isLast ? OWN_DIGEST : OWN_DIGEST_COMMA, byte(place))
  })
}

function withSaltCoded(text: string): string {
  return text.replace(SALT, (_match, salt) => `[${code(TOKEN, rawOf(String(salt)))}`)
}

/**
 * The counterpart of {@link encodeText}.
 *
 * @param own the digests of the copy's disclosures; asked for where there is one of them.
 * @param lengthMax how long the text may be.
 * @returns undefined for what is cut short, names a place where nothing is, or is longer.
 */
export function decodeText(
  bytes: Uint8Array,
  lengthMax: number,
  own: () => readonly string[] = () => [],
): Uint8Array | undefined {
  const coded = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let text = ''
  let start = 0
  let place = 0
  while (place < coded.length) {
    const kind = coded[place] ?? 0
    if (!isCode(kind)) {
      place++
      continue
    }
    const end = place + 1 + lengthOf(kind)
    const plain = end > coded.length ? undefined : plainOf(kind, coded, place + 1, own)
    if (plain === undefined) return undefined
    text += coded.toString('latin1', start, place) + plain
    start = end
    place = end
    if (text.length > lengthMax) return undefined
  }
  text += coded.toString('latin1', start)
  return text.length > lengthMax ? undefined : Buffer.from(text, 'latin1')
}

function holdsCode(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (isCode(byte)) return true
  return false
}

function isCode(byte: number): boolean {
  return byte > 0 && byte <= CODE_LAST
}

/** How many bytes follow on a code. */
function lengthOf(kind: number): number {
  if (kind === DIGEST || kind === DIGEST_COMMA) return DIGEST_BYTES
  return kind === TOKEN ? TOKEN_BYTES : 1
}

/** What a code stands for. @param start where what follows on it begins. */
function plainOf(
  kind: number,
  coded: Buffer,
  start: number,
  own: () => readonly string[],
): string | undefined {
  switch (kind) {
    case DIGEST:
      return `"${coded.toString('base64url', start, start + DIGEST_BYTES)}"`
    case DIGEST_COMMA:
      return `"${coded.toString('base64url', start, start + DIGEST_BYTES)}",`
    case TOKEN:
      return `"${coded.toString('base64url', start, start + TOKEN_BYTES)}"`
    case WORD:
      return WORDS[coded[start] ?? WORDS.length]
    default: {
      const digest = own()[coded[start] ?? Infinity]
      if (digest === undefined) return undefined
      return kind === OWN_DIGEST ? `"${digest}"` : `"${digest}",`
    }
  }
}

/** One character for each byte, and back: text in UTF-8 goes through as it is. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

function rawOf(base64url: string): string {
  return Buffer.from(base64url, 'base64url').toString('latin1')
}

function code(kind: number, raw: string): string {
  return `${byte(kind)}${raw}`
}

function byte(value: number): string {
  return String.fromCharCode(value)
}

function escaped(word: string): string {
  return word.replaceAll(/[{}[\]+]/g, String.raw`\$&`)
}

function longestFirst(left: string, right: string): number {
  return right.length - left.length
}
