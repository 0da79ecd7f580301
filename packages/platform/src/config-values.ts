import { readFileSync, statSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { LOG_LEVELS } from './log.ts'
import { Secret } from './secret.ts'

const LOOPBACK_HOSTS = ['127.0.0.1', '[::1]', 'localhost']

/** A TCP port as decimal text; 0 lets the system choose. */
export const port = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,4})$/)
  .transform(Number)
  .pipe(z.int().max(65_535))

/** `http` or `https` on this machine, without path, query or credentials; kept without a last slash. */
export const loopbackUrl = z.string().transform((text, context) => {
  const url = URL.parse(text)
  const isLoopback =
    url !== null &&
    ['http:', 'https:'].includes(url.protocol) &&
    LOOPBACK_HOSTS.includes(url.hostname) &&
    url.href === `${url.origin}/`
  if (isLoopback) return url.origin
  context.addIssue({ code: 'custom', message: 'not a loopback address' })
  return z.NEVER
})

/** An absolute path of a folder that exists: a mistyped one must not become a new, empty store. */
export const folder = z.string().refine(isFolder)

/** How much to log. */
export const logLevel = z.enum(LOG_LEVELS)

/** Reads the secret from the file that the variable names: no secret is ever in the environment. */
export const secretFile = z
  .string()
  .min(1)
  .transform((path, context) => {
    const secret = readTrimmed(path)
    if (secret !== undefined && secret !== '') return new Secret(secret)
    context.addIssue({ code: 'custom', message: 'file is not readable or empty' })
    return z.NEVER
  })

function isFolder(path: string): boolean {
  try {
    return isAbsolute(path) && statSync(path).isDirectory()
  } catch {
    // Missing or forbidden: either way it cannot be used.
    return false
  }
}

function readTrimmed(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    // Missing, a folder, forbidden: for the reader of the message one and the same.
    return undefined
  }
}
