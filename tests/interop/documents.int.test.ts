import { meshConfiguration, createNkey } from '@trm/nats'
import { participantCode } from '@trm/contracts'
import { parseStrictJson, type Json } from '@trm/kernel'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import events from '../../schemas/vectors/signed_event.json' with { type: 'json' }
import attachments from '../../schemas/vectors/attachment.json' with { type: 'json' }
import receipts from '../../schemas/vectors/receipt.json' with { type: 'json' }
import trustLists from '../../schemas/vectors/trust_list.json' with { type: 'json' }
import { splitSdJwt } from './sd-jwt-text.ts'

const OMITTED = ' … '

function documentOf(name: string): string {
  return readFileSync(new URL(`../../schemas/protocol/${name}.md`, import.meta.url), 'utf8')
}

/** The code blocks of a document in a language, in their order. */
function blocks(document: string, language: string): readonly string[] {
  return [...document.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .filter(([, of]) => of === language)
    .map(([, , text = '']) => text)
}

function examples(name: string): readonly Json[] {
  return blocks(documentOf(name), 'json').map((text) => readJson(text))
}

function readJson(text: string): Json {
  const parsed = parseStrictJson(text)
  if (!parsed.ok) throw new Error('a document has an example that is not JSON')
  return parsed.value
}

/** What base64url segments of a token or disclosures hold, as JSON. */
function contents(segments: readonly string[]): readonly Json[] {
  return segments.map((segment) => readJson(Buffer.from(segment, 'base64url').toString()))
}

/** The header and the payload of a JWS. */
function signedPart(token: string): readonly string[] {
  return token.split('.').slice(0, 2)
}

/** The actual value, its long strings shortened where the document shortens them. */
function abbreviatedAs(shown: Json | undefined, actual: Json): Json {
  if (typeof actual === 'string' && typeof shown === 'string' && shown.includes(OMITTED)) {
    const [start = '', end = ''] = shown.split(OMITTED)
    return `${actual.slice(0, start.length)}${OMITTED}${actual.slice(-end.length)}`
  }
  if (typeof actual !== 'object' || actual === null) return actual
  const within = (name: string | number): Json | undefined =>
    typeof shown === 'object' && shown !== null
      ? (shown as { readonly [name: string]: Json })[name]
      : undefined
  if (Array.isArray(actual)) {
    return (actual as readonly Json[]).map((item, place) => abbreviatedAs(within(place), item))
  }
  const members = Object.entries(actual)
  return Object.fromEntries(
    members.map(([name, value]) => [name, abbreviatedAs(within(name), value)]),
  )
}

function vector<Vector extends { readonly id: string }>(
  { vectors }: { readonly vectors: readonly Vector[] },
  id: string,
): Vector {
  const found = vectors.find((candidate) => candidate.id === id)
  if (found === undefined) throw new Error(`there is no vector ${id}`)
  return found
}

const referral = vector(events, 'referral')
const consent = vector(events, 'consent')

test('the example of signed-event.md is the vector "referral", its clause that of "consent"', () => {
  const { jws, disclosures } = splitSdJwt(referral.sdJwt ?? '')
  const [, firstClause = ''] = splitSdJwt(consent.sdJwt ?? '').disclosures
  expect(examples('signed-event')).toStrictEqual(
    contents([...signedPart(jws), ...disclosures, firstClause]),
  )
  expect(documentOf('signed-event')).toContain(`\`${String(referral.event)}\``)
})

test('the segments in signed-event.md are those of the vector, whole', () => {
  const { jws, disclosures } = splitSdJwt(referral.sdJwt ?? '')
  const segments = [...jws.split('.'), ...disclosures].map((text) => Buffer.from(text, 'base64url'))
  const [listing = ''] = blocks(documentOf('signed-event'), '')
  const lines = listing.trimEnd().split('\n')
  expect(
    lines.map((line) => line.slice(0, '0000005e 7b22616c67223a22 … '.length + 16)),
  ).toStrictEqual(
    segments.map((bytes) => {
      const hex = bytes.toString('hex')
      const length = bytes.length.toString(16).padStart(8, '0')
      return `${length} ${hex.slice(0, 16)}${OMITTED}${hex.slice(-16)}`
    }),
  )
  const whole = segments.reduce((sum, { length }) => sum + 4 + length, 0)
  expect(referral.copy).toHaveLength(2 * whole)
  expect(documentOf('signed-event')).toContain(`as ${whole.toLocaleString('en')} bytes`)
  expect(documentOf('signed-event')).toContain(`${jws.length.toLocaleString('en')} characters`)
})

test('the example of attachment.md is the receipt "partly", its listing the chunk "second"', () => {
  const { token } = vector({ vectors: attachments.receipts }, 'partly')
  expect(examples('attachment')).toStrictEqual(contents(signedPart(token)))
  const [, listing = ''] = blocks(documentOf('attachment'), '')
  const shown = listing.split('\n').map((line) => line.split(' ')[0])
  expect(shown.join('')).toBe(vector({ vectors: attachments.chunks }, 'second').bytes)
})

test('the examples of receipt.md are the vectors "stored" and "refused"', () => {
  const { token } = vector(receipts, 'stored')
  const refused = z
    .object({ items: z.array(z.json()) })
    .parse(contents(signedPart(vector(receipts, 'refused').token))[1])
  expect(examples('receipt')).toStrictEqual([...contents(signedPart(token)), refused.items[0]])
})

test('the example of trust-list.md is the vector "serbia"', () => {
  const shown = examples('trust-list')
  const actual = contents(signedPart(vector(trustLists, 'serbia').token))
  expect(shown).toStrictEqual(actual.map((part, place) => abbreviatedAs(shown[place], part)))
})

test('the permissions in envelope.md are those that an agent gets', () => {
  const { publicKey } = createNkey()
  const text = meshConfiguration({
    participant: participantCode.parse('rs'),
    peers: [
      {
        participant: participantCode.parse('at'),
        leafAddress: { host: 'at.example', port: 7422 },
        linkPassword: 'x'.repeat(43),
      },
    ],
    ports: { client: 4222, leaf: 7422, monitoring: 8222 },
    dataFolder: '/data',
    linkFolder: '/link',
    agents: [
      {
        publicKey,
        inboxPrefix: `_INBOX.${publicKey}`,
        mailboxes: ['b07d4e91c3a85f26107b9ce4d8f2036a'],
      },
    ],
    operatorPublicKey: createNkey().publicKey,
  })
  const { accounts } = z
    .object({
      accounts: z.object({
        AGENTS: z.object({ users: z.array(z.object({ permissions: z.json() })) }),
      }),
    })
    .parse(JSON.parse(text))
  const permissions = accounts.AGENTS.users.map((user) =>
    readJson(JSON.stringify(user.permissions).replaceAll(publicKey, 'PUBLIC-KEY')),
  )
  expect(examples('envelope')).toStrictEqual(permissions)
})

test('each number of vectors in a document is that of its file', () => {
  const shown = (name: string, pattern: RegExp) => Number(pattern.exec(documentOf(name))?.[1])
  expect(shown('signed-event', /(\d+) copies/)).toBe(events.vectors.length)
  expect(shown('receipt', /(\d+) receipts/)).toBe(receipts.vectors.length)
  expect(shown('trust-list', /(\d+) lists/)).toBe(trustLists.vectors.length)
  expect(shown('trust-list', /(\d+) look-ups/)).toBe(trustLists.standings.length)
})
