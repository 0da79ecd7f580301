import { attachmentMediaTypes, type AttachmentMediaType } from '@trm/contracts'
import { describe, expect, it } from 'vitest'
import { checkContent } from './content-check.ts'

const PDF = '%PDF-1.7\n'
const PNG = '\u0089PNG\r\n\u001a\n'
const JPEG = '\u00ff\u00d8\u00ff\u00e0'
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const utf8 = (text: string) => new TextEncoder().encode(text)

/** Whether bytes are taken for the type: whole, and byte by byte. */
function verdicts(mediaType: AttachmentMediaType, bytes: Uint8Array): readonly boolean[] {
  const pieces = [[bytes], [...bytes].map((byte) => Uint8Array.of(byte))]
  return pieces.map((each) => {
    const check = checkContent(mediaType)
    const takes = each.map((piece) => check.take(piece))
    return check.end() && takes.every(Boolean)
  })
}

describe('the type of a file, by its content', () => {
  it.each<readonly [AttachmentMediaType, Uint8Array]>([
    ['application/pdf', latin1(PDF)],
    ['image/png', latin1(PNG)],
    ['image/jpeg', latin1(JPEG)],
    ['text/plain', utf8('Љубишка\r\n\tžena')],
  ])('is %s', (mediaType, bytes) => {
    expect(verdicts(mediaType, bytes)).toStrictEqual([true, true])
  })

  it.each<readonly [string, AttachmentMediaType, Uint8Array]>([
    ['a page of HTML', 'application/pdf', latin1('<html>')],
    ['a PDF that does not begin at once', 'application/pdf', latin1(` ${PDF}`)],
    ['the beginning of the beginning', 'application/pdf', latin1('%PD')],
    ['a PDF', 'image/png', latin1(PDF)],
    ['a PNG', 'image/jpeg', latin1(PNG)],
    ['a JPEG', 'image/png', latin1(JPEG)],
    ['a PNG with its line end changed on the way', 'image/png', latin1('\u0089PNG\n\u001a\n')],
    ['a program', 'text/plain', latin1('\u007fELF\u0000')],
    ['a NUL in text', 'text/plain', utf8('a\u0000b')],
    ['text in Latin-1', 'text/plain', latin1('\u017de\u00e9')],
    ['text that ends in the middle of a letter', 'text/plain', utf8('ž').subarray(0, 1)],
    ['nothing', 'image/jpeg', new Uint8Array()],
  ])('is not that of %s said to be %s', (_what, mediaType, bytes) => {
    expect(verdicts(mediaType, bytes)).toStrictEqual([false, false])
  })

  it('is one that each of the list is recognised by: nothing passes for all of them', () => {
    const taken = attachmentMediaTypes.codes.filter((type) => verdicts(type, latin1(PDF))[0])
    expect(taken).toStrictEqual(['application/pdf', 'text/plain'])
  })
})
