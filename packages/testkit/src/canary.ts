import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A text that must not be found, and one of the ways in which it could lie in a file. */
export type Spelling = { readonly text: string; readonly form: string; readonly bytes: Buffer }

/** A place where something was found that must not be there. */
export type Leak = { readonly file: string; readonly text: string; readonly form: string }

/**
 * The ways in which a text may be written down: UTF-8 and UTF-16, decomposed, in JSON escapes, hex in
 * both cases, base64 and base64url at each of the three offsets at which it may stand in other text.
 */
export function spellingsOf(text: string): readonly Spelling[] {
  const utf8 = Buffer.from(text)
  const escaped = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(/[^ -~]/g, unicodeEscape)
  const spellings: readonly (readonly [string, Buffer])[] = [
    ['utf-8', utf8],
    ['utf-8, decomposed', Buffer.from(text.normalize('NFD'))],
    ['utf-16', Buffer.from(text, 'utf16le')],
    ['json escapes', Buffer.from(escaped)],
    ['percent encoding', Buffer.from(encodeURIComponent(text))],
    ['hex', Buffer.from(utf8.toString('hex'))],
    ['hex, upper case', Buffer.from(utf8.toString('hex').toUpperCase())],
    ...[0, 1, 2].flatMap((offset) => [
      [`base64 at ${String(offset)}`, insideBase64(utf8, offset, 'base64')] as const,
      [`base64url at ${String(offset)}`, insideBase64(utf8, offset, 'base64url')] as const,
    ]),
  ]
  return spellings.map(([form, bytes]) => ({ text, form, bytes }))
}

/** Searches every file below a folder. @returns what was found, and how many files were read. */
export async function searchFolder(
  folder: string,
  spellings: readonly Spelling[],
): Promise<{ readonly leaks: readonly Leak[]; readonly files: number }> {
  const leaks: Leak[] = []
  let files = 0
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    const content = await readFile(file)
    files++
    leaks.push(...searchBytes(file, content, spellings))
  }
  return { leaks, files }
}

/** Searches bytes; `file` only names them in the answer. */
export function searchBytes(
  file: string,
  content: Buffer,
  spellings: readonly Spelling[],
): readonly Leak[] {
  return spellings
    .filter(({ bytes }) => content.includes(bytes))
    .map(({ text, form }) => ({ file, text, form }))
}

/** The characters of the base64 text that depend on nothing but the bytes themselves. */
function insideBase64(bytes: Buffer, offset: number, alphabet: 'base64' | 'base64url'): Buffer {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString(alphabet)
  const start = Math.ceil((offset * 8) / 6)
  const end = Math.floor(((offset + bytes.length) * 8) / 6)
  return Buffer.from(text.slice(start, end))
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
