/** Where the engine is and how to get in. */
export type ConnectionSettings = {
  readonly hosts: readonly [Host, ...Host[]]
  /** The host is a DNS name that stands for every node of a cluster. */
  readonly isDiscovered: boolean
  readonly isSecure: boolean
  /** PEM file with the authority that signed the server's certificate; the system's list without. */
  readonly caFile: string | undefined
  /** Always there when the connection is secure, and never when it is not. */
  readonly user: { readonly username: string; readonly password: string } | undefined
  /** How long a call may take, in milliseconds. */
  readonly deadlineMs: number
}

export type Host = { readonly address: string; readonly port: number }

const FORM =
  /^(?:esdb|kurrentdb)(?<discover>\+discover)?:\/\/(?:(?<username>[^:@/?]+):(?<password>[^@/?]+)@)?(?<hosts>[^@/?]+)\/?(?:\?(?<options>.+))?$/
const HOST = /^(?<address>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::(?<port>\d{1,5}))?$/
const OPTION = /^(?<name>[A-Za-z]+)=(?<value>[^=]+)$/

const PORT = 2113
const PORT_MAX = 65_535
const DEADLINE_MS = 10_000

/** Whether the text can be opened: see {@link parseConnectionString}. */
export function isConnectionString(text: string): boolean {
  return parseConnectionString(text) !== undefined
}

/**
 * Reads `esdb://user:password@host:2113?tls=true&tlsCaFile=…`, also with `kurrentdb:`, `+discover` and
 * several hosts. Stricter than the client library, which goes on with what it does not know and prints
 * the whole text, password and all: here an unknown option, a password that would travel in clear and a
 * secure connection without a password are refused.
 *
 * @returns undefined for any other text; nothing in it is ever repeated.
 */
export function parseConnectionString(text: string): ConnectionSettings | undefined {
  const parts = FORM.exec(text)?.groups
  if (parts === undefined) return undefined
  const [first, ...others] = (parts['hosts'] ?? '').split(',').map(hostOf)
  const options = optionsOf(parts['options'])
  const user = userOf(parts['username'], parts['password'])
  if (first === undefined || options === undefined || user === 'malformed') return undefined
  if (options.isSecure !== (user !== undefined)) return undefined
  const hosts = [first, ...others.filter((host) => host !== undefined)] as const
  const isDiscovered = parts['discover'] !== undefined
  if (hosts.length <= others.length || (isDiscovered && others.length > 0)) return undefined
  return { hosts, isDiscovered, user, ...options }
}

function hostOf(text: string): Host | undefined {
  const { address, port = String(PORT) } = HOST.exec(text)?.groups ?? {}
  if (address === undefined || Number(port) < 1 || Number(port) > PORT_MAX) return undefined
  return { address, port: Number(port) }
}

function userOf(
  username: string | undefined,
  password: string | undefined,
): ConnectionSettings['user'] | 'malformed' {
  if (username === undefined || password === undefined) return undefined
  try {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) }
  } catch {
    // A percent sign that encodes nothing.
    return 'malformed'
  }
}

function optionsOf(
  text: string | undefined,
): Pick<ConnectionSettings, 'isSecure' | 'caFile' | 'deadlineMs'> | undefined {
  const known = new Map([
    ['tls', 'true'],
    ['defaultdeadline', String(DEADLINE_MS)],
    ['tlscafile', ''],
  ])
  for (const pair of text?.split('&') ?? []) {
    const { name = '', value = '' } = OPTION.exec(pair)?.groups ?? {}
    if (!known.has(name.toLowerCase())) return undefined
    known.set(name.toLowerCase(), value)
  }
  const [tls, deadline = '', caFile = ''] = known.values()
  if (!/^(?:true|false)$/.test(tls ?? '') || !/^[1-9]\d{0,6}$/.test(deadline)) return undefined
  return {
    isSecure: tls === 'true',
    caFile: caFile === '' ? undefined : caFile,
    deadlineMs: Number(deadline),
  }
}
