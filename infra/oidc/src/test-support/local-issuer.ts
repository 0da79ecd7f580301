import { toInstant, type Instant } from '@trm/kernel'
import { afterEach } from 'vitest'
import { startIssuer, type Issuer } from '../issuer.ts'

export const SECRET = 'correct horse battery staple'
export const AUDIENCE = 'urn:trm:agent:at.vienna-cso'
export const LOCAL = { host: '127.0.0.1', port: 0 }
export const users = [
  { subject: 'user-1', secret: SECRET, audience: AUDIENCE, roles: ['caseworker', 'approver'] },
  { subject: 'user-2', secret: 'another secret of someone', audience: 'urn:other', roles: [] },
]
export const present = () => toInstant(new Date())

const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
})

/** Closes a server after the test, whatever becomes of the test. */
export function closeAfterTest(server: { close(): Promise<unknown> }): void {
  open.push(server)
}

export async function issuerAt(now: () => Instant = present): Promise<Issuer> {
  const issuer = await startIssuer({ ...LOCAL, users, now })
  closeAfterTest(issuer)
  return issuer
}

/** The form that gets user-1 a token, with changes. */
export function form(change: Readonly<Record<string, string>> = {}): URLSearchParams {
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'user-1',
    client_secret: SECRET,
    audience: AUDIENCE,
    ...change,
  })
}

export async function postToken(
  issuer: string,
  body: string | URLSearchParams,
  headers: Readonly<Record<string, string>> = {},
) {
  const answer = await fetch(`${issuer}/token`, { method: 'POST', body, headers: { ...headers } })
  const parsed: unknown = await answer.json()
  return { status: answer.status, body: parsed, headers: answer.headers }
}
