import { concatBytes, uint32Bytes, viewOf } from './bytes.ts'

export const MESSAGE_ITEMS_MAX = 64

/**
 * One thing in a sealed message: a recipient's copy of an event, or a receipt; a chunk of an attachment, or a
 * receipt for chunks; or cover, which has no bytes and means nothing.
 */
export type MessageItem = {
  readonly kind: 'event' | 'receipt' | 'chunk' | 'chunk-receipt' | 'cover'
  readonly bytes: Uint8Array
}

const COUNT_BYTES = 1
const ITEM_HEADER_BYTES = 5
/** 3 is given to nothing: published vectors refuse it. */
const codeOfKind = {
  event: 1,
  receipt: 2,
  chunk: 4,
  'chunk-receipt': 5,
  cover: 6,
} as const satisfies Record<MessageItem['kind'], number>

/** How many bytes {@link encodeItems} takes for items of these lengths. */
export function framedLength(itemLengths: readonly number[]): number {
  return itemLengths.reduce((sum, length) => sum + ITEM_HEADER_BYTES + length, COUNT_BYTES)
}

/** Count in one byte, then per item its kind in one byte, its length in four, and its bytes. */
export function encodeItems(items: readonly MessageItem[]): Uint8Array {
  const framed = items.flatMap(({ kind, bytes }) => [
    Uint8Array.of(codeOfKind[kind]),
    uint32Bytes(bytes.length),
    bytes,
  ])
  return concatBytes(Uint8Array.of(items.length), ...framed)
}

/**
 * The items, each in memory of its own.
 *
 * @returns undefined for no items, more than 64, unknown kinds, cover that holds something, lengths that lead
 *   beyond the end and bytes after the last item.
 */
export function decodeItems(frame: Uint8Array): MessageItem[] | undefined {
  const count = frame[0]
  if (count === undefined || count === 0 || count > MESSAGE_ITEMS_MAX) return undefined
  const view = viewOf(frame)
  const items: MessageItem[] = []
  let offset = COUNT_BYTES
  for (let place = 0; place < count; place += 1) {
    if (offset + ITEM_HEADER_BYTES > frame.length) return undefined
    const kind = kindOfCode(view.getUint8(offset))
    const start = offset + ITEM_HEADER_BYTES
    const end = start + view.getUint32(offset + 1)
    if (kind === undefined || end > frame.length) return undefined
    if (kind === 'cover' && end > start) return undefined
    items.push({ kind, bytes: frame.slice(start, end) })
    offset = end
  }
  return offset === frame.length ? items : undefined
}

function kindOfCode(code: number): MessageItem['kind'] | undefined {
  return kindsByCode.get(code)
}

const kindsByCode = new Map<number, MessageItem['kind']>(
  Object.entries(codeOfKind).map(([kind, code]) => [code, kind as MessageItem['kind']]),
)
